using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Ads1115;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.Device.Bus;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>Eight force-sensing resistors on two converters behind the switch, told by their forces.</summary>
public sealed class FsrMatrixOnSimulatedChipsTests : SensorDriverContract
{
    private const int Converters = 2;
    private const double VoltsPerCount = 4.096 / 32768;

    protected override long ReadingStep => 20_000_000;

    protected override long SamplingInterval => 0;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        SimulatedAds1115[] chips =
        [
            new(clock, new FsrDividers(world, 0)) { RateError = -0.1 },
            new(clock, new FsrDividers(world, 4)) { RateError = 0.1 },
        ];
        return new SwitchedChipsUnderTest(SimulatedAds1115.DefaultAddress, world, chips, Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock)
    {
        Tca9548aSwitch tca = new(bus, SimulatedTca9548a.DefaultAddress, keepsSelection: true);
        Ads1115Converter[] converters = new Ads1115Converter[Converters];
        for (int channel = 0; channel < Converters; channel++)
        {
            converters[channel] = new Ads1115Converter(
                tca.Channel(channel), SimulatedAds1115.DefaultAddress, clock, Ads1115Gain.Volt4096, Ads1115Rate.PerSecond860);
        }

        return new SteppedSensor(new FsrMatrixSensor(converters, clock), (ManualClock)clock, 1_500_000, 8);
    }

    private static double Force(int taxel, int variant) => (0.3 * taxel) + (0.7 * variant);

    private static void Present(FixedWorld world, int variant)
    {
        for (int taxel = 0; taxel < 4 * Converters; taxel++)
        {
            world.Forces[taxel] = Force(taxel, variant);
        }
    }

    private static bool Shows(Message reading, int variant)
    {
        TactileArray array = (TactileArray)reading;
        for (int taxel = 0; taxel < 4 * Converters; taxel++)
        {
            double newton = FsrDividers.NewtonAt(array.Values[taxel] * VoltsPerCount);
            if (Math.Abs(newton - Force(taxel, variant)) > 0.01)
            {
                return false;
            }
        }

        return array.TaxelCount == 4 * Converters;
    }
}
