using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

public sealed class Bmp390ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 40_000_000;

    protected override long SamplingInterval => 20_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Bmp390Fake(clock, Bmp390Registers.LowAddress);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Bmp390Sensor(bus, Bmp390Registers.LowAddress, clock);
}
