using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Melexis MLX90393 three-axis magnetometer at command level, after the data sheet 3901090393 (rev. 002 where its text could be
/// read: section 8.2, status byte; tables 8 and 17 and the timing formulas as the Linux driver quotes them from a later revision).
/// Simulated: all commands but wake-up on change, the status byte, conversion times, gain, resolution, both memories, reset.
/// Not simulated: wake-up on change (refused), pins, temperature drift and its compensation beyond the changed number format,
/// offset registers, HALLCONF other than 0xC and 0x0. What a delivered chip's memory holds the data sheet does not tell.
/// </summary>
public sealed class SimulatedMlx90393 : ISimulatedI2cChip
{
    /// <summary>The address of the option code -011 with A0 and A1 low; up to 0x0F.</summary>
    public const byte DefaultAddress = 0x0C;

    private const byte ReadMeasurement = 0x40;
    private const byte ReadRegister = 0x50;
    private const byte WriteRegister = 0x60;
    private const byte Exit = 0x80;
    private const byte Recall = 0xD0;
    private const byte Store = 0xE0;
    private const byte Reset = 0xF0;
    private const byte Burst = 0x10;
    private const byte Single = 0x30;

    // Section 8.2, status byte.
    private const byte BurstMode = 0x80;
    private const byte SingleMode = 0x20;
    private const byte Error = 0x10;
    private const byte WasReset = 0x04;

    private const int CustomerRegisters = 0x20;
    private const int RegisterCount = 0x40;

    // Power-on takes at most 1.6 ms (timing table).
    private const long StartNanoseconds = 1_600_000;

    // Timing table: idle to standby, standby to active, end of conversion, in microseconds.
    private const long StandbyMicroseconds = 220;
    private const long ActiveMicroseconds = 360;
    private const long EndMicroseconds = 120;

    // BURST_DATA_RATE counts 20 ms.
    private const long BurstStep = 20_000_000;

    // Section 3, thermal specification: 45.2 codes per degree, 46,244 at 25 degC.
    private const double CodesPerDegree = 45.2;
    private const double CodeAt25 = 46_244;

    // The converter's own width, such that all resolutions cover it.
    private const double ConverterLimit = (1 << 17) - 1;

    private const int Quantities = 4;

    private readonly IClock _clock;
    private readonly IMagneticField _field;
    private readonly int _sensor;
    private readonly ushort[] _memory = new ushort[RegisterCount];
    private readonly ushort[] _stored = new ushort[RegisterCount];
    private readonly ushort[] _measured = new ushort[Quantities];
    private readonly byte[] _response = new byte[1 + (2 * Quantities)];
    private int _responseLength;
    private byte _mode;
    private byte _selected;
    private bool _wasReset;
    private bool _ready;
    private long _poweredAt;
    private long _began;
    private long _conversions;

    /// <summary>Makes a magnetometer that has been powered long enough to answer: idle, nothing measured.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What it stands in.</param>
    /// <param name="sensor">Which of the field's sensors it is, from 0.</param>
    public SimulatedMlx90393(IClock clock, IMagneticField field, int sensor)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _field = field;
        _sensor = sensor;

        // GAIN_SEL 7 and HALLCONF 0xC; the sensitivity drift of a chip that was read out.
        _stored[0] = 0x007C;
        _stored[3] = 0x5745;
        PowerOn();
        _poweredAt -= StartNanoseconds;
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => _clock.Nanoseconds - _poweredAt >= StartNanoseconds;

    /// <inheritdoc/>
    public void PowerOn()
    {
        _stored.CopyTo(_memory, 0);
        _mode = 0;
        _ready = false;
        _wasReset = true;
        _poweredAt = _clock.Nanoseconds;
        _responseLength = 0;
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length > 0)
        {
            Respond(0);
            Execute(data);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        if (_responseLength == 0)
        {
            Respond(0);
        }

        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = index < _responseLength ? _response[index] : (byte)0xFF;
        }

        // The reset bit stands in the first status byte that is read after it.
        if (buffer.Length > 0)
        {
            _response[0] &= unchecked((byte)~WasReset);
            _wasReset = false;
        }
    }

    private void Execute(ReadOnlySpan<byte> data)
    {
        byte argument = (byte)(data[0] & 0x0F);
        switch (data[0] & 0xF0)
        {
            case 0x00:
                break;
            case Burst or Single:
                Begin((byte)((data[0] & 0xF0) == Single ? SingleMode : BurstMode), argument);
                break;
            case ReadMeasurement:
                GiveMeasurement(argument);
                break;
            case ReadRegister when data.Length >= 2 && _mode == 0:
                ushort held = _memory[(data[1] >> 2) & 0x3F];
                Respond(0, 1);
                PutWord(0, held);
                break;
            case WriteRegister when data.Length >= 4 && _mode == 0:
                if (data[3] >> 2 < CustomerRegisters)
                {
                    _memory[data[3] >> 2] = (ushort)((data[1] << 8) | data[2]);
                }

                break;
            case Exit:
                _mode = 0;
                _ready = false;
                Respond(0);
                break;
            case Recall when _mode == 0:
                _stored.CopyTo(_memory, 0);
                break;
            case Store when _mode == 0:
                _memory.CopyTo(_stored, 0);
                break;
            case Reset:
                PowerOn();
                break;
            default:
                Respond(Error);
                break;
        }
    }

    private void Begin(byte mode, byte selected)
    {
        // Section 8.2: a refused mode command shows the error and not the mode's bit. Section 8.1: an empty list means BURST_SEL.
        selected = selected == 0 ? (byte)((_memory[1] >> 6) & 0x0F) : selected;
        if (_mode != 0 || selected == 0)
        {
            Respond(Error);
            return;
        }

        _mode = mode;
        _selected = selected;
        _ready = false;
        _began = _clock.Nanoseconds;
        _conversions = 0;
        Respond(0);
    }

    // Section 8.2: reading with nothing ready is an error.
    private void GiveMeasurement(byte wanted)
    {
        int words = 0;
        Respond(_ready ? (byte)0 : Error, int.PopCount(wanted));
        for (int quantity = 0; quantity < Quantities; quantity++)
        {
            if ((wanted & (1 << quantity)) != 0)
            {
                PutWord(words, _ready ? _measured[quantity] : (ushort)0xFFFF);
                words++;
            }
        }

        _ready = false;
    }

    private void Respond(byte flags, int words = 0)
    {
        // D[1:0]: 2 * D + 2 bytes follow (section 8.2); nothing else follows where there are none.
        int count = words > 0 && (flags & Error) == 0 ? words - 1 : 0;
        _response[0] = (byte)(_mode | flags | (_wasReset ? WasReset : 0) | count);
        _responseLength = 1 + (2 * words);
    }

    private void PutWord(int index, ushort value)
    {
        _response[1 + (2 * index)] = (byte)(value >> 8);
        _response[2 + (2 * index)] = (byte)value;
    }

    private void PassTime()
    {
        if (_mode == 0)
        {
            return;
        }

        long duration = Duration();
        long since = _clock.Nanoseconds - _began;
        if (since < duration)
        {
            return;
        }

        if (_mode == SingleMode)
        {
            Measure(_began + duration);
            _mode = 0;
            return;
        }

        long period = Math.Max(duration, (_memory[1] & 0x3F) * BurstStep);
        long conversions = ((since - duration) / period) + 1;
        if (conversions > _conversions)
        {
            _conversions = conversions;
            Measure(_began + duration + ((conversions - 1) * period));
        }
    }

    // Timing table: TSTBY + TACTIVE + m * TCONVM + TCONVT + TCONV_END.
    private long Duration()
    {
        int filter = (_memory[2] >> 2) & 0x07;
        int oversampling = _memory[2] & 0x03;
        int temperatureOversampling = (_memory[2] >> 11) & 0x03;
        long axis = 67 + ((64L << oversampling) * (2 + (1 << filter)));
        long temperature = 67 + (192L << temperatureOversampling);
        int axes = int.PopCount(_selected & 0x0E);
        return (StandbyMicroseconds + ActiveMicroseconds + (axes * axis) + temperature + EndMicroseconds) * 1_000;
    }

    private void Measure(long instant)
    {
        _measured[0] = (ushort)Math.Clamp(
            Math.Round(CodeAt25 + (CodesPerDegree * (_field.MagnetometerCelsius(instant, _sensor) - 25))), 0, 0xFFFF);
        for (int axis = 0; axis < 3; axis++)
        {
            _measured[axis + 1] = Convert(_field.Microtesla(instant, _sensor, axis), axis);
        }

        _ready = true;
    }

    private ushort Convert(double microtesla, int axis)
    {
        int resolution = (_memory[2] >> (5 + (2 * axis))) & 0x03;
        double converted = Math.Clamp(Math.Round(microtesla / Sensitivity(axis)), -ConverterLimit, ConverterLimit);

        // RES takes sixteen of the converter's bits: the higher ones are lost at low settings, the format changes at high ones.
        bool compensated = (_memory[1] & 0x0400) != 0;
        int zero = compensated || resolution == 2 ? 0x8000 : resolution == 3 ? 0x4000 : 0;
        return (ushort)(((int)converted >> resolution) + zero);
    }

    // Table 17: microtesla per code at the finest resolution.
    private double Sensitivity(int axis)
    {
        double gain = ((_memory[0] >> 4) & 0x07) switch
        {
            0 => 5,
            1 => 4,
            2 => 3,
            3 => 2.5,
            4 => 2,
            5 => 5.0 / 3,
            6 => 4.0 / 3,
            _ => 1,
        };
        bool slow = (_memory[0] & 0x0F) == 0;
        return gain * (axis == 2 ? (slow ? 0.2534 : 0.2420) : (slow ? 0.1573 : 0.1502));
    }
}
