using System.Buffers.Binary;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Panasonic AMG8833 thermal array at register level, after the reference specification AMG88** (29 July 2019; cited as "spec")
/// and its register description. Pixels change on frame boundaries only. Simulated: all registers, the four power modes, both
/// resets, both frame rates, the moving average with its unlocking, overflow and interrupt flags. Not simulated: the INT pin, the
/// 15 s that the real array takes after power-on until its accuracy holds.
/// </summary>
public sealed class SimulatedAmg8833 : RegisterChip
{
    /// <summary>The address with AD_SELECT high (spec, "Slave address"); 0x68 with it low.</summary>
    public const byte DefaultAddress = 0x69;

    private const int PixelCount = 64;
    private const byte PowerControl = 0x00;
    private const byte Reset = 0x01;
    private const byte FrameRate = 0x02;
    private const byte InterruptControl = 0x03;
    private const byte Status = 0x04;
    private const byte StatusClear = 0x05;
    private const byte Average = 0x07;
    private const byte FirstLevel = 0x08;
    private const byte LastLevel = 0x0D;
    private const byte Thermistor = 0x0E;
    private const byte InterruptTable = 0x10;
    private const byte AverageKey = 0x1F;
    private const byte FirstPixel = 0x80;

    private const byte Normal = 0x00;
    private const byte Sleep = 0x10;
    private const byte StandBy60 = 0x20;
    private const byte StandBy10 = 0x21;
    private const byte FlagReset = 0x30;
    private const byte InitialReset = 0x3F;
    private const byte InterruptFlag = 0x02;
    private const byte PixelOverflow = 0x04;
    private const byte ThermistorOverflow = 0x08;
    private const byte AllFlags = InterruptFlag | PixelOverflow | ThermistorOverflow;

    private const long Second = 1_000_000_000;

    // Spec, "Characteristics": communication is possible 50 ms after power-on.
    private const long SetupNanoseconds = 50_000_000;

    // Spec, "Characteristics": 10 or 1 frames per second; the array itself always runs at 10.
    private const long FrameNanoseconds = Second / 10;

    private readonly IClock _clock;
    private readonly IThermalField _field;
    private readonly short[] _pixels = new short[PixelCount];
    private readonly short[] _previous = new short[PixelCount];
    private readonly byte[] _levels = new byte[LastLevel - FirstLevel + 1];
    private readonly byte[] _table = new byte[8];
    private short _thermistor;
    private byte _mode;
    private byte _frameRate;
    private byte _interruptControl;
    private byte _status;
    private byte _average;
    private int _keysGiven;
    private bool _awaitsInitialReset;
    private long _poweredAt;
    private long _frameOrigin;
    private long _frame;

