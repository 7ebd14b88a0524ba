using EdgeAI.Device.Drivers.Bme280;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Bme280RelativeHumidityOnSimulatedChipTests : Bme280OnSimulatedChip
{
    protected override Bme280Quantity Quantity => Bme280Quantity.RelativeHumidity;
}
