using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Vl53l5cx;

public sealed class Vl53l5cxContractTests : SensorDriverContract
{
    protected override long ReadingStep => 140_000_000;

    protected override long SamplingInterval => 66_666_666;

    /// <summary>86 kB in stretches of 2 kB, each call a period after the other.</summary>
    protected override long StartupNanoseconds => 60_000_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Vl53l5cxFake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        new Vl53l5cxSensor(bus, Vl53l5cxRegisters.DefaultAddress, clock, new Vl53l5cxImageBytes(MadeUpImage.Bytes), MadeUpImage.Crc, 15);
}
