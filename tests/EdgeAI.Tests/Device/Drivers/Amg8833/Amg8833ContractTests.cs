using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Amg8833;

public sealed class Amg8833ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 100_000_000;

    protected override long SamplingInterval => 100_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Amg8833Fake();

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Amg8833Sensor(bus, Amg8833Registers.LowAddress, clock);
}
