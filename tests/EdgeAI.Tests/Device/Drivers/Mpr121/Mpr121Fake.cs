using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mpr121;

/// <summary>The registers of an MPR121 as far as its data sheet describes what the driver touches.</summary>
public sealed class Mpr121Fake : RegisterChip, IChipUnderTest
{
    private const int Baseline = 150;

    private readonly IClock _clock;
    private readonly int[] _deltas = new int[12];
    private long _runningSince;
    private bool _over;

    public Mpr121Fake(IClock clock)
        : base(Mpr121Registers.LowestAddress)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>Bytes of 0x02 and 0x03, low byte first.</summary>
    public int RangeFlags { get; set; }

    /// <summary>Bits put on top of the touch status.</summary>
    public int ExtraTouch { get; set; }

    /// <summary>Whether samples ever come.</summary>
    public bool Dead { get; set; }

    /// <summary>How often the chip was reset by its register.</summary>
    public int Resets { get; private set; }

    /// <summary>Too much current at REXT: the chip stops, and will not run again until reset.</summary>
    public bool OverCurrent
    {
        get => _over;
        set
        {
            _over = value;
            Registers[Mpr121Registers.ElectrodeConfiguration] = 0;
        }
    }

    /// <summary>What a register holds.</summary>
    public byte this[byte register] => Registers[register];

    public void PowerCycle()
    {
        Array.Clear(Registers);
        _over = false;
        Registers[Mpr121Registers.Configuration1] = Mpr121Registers.Configuration1Default;
        Registers[Mpr121Registers.Configuration2] = Mpr121Registers.Configuration2Default;
    }

    public void Present(int variant)
    {
        for (int electrode = 0; electrode < 12; electrode++)
        {
            SetDelta(electrode, Delta(electrode, variant));
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var array = (TactileArray)reading;
        bool same = true;
        for (int electrode = 0; electrode < 12; electrode++)
        {
            int delta = Delta(electrode, variant);
            same &= array.Values[electrode] == delta && array.IsTouched(electrode) == delta > 15;
        }

        return same;
    }

    /// <summary>Sets how far an electrode's data lie below its baseline of 600.</summary>
    public void SetDelta(int electrode, int delta) => _deltas[electrode] = delta;

    /// <summary>Changes a register behind the driver's back.</summary>
    public void Disturb(byte register, byte value) => Registers[register] = value;

    protected override void OnWrite(byte register, byte value)
    {
        bool running = (Registers[Mpr121Registers.ElectrodeConfiguration] & 0x3F) != 0;
        if (register == Mpr121Registers.SoftReset && value == Mpr121Registers.SoftResetKey)
        {
            Resets++;
            PowerCycle();
        }
        else if (register == Mpr121Registers.ElectrodeConfiguration)
        {
            Registers[register] = _over ? (byte)0 : value;
            _runningSince = _clock.Nanoseconds;
        }
        else if (!running && register > Mpr121Registers.Baseline + 12)
        {
            Registers[register] = value;
        }
    }

    protected override byte OnRead(byte register)
    {
        bool running = Registers[Mpr121Registers.ElectrodeConfiguration] != 0;
        bool sampled = running && !Dead && _clock.Nanoseconds - _runningSince > 4_000_000;
        return register switch
        {
            0x00 => (byte)(sampled ? Touched() : 0),
            0x01 => (byte)((sampled ? Touched() >> 8 : 0) | (_over ? 0x80 : 0)),
            0x02 => (byte)RangeFlags,
            0x03 => (byte)(RangeFlags >> 8),
            >= 0x04 and < 0x1C => (byte)(sampled ? FilteredByte(register - 0x04) : 0),
            >= 0x1E and < 0x2A => (byte)(sampled ? Baseline : 0),
            _ => Registers[register],
        };
    }

    private static int Delta(int electrode, int variant) => (electrode * 3) + (variant * 40 % 97) - 20;

    private int FilteredByte(int at)
    {
        int filtered = (Baseline << 2) - _deltas[at / 2];
        return at % 2 == 0 ? filtered : filtered >> 8;
    }

    private int Touched()
    {
        int bits = ExtraTouch;
        for (int electrode = 0; electrode < 12; electrode++)
        {
            bits |= _deltas[electrode] > Registers[Mpr121Registers.Thresholds + (2 * electrode)] && electrode < (Registers[0x5E] & 0x0F) ? 1 << electrode : 0;
        }

        return bits;
    }
}
