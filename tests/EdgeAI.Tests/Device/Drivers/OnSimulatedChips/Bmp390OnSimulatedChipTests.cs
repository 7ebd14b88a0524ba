using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Bmp390OnSimulatedChipTests : SensorDriverContract
{
    protected override long ReadingStep => 40_000_000;

    protected override long SamplingInterval => 20_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedBmp390.DefaultAddress, world, new SimulatedBmp390(clock, world, 0), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Bmp390Sensor(bus, SimulatedBmp390.DefaultAddress, clock);

    private static void Present(FixedWorld world, int variant) => world.Pascals[0] = 95_000 + (variant * 321.5);

    // At x8 the chip resolves 19 bits of pressure, 0.54 Pa, and at x1 16 bits of temperature, 0.005 degC, each of which moves the
    // compensated pressure by some tenths of a pascal.
    private static bool Shows(Message reading, int variant) =>
        Math.Abs((((FluidPressure)reading).Value / 100.0) - (95_000 + (variant * 321.5))) < 1;
}
