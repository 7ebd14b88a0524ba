using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mpr121;

public sealed class Mpr121ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 4_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Mpr121Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Mpr121Sensor(bus, Mpr121Registers.LowestAddress, clock);
}
