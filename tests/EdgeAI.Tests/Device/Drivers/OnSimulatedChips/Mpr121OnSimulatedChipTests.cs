using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Mpr121OnSimulatedChipTests : SensorDriverContract
{
    private const double QuietPicofarads = 10;
    private const double TouchedPicofarads = 13;

    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 4_000_000;

    protected override bool TakesItsStartForQuiet => true;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedMpr121.DefaultAddress, world, new SimulatedMpr121(clock, world), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Mpr121Sensor(bus, SimulatedMpr121.DefaultAddress, clock);

    // Variant 0 is untouched, the others touch the electrode of their number.
    private static void Present(FixedWorld world, int variant)
    {
        Array.Fill(world.Capacitance, QuietPicofarads);
        if (variant > 0)
        {
            world.Capacitance[variant] = TouchedPicofarads;
        }
    }

    private static bool Shows(Message reading, int variant)
    {
        TactileArray array = (TactileArray)reading;
        for (int electrode = 0; electrode < 12; electrode++)
        {
            if (array.IsTouched(electrode) != (electrode == variant && variant > 0))
            {
                return false;
            }
        }

        return array.HasTouch;
    }
}
