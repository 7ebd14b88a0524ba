using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Amg8833OnSimulatedChipTests : SensorDriverContract
{
    protected override long ReadingStep => 100_000_000;

    protected override long SamplingInterval => 100_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedAmg8833.DefaultAddress, world, new SimulatedAmg8833(clock, world), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Amg8833Sensor(bus, SimulatedAmg8833.DefaultAddress, clock);

    private static void Present(FixedWorld world, int variant) => world.Pixel = (_, pixel) => -5 + variant + (pixel * 0.25);

    private static bool Shows(Message reading, int variant)
    {
        Image image = (Image)reading;
        for (int pixel = 0; pixel < 64; pixel++)
        {
            if (image.Samples[pixel] != (4 * (variant - 5)) + pixel)
            {
                return false;
            }
        }

        return image.Width == 8 && image.Height == 8;
    }
}
