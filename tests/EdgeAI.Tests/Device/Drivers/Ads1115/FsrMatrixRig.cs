using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Ads1115;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Drivers.Tca9548a;

namespace EdgeAI.Tests.Device.Drivers.Ads1115;

/// <summary>Converters of one address behind a switch, and the driver over them.</summary>
public sealed class FsrMatrixRig : IChipUnderTest
{
    private readonly Tca9548aFake _switch = new();

    public FsrMatrixRig(IClock clock, int converters)
    {
        Chips = new Ads1115Fake[converters];
        for (int i = 0; i < converters; i++)
        {
            Chips[i] = new Ads1115Fake(Ads1115Registers.LowestAddress, clock);
            _switch.Channels[2 * i] = Chips[i];
        }
    }

    public II2cBus Bus => _switch;

    public Ads1115Fake[] Chips { get; }

    public FsrMatrixSensor Driver(II2cBus bus, IClock clock)
    {
        Tca9548aSwitch tca = new(bus, Tca9548aSwitch.LowestAddress, keepsSelection: true);
        Ads1115Converter[] converters = new Ads1115Converter[Chips.Length];
        for (int i = 0; i < Chips.Length; i++)
        {
            converters[i] = new Ads1115Converter(tca.Channel(2 * i), Ads1115Registers.LowestAddress, clock, Ads1115Gain.Volt4096, Ads1115Rate.PerSecond860);
        }

        return new FsrMatrixSensor(converters, clock);
    }

    public void PowerCycle()
    {
        _switch.Register = 0;
        foreach (Ads1115Fake chip in Chips)
        {
            chip.PowerCycle();
        }
    }

    public void Present(int variant)
    {
        for (int taxel = 0; taxel < 4 * Chips.Length; taxel++)
        {
            Chips[taxel / 4].Inputs[taxel % 4] = Value(taxel, variant);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var array = (TactileArray)reading;
        bool same = array.TaxelCount == 4 * Chips.Length;
        for (int taxel = 0; taxel < 4 * Chips.Length && same; taxel++)
        {
            same &= array.Values[taxel] == Value(taxel, variant);
        }

        return same;
    }

    private static short Value(int taxel, int variant) => (short)((taxel * 1000) + (variant * 77) + 5);
}
