using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.TfLuna;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.TfLuna;

public sealed class TfLunaContractTests : SensorDriverContract
{
    protected override long ReadingStep => 20_000_000;

    protected override long SamplingInterval => 10_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new TfLunaFake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new TfLunaSensor(bus, TfLunaRegisters.DefaultAddress, clock);
}
