using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

public sealed class BarometricTaxelsContractTests : SensorDriverContract
{
    protected override long ReadingStep => 40_000_000;

    protected override long SamplingInterval => 20_000_000;

    protected override bool TakesItsStartForQuiet => true;

    protected override IChipUnderTest CreateChip(IClock clock) => new BarometricRig(clock, 2);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new BarometricRig(clock, 2).Driver(bus, clock);
}
