using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Drivers.Tca9548a;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

/// <summary>Barometers of one address under a skin, one to a channel of a switch, and the driver over them.</summary>
public sealed class BarometricRig : IChipUnderTest
{
    private readonly Tca9548aFake _switch = new();

    public BarometricRig(IClock clock, int chips)
    {
        Chips = new Bmp390Fake[chips];
        for (int i = 0; i < chips; i++)
        {
            Chips[i] = new Bmp390Fake(clock, Bmp390Registers.LowAddress);
            _switch.Channels[i] = Chips[i];
        }
    }

    public II2cBus Bus => _switch;

    public Bmp390Fake[] Chips { get; }

    public BarometricTaxels Driver(II2cBus bus, IClock clock)
    {
        Tca9548aSwitch tca = new(bus, Tca9548aSwitch.LowestAddress, keepsSelection: true);
        return new BarometricTaxels([.. Chips.Select((_, at) => new Bmp390Sensor(tca.Channel(at), Bmp390Registers.LowAddress, clock))]);
    }

    public void PowerCycle()
    {
        _switch.Register = 0;
        foreach (Bmp390Fake chip in Chips)
        {
            chip.PowerCycle();
        }
    }

    public void Present(int variant)
    {
        for (int taxel = 0; taxel < Chips.Length; taxel++)
        {
            Chips[taxel].Pascal = 98_000 + (taxel * 300) + Pressed(taxel, variant);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var array = (TactileArray)reading;
        bool same = array.TaxelCount == Chips.Length && array.Scale.Unit == Unit.Pascal;
        for (int taxel = 0; taxel < Chips.Length && same; taxel++)
        {
            same &= Math.Abs(array.Values[taxel] - Pressed(taxel, variant)) <= 11;
        }

        return same;
    }

    private static int Pressed(int taxel, int variant) => variant * (900 - (taxel * 100));
}
