using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Ads1115;

/// <summary>The whole tower: force-sensing resistors, converters, switch, over one failing bus.</summary>
public sealed class FsrMatrixContractTests : SensorDriverContract
{
    protected override long ReadingStep => 20_000_000;

    protected override long SamplingInterval => 0;

    protected override IChipUnderTest CreateChip(IClock clock) => new FsrMatrixRig(clock, 1);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new SteppedSensor(new FsrMatrixRig(clock, 1).Driver(bus, clock), (ManualClock)clock, 1_500_000, 8);
}
