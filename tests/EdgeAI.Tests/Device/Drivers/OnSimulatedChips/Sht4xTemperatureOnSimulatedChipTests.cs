using EdgeAI.Device.Drivers.Sht4x;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Sht4xTemperatureOnSimulatedChipTests : Sht4xOnSimulatedChip
{
    protected override Sht4xQuantity Quantity => Sht4xQuantity.Temperature;
}
