using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Lsm6dso;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Lsm6dso;

public sealed class Lsm6dsoContractTests : SensorDriverContract
{
    protected override long ReadingStep => 5_100_000;

    protected override long SamplingInterval => 5_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Lsm6dsoFake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Lsm6dsoSensor(bus, Lsm6dsoRegisters.LowAddress, clock);
}
