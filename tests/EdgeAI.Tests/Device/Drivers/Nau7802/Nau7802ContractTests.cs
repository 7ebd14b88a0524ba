using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Nau7802;

public sealed class Nau7802ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 13_000_000;

    protected override long SamplingInterval => 12_500_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Nau7802Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Nau7802Sensor(bus, Nau7802Registers.Address, clock);
}