    /// <summary>Makes an array that has been powered for a second: its first frames stand in the registers.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What the array looks at.</param>
    public SimulatedAmg8833(IClock clock, IThermalField field)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _field = field;
        PowerOn();
        _poweredAt -= Second;
        _frameOrigin -= Second;
    }

    /// <inheritdoc/>
    public override bool AcknowledgesAddress => _clock.Nanoseconds - _poweredAt >= SetupNanoseconds;

    /// <inheritdoc/>
    protected override void ResetAtPowerOn()
    {
        _poweredAt = _clock.Nanoseconds;
        _mode = Normal;
        _awaitsInitialReset = false;
        ResetRegisters();
    }

    /// <inheritdoc/>
    protected override void PassTime()
    {
        if (_mode == Sleep || _awaitsInitialReset)
        {
            return;
        }

        long period = FramePeriod();
        long frame = (_clock.Nanoseconds - _frameOrigin) / period;
        if (frame <= _frame)
        {
            return;
        }

        // Only the latest frame is worth having; the one before it is what "difference" and the moving average refer to.
        if (frame == _frame + 1)
        {
            _pixels.CopyTo(_previous, 0);
        }
        else
        {
            Measure(_frameOrigin + ((frame - 1) * period), _previous);
        }

        _frame = frame;
        long instant = _frameOrigin + (frame * period);
        Measure(instant, _pixels);
        MeasureThermistor(instant);
        if ((_interruptControl & 0x01) != 0)
        {
            CompareLevels();
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register)
    {
        // Spec, "Power control register": asleep, no other register can be reached.
        if (_mode == Sleep && register != PowerControl)
        {
            return 0;
        }

        return register switch
        {
            PowerControl => _mode,
            FrameRate => _frameRate,
            InterruptControl => _interruptControl,
            Status => _status,
            Average => _average,
            >= FirstLevel and <= LastLevel => _levels[register - FirstLevel],
            Thermistor => (byte)_thermistor,
            Thermistor + 1 => (byte)(_thermistor >> 8),
            >= InterruptTable and < InterruptTable + 8 => _table[register - InterruptTable],
            >= FirstPixel => PixelByte(register - FirstPixel),
            _ => 0,
        };
    }

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        if (register == PowerControl)
        {
            SetMode(value);
            return;
        }

        if (_mode == Sleep)
        {
            return;
        }

        switch (register)
        {
            case Reset when value == InitialReset:
                ResetRegisters();
                _awaitsInitialReset = false;
                break;
            case Reset when value == FlagReset:
                ClearFlags(AllFlags);
                break;
            case FrameRate:
                SetFrameRate((byte)(value & 0x01));
                break;
            case InterruptControl:
                _interruptControl = (byte)(value & 0x03);
                break;
            case StatusClear:
                ClearFlags((byte)(value & AllFlags));
                break;
            case Average when _keysGiven == 3:
                _average = (byte)(value & 0x20);
                break;
            case >= FirstLevel and <= LastLevel:
                // Odd registers hold the upper four bits of twelve (spec, "Interrupt level register").
                _levels[register - FirstLevel] = (byte)(value & ((register & 1) == 0 ? 0xFF : 0x0F));
                break;
            case AverageKey:
                TakeKey(value);
                break;
        }
    }

    // Spec, "Average register": 0x50, 0x45, 0x57 into 0x1F open 0x07 for writing; 0x00 closes it.
    private void TakeKey(byte value) => _keysGiven = (_keysGiven, value) switch
    {
        (_, 0x50) => 1,
        (1, 0x45) => 2,
        (2, 0x57) => 3,
        _ => 0,
    };

    private void SetMode(byte value)
    {
        // Spec, "Operating modes": from sleep the only way leads to normal; other values have no meaning.
        bool known = value is Normal or Sleep or StandBy60 or StandBy10;
        if (!known || (_mode == Sleep && value != Normal) || value == _mode)
        {
            return;
        }

        // Waking from sleep leaves the other registers undefined until the initial reset: no frames until then.
        _awaitsInitialReset |= _mode == Sleep;
        _mode = value;
        RestartFrames();
    }

    private void SetFrameRate(byte value)
    {
        if (value != _frameRate)
        {
            _frameRate = value;
            RestartFrames();
        }
    }

    private void ResetRegisters()
    {
        _frameRate = 0;
        _interruptControl = 0;
        _average = 0;
        _keysGiven = 0;
        Array.Clear(_levels);
        Array.Clear(_pixels);
        Array.Clear(_previous);
        _thermistor = 0;
        ClearFlags(AllFlags);
        RestartFrames();
    }

    private void ClearFlags(byte flags)
    {
        _status &= (byte)~flags;
        if ((flags & InterruptFlag) != 0)
        {
            Array.Clear(_table);
        }
    }

    private void RestartFrames()
    {
        _frameOrigin = _clock.Nanoseconds;
        _frame = 0;
    }

    private long FramePeriod() => _mode switch
    {
        StandBy60 => 60 * Second,
        StandBy10 => 10 * Second,
        _ => _frameRate == 0 ? FrameNanoseconds : Second,
    };

    private void Measure(long instant, short[] codes)
    {
        // At 1 fps the array averages its ten internal frames; the moving average takes two frames together.
        int frames = _mode == Normal && _frameRate != 0 ? 10 : 1;
        if (_average != 0)
        {
            frames *= 2;
        }

        for (int pixel = 0; pixel < PixelCount; pixel++)
        {
            double sum = 0;
            for (int back = 0; back < frames; back++)
            {
                sum += _field.PixelCelsius(instant - (back * FrameNanoseconds), pixel);
            }

            // Spec, "Temperature register": twelve bits, two's complement, 0.25 degC.
            double code = Math.Round(sum / frames * 4);
            if (code is < -2048 or > 2047)
            {
                _status |= PixelOverflow;
                code = Math.Clamp(code, -2048, 2047);
            }

            codes[pixel] = (short)code;
        }
    }

    private void MeasureThermistor(long instant)
    {
        // Spec, "Thermistor register": eleven bits of 0.0625 degC and a sign bit above them, not two's complement.
        double celsius = _field.BodyCelsius(instant);
        double magnitude = Math.Round(Math.Abs(celsius) * 16);
        if (magnitude > 2047)
        {
            _status |= ThermistorOverflow;
            magnitude = 2047;
        }

        _thermistor = (short)((int)magnitude | (celsius < 0 ? 0x800 : 0));
    }

    private void CompareLevels()
    {
        int high = Level(0);
        int low = Level(2);
        int hysteresis = Level(4);
        bool absolute = (_interruptControl & 0x02) != 0;
        for (int pixel = 0; pixel < PixelCount; pixel++)
        {
            int value = absolute ? _pixels[pixel] : _pixels[pixel] - _previous[pixel];
            int row = pixel >> 3;
            byte bit = (byte)(1 << (pixel & 7));
            if (value >= high || value <= low)
            {
                _table[row] |= bit;
                _status |= InterruptFlag;
            }
            else if (value < high - hysteresis && value > low + hysteresis)
            {
                _table[row] &= (byte)~bit;
            }
        }
    }

    private int Level(int index) => (short)(BinaryPrimitives.ReadUInt16LittleEndian(_levels.AsSpan(index)) << 4) >> 4;

    private byte PixelByte(int offset)
    {
        int code = _pixels[offset >> 1] & 0xFFF;
        return (byte)((offset & 1) == 0 ? code : code >> 8);
    }
}
