using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Sht4x;

public sealed class Sht4xTemperatureContractTests : SensorDriverContract
{
    protected override long ReadingStep => 60_000_000;

    protected override long SamplingInterval => 0;

    protected override long OnRequestNanoseconds => 9_000_000;

    protected override SensorStatus StatusAfterReset => SensorStatus.Ok;

    protected override IChipUnderTest CreateChip(IClock clock) => new Sht4xFake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new Sht4xSensor(new Sht4xChip(bus, Sht4xCommands.AddressA, clock), Sht4xQuantity.Temperature);
}
