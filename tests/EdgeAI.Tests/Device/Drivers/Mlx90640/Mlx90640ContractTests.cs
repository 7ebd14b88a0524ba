using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mlx90640;

public sealed class Mlx90640ContractTests : SensorDriverContract
{
    protected override long ReadingStep => 250_000_000;

    protected override long SamplingInterval => 125_000_000;

    protected override IChipUnderTest CreateChip(IClock clock) => new Mlx90640Fake(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Mlx90640Sensor(bus, Mlx90640Registers.DefaultAddress, clock);
}
