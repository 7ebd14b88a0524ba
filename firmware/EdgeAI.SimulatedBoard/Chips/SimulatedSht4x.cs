using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Sensirion SHT4x humidity and temperature sensor at command level, after the data sheet SHT4x version 6 (March 2023; cited by
/// heading). Simulated: every command with its longest duration, not acknowledging while it works, checksums, repeatability, soft
/// reset, serial number, the heater's time. Not simulated: the heater's heat, the general call reset, accuracy errors.
/// </summary>
public sealed class SimulatedSht4x : ISimulatedI2cChip
{
    /// <summary>The address of the parts with an A in the seventh place of their name ("Ordering information"); 0x45 and 0x46 for B and C.</summary>
    public const byte DefaultAddress = 0x44;

    private const int ResultBytes = 6;

    // "Command overview".
    private const byte MeasureHigh = 0xFD;
    private const byte MeasureMedium = 0xF6;
    private const byte MeasureLow = 0xE0;
    private const byte ReadSerial = 0x89;
    private const byte SoftReset = 0x94;

    // "Timings", longest values: power-up and soft reset, then one measurement by repeatability.
    private const long PowerUpNanoseconds = 1_000_000;
    private const long HighNanoseconds = 8_300_000;
    private const long MediumNanoseconds = 4_500_000;
    private const long LowNanoseconds = 1_600_000;

    // "Timings": the heater's long and short time, 1.1 s and 0.11 s at most.
    private const long LongHeatNanoseconds = 1_100_000_000;
    private const long ShortHeatNanoseconds = 110_000_000;

    private const uint MaxCode = 65_535;

    private readonly IClock _clock;
    private readonly IRoomClimate _room;
    private readonly uint _serial;
    private readonly ulong _seed;
    private readonly byte[] _answer = new byte[ResultBytes];
    private long _readyAt;
    private byte _command;

    /// <summary>Makes a sensor that has been powered for a second and idles.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="room">The air around it.</param>
    /// <param name="serial">Its serial number.</param>
    /// <param name="seed">What its noise comes from.</param>
    public SimulatedSht4x(IClock clock, IRoomClimate room, uint serial, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(room);
        _clock = clock;
        _room = room;
        _serial = serial;
        _seed = seed;
        _readyAt = clock.Nanoseconds;
    }

    /// <inheritdoc/>
    /// <remarks>A soft reset must reach a sensor that measures ("Reset and abort"); one that starts hears nothing.</remarks>
    public bool AcknowledgesAddress => !IsStarting;

    /// <inheritdoc/>
    /// <remarks>"I2C communication": the read header is not acknowledged while the sensor works, nor when there is nothing to read.</remarks>
    public bool AcknowledgesRead => !IsBusy && _command != 0;

    private bool IsBusy => _clock.Nanoseconds < _readyAt;

    private bool IsStarting => IsBusy && _command == 0;

    /// <inheritdoc/>
    public void PowerOn() => Start();

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        if (data.Length == 0)
        {
            return true;
        }

        if (data[0] == SoftReset)
        {
            Start();
            return true;
        }

        long duration = DurationOf(data[0]);
        if (IsBusy || duration < 0)
        {
            return false;
        }

        _command = data[0];
        _readyAt = _clock.Nanoseconds + duration;
        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        Answer();
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = index < ResultBytes ? _answer[index] : (byte)0xFF;
        }

        // The answer belongs to one read; the data sheet does not say that it stays.
        _command = 0;
    }

    /// <summary>The checksum of a word ("Checksum calculation"): x^8 + x^5 + x^4 + 1 from 0xFF, nothing reflected or inverted.</summary>
    public static byte Checksum(byte high, byte low)
    {
        int crc = 0xFF ^ high;
        for (int bit = 0; bit < 16; bit++)
        {
            crc ^= bit == 8 ? low : 0;
            crc = (crc & 0x80) != 0 ? (crc << 1) ^ 0x31 : crc << 1;
            crc &= 0xFF;
        }

        return (byte)crc;
    }

    private static long DurationOf(byte command) => command switch
    {
        MeasureHigh => HighNanoseconds,
        MeasureMedium => MediumNanoseconds,
        MeasureLow => LowNanoseconds,
        0x39 or 0x2F or 0x1E => LongHeatNanoseconds + HighNanoseconds,
        0x32 or 0x24 or 0x15 => ShortHeatNanoseconds + HighNanoseconds,
        ReadSerial => 0,
        _ => -1,
    };

    private void Start()
    {
        _command = 0;
        _readyAt = _clock.Nanoseconds + PowerUpNanoseconds;
    }

    private void Answer()
    {
        if (_command == ReadSerial)
        {
            Put(0, (ushort)(_serial >> 16));
            Put(3, (ushort)_serial);
            return;
        }

        // "Humidity and temperature sensor specifications": repeatability is three standard deviations.
        (double celsiusNoise, double humidityNoise) = _command switch
        {
            MeasureLow => (0.1 / 3, 0.25 / 3),
            MeasureMedium => (0.07 / 3, 0.15 / 3),
            _ => (0.04 / 3, 0.08 / 3),
        };
        RandomStream noise = RandomStream.For(_seed, _readyAt, ReadSerial);

        // "Conversion of signal output".
        Put(0, Code((_room.AirCelsius(_readyAt) + (celsiusNoise * noise.NextNormal()) + 45) / 175));
        Put(3, Code((_room.AirRelativeHumidity(_readyAt) + (humidityNoise * noise.NextNormal()) + 6) / 125));
    }

    private static ushort Code(double share) => (ushort)Math.Clamp(Math.Round(share * MaxCode), 0, MaxCode);

    private void Put(int offset, ushort word)
    {
        byte high = (byte)(word >> 8);
        byte low = (byte)word;
        _answer[offset] = high;
        _answer[offset + 1] = low;
        _answer[offset + 2] = Checksum(high, low);
    }
}
