using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Nau7802;

/// <summary>The registers of an NAU7802 as far as its data sheet describes what the driver touches.</summary>
public sealed class Nau7802Fake : RegisterChip, IChipUnderTest
{
    private static readonly int[] Rates = [10, 20, 40, 80, 10, 10, 10, 320];

    private readonly IClock _clock;
    private long _poweredAt;
    private long _startedAt;
    private long _calibrationEnds;
    private long _taken;
    private int _latched;

    public Nau7802Fake(IClock clock)
        : base(Nau7802Registers.Address)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>What the bridge gives.</summary>
    public int Count { get; set; }

    /// <summary>Whether the next calibrations fail.</summary>
    public bool CalibrationFails { get; set; }

    /// <summary>Whether calibrations never end.</summary>
    public bool CalibrationHangs { get; set; }

    /// <summary>Whether power-up ready is withheld.</summary>
    public bool NeverReady { get; set; }

    /// <summary>Whether conversions have stopped.</summary>
    public bool Stopped { get; set; }

    /// <summary>How many further result reads are overtaken by the next conversion, which tears them.</summary>
    public int Overtake { get; set; }

    /// <summary>What a register holds.</summary>
    public byte this[byte register] => Registers[register];

    public void PowerCycle()
    {
        Array.Clear(Registers);
        Registers[Nau7802Registers.Revision] = 0x0F;
        _calibrationEnds = 0;
    }

    public void Present(int variant) => Count = Force(variant);

    public bool Shows(Message reading, int variant) => ((ForceStamped)reading).RawCount == Force(variant);

    /// <summary>Changes a register behind the driver's back.</summary>
    public void Disturb(byte register, byte value) => Registers[register] = value;

    protected override void OnWrite(byte register, byte value)
    {
        if (register == Nau7802Registers.PowerUpControl)
        {
            WritePower(value);
            return;
        }

        if (register == Nau7802Registers.Control2 && (value & Nau7802Registers.CalibrationStart) != 0)
        {
            _calibrationEnds = _clock.Nanoseconds + (6 * Interval());
            value &= 0xF3;
        }

        Registers[register] = value;
    }

    protected override byte OnRead(byte register)
    {
        switch (register)
        {
            case Nau7802Registers.PowerUpControl:
                return (byte)(Registers[0] | (Ready() ? 0x08 : 0) | (Fresh() ? 0x20 : 0));
            case Nau7802Registers.Control2:
                bool calibrating = _clock.Nanoseconds < _calibrationEnds || (CalibrationHangs && _calibrationEnds != 0);
                bool failed = CalibrationFails && _calibrationEnds != 0 && !calibrating;
                return (byte)(Registers[2] | (calibrating ? 0x04 : 0) | (failed ? 0x08 : 0));
            case Nau7802Registers.ConversionResult:
                _latched = Count;
                _taken = Conversions();
                return (byte)(_latched >> 16);
            case Nau7802Registers.ConversionResult + 1:
                return (byte)(_latched >> 8);
            case Nau7802Registers.ConversionResult + 2:
                return LowByte();
            default:
                return Registers[register];
        }
    }

    private static int Force(int variant) => (variant * 700_001) - 3_000_000;

    private byte LowByte()
    {
        if (Overtake > 0)
        {
            Overtake--;
            _taken--;
            return (byte)(_latched ^ 0xFF);
        }

        return (byte)_latched;
    }

    private void WritePower(byte value)
    {
        if ((value & 0x01) != 0)
        {
            PowerCycle();
        }

        if ((value & 0x02) != 0 && (Registers[0] & 0x02) == 0)
        {
            _poweredAt = _clock.Nanoseconds;
        }

        if ((value & 0x10) != 0 && (Registers[0] & 0x10) == 0)
        {
            _startedAt = _clock.Nanoseconds;
            _taken = 0;
        }

        Registers[0] = (byte)(value & 0xD7);
    }

    private bool Ready() => !NeverReady && (Registers[0] & 0x02) != 0 && _clock.Nanoseconds - _poweredAt > 200_000;

    private long Interval() => 1_000_000_000 / Rates[(Registers[2] >> 4) & 7];

    private long Conversions() => (Registers[0] & 0x16) == 0x16 ? (_clock.Nanoseconds - _startedAt) / Interval() : 0;

    private bool Fresh() => !Stopped && Conversions() > _taken;
}
