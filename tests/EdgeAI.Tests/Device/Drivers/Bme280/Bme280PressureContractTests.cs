using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bme280;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bme280;

public sealed class Bme280PressureContractTests : SensorDriverContract
{
    protected override long ReadingStep => 90_000_000;

    protected override long SamplingInterval => 78_125_000 + 9_300_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Bme280Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new Bme280Sensor(new Bme280Chip(bus, Bme280Registers.LowAddress, clock), Bme280Quantity.Pressure);
}
