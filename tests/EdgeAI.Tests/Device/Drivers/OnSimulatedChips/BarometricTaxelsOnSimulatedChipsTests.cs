using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>Three barometers of one address behind the switch.</summary>
public sealed class BarometricTaxelsOnSimulatedChipsTests : SensorDriverContract
{
    private const int Taxels = 3;

    protected override long ReadingStep => 40_000_000;

    protected override long SamplingInterval => 20_000_000;

    protected override bool TakesItsStartForQuiet => true;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        SimulatedBmp390[] chips = [.. Enumerable.Range(0, Taxels).Select(taxel => new SimulatedBmp390(clock, world, taxel))];
        return new SwitchedChipsUnderTest(SimulatedBmp390.DefaultAddress, world, chips, Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock)
    {
        Tca9548aSwitch tca = new(bus, SimulatedTca9548a.DefaultAddress, keepsSelection: true);
        return new BarometricTaxels(
            [.. Enumerable.Range(0, Taxels).Select(taxel => new Bmp390Sensor(tca.Channel(taxel), SimulatedBmp390.DefaultAddress, clock))]);
    }

    private static int Pressed(int taxel, int variant) => variant * (900 - (taxel * 100));

    private static void Present(FixedWorld world, int variant)
    {
        for (int taxel = 0; taxel < Taxels; taxel++)
        {
            world.Pascals[taxel] = 98_000 + (taxel * 300) + Pressed(taxel, variant);
        }
    }

    private static bool Shows(Message reading, int variant)
    {
        TactileArray array = (TactileArray)reading;
        for (int taxel = 0; taxel < Taxels; taxel++)
        {
            if (Math.Abs(array.Values[taxel] - Pressed(taxel, variant)) > 2)
            {
                return false;
            }
        }

        return array.TaxelCount == Taxels;
    }
}
