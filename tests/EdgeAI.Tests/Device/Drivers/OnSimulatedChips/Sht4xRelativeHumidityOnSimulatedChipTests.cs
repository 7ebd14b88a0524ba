using EdgeAI.Device.Drivers.Sht4x;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Sht4xRelativeHumidityOnSimulatedChipTests : Sht4xOnSimulatedChip
{
    protected override Sht4xQuantity Quantity => Sht4xQuantity.RelativeHumidity;
}
