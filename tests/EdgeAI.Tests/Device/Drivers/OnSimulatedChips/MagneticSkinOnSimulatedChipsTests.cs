using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90393;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.Device.Bus;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>Three magnetometers of one address behind the switch.</summary>
public sealed class MagneticSkinOnSimulatedChipsTests : SensorDriverContract
{
    private const int Chips = 3;

    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 0;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        SimulatedMlx90393[] chips = [.. Enumerable.Range(0, Chips).Select(chip => new SimulatedMlx90393(clock, world, chip))];
        return new SwitchedChipsUnderTest(SimulatedMlx90393.DefaultAddress, world, chips, Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock)
    {
        Mlx90393Options options = new();
        Tca9548aSwitch tca = new(bus, SimulatedTca9548a.DefaultAddress, keepsSelection: true);
        Mlx90393Chip[] chips = [.. Enumerable.Range(0, Chips)
            .Select(chip => new Mlx90393Chip(tca.Channel(chip), SimulatedMlx90393.DefaultAddress, clock, options))];
        return new SteppedSensor(new MagneticSkin(chips, clock, options), (ManualClock)clock, 2_600_000, 8);
    }

    private static double Microtesla(int chip, int axis, int variant) => axis switch
    {
        0 => 15 + (40 * variant) - (3 * chip),
        1 => -30 - (25 * variant) + chip,
        _ => 400 + (60 * variant) - (9 * chip),
    };

    private static void Present(FixedWorld world, int variant)
    {
        for (int chip = 0; chip < Chips; chip++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                world.Fields[(3 * chip) + axis] = Microtesla(chip, axis, variant);
            }
        }
    }

    private static bool Shows(Message reading, int variant)
    {
        TactileArray array = (TactileArray)reading;
        double step = array.Scale.Mantissa * Math.Pow(10, array.Scale.Exponent) * 1e6;
        for (int taxel = 0; taxel < Chips; taxel++)
        {
            for (int component = 0; component < 3; component++)
            {
                // Normal first: z, x, y.
                double told = array.Values[(3 * taxel) + component] * step;
                double truth = Microtesla(taxel, (component + 2) % 3, variant);
                if (Math.Abs(told - truth) > 0.3 + (0.003 * Math.Abs(truth)))
                {
                    return false;
                }
            }
        }

        return array.TaxelCount == Chips && array.Components == 3 && array.Scale.Unit == Unit.Tesla;
    }
}
