using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bno055;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bno055;

public sealed class Bno055ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 10_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Bno055Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Bno055Sensor(bus, Bno055Registers.LowAddress, clock);
}
