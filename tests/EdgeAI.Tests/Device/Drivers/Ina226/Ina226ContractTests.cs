using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Ina226;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Ina226;

public sealed class Ina226ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 6_000_000;

    protected override long SamplingInterval => 2 * 4 * 646_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Ina226Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Ina226Sensor(bus, Ina226Registers.LowestAddress, clock);
}
