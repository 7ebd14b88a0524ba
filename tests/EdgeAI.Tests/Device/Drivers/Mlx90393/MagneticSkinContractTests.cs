using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90393;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Mlx90393;

public sealed class MagneticSkinContractTests : SensorDriverContract
{
    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 0;

    protected override IChipUnderTest CreateChip(IClock clock) => new MagneticRig(clock, 2, new Mlx90393Options());

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new SteppedSensor(new MagneticRig(clock, 2, new Mlx90393Options()).Driver(bus, clock), (ManualClock)clock, 2_600_000, 8);
}
