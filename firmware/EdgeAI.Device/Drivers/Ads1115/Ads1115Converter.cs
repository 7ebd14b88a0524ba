using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Ads1115;

/// <summary>
/// One TI ADS1115, a 16-bit converter with four inputs: single shots against ground, begun and collected in two steps, the
/// time between them left to the caller. What a sensor made of several of them is built from.
/// </summary>
/// <remarks>
/// <para>A conversion takes 1 / rate, up to 10 % more, and about 25 us to wake; before that time <see cref="Collect"/> does not touch the bus. Then the
/// config register says whether the conversion is over and must still hold what was written, or the chip has been reset:
/// <see cref="SensorStatus.ConfigurationLost"/>. A conversion that is not over after four times its time is <see cref="SensorStatus.Timeout"/>.</para>
/// <para>Mark: the comparator stays off, so its low limit is free; start sets it to 0x8001, one beside the reset value, and
/// <see cref="CheckMark"/> tells whether it is still there.</para>
/// <para>Full scale, 0x7FFF, is <see cref="SensorStatus.Saturated"/>: the voltage lies at or beyond it. More than 1 % of full scale below
/// ground, which a sensor fed from one supply cannot give, is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Undetectable: the chip has no identity register and sends no checksum: a corrupted conversion passes, and so does any chip at
/// the address that keeps registers 1 and 2.</para>
/// </remarks>
public sealed class Ads1115Converter
{
    private const ushort Mark = 0x8001;
    private const int FullScale = 0x7FFF;
    private const int LowestPlausible = -FullScale / 100;

    private readonly CommandPort _port;
    private readonly IClock _clock;
    private readonly int _settings;
    private readonly long _duration;
    private int _config;
    private long _begunAt;
    private bool _begun;
    private short _value;

    /// <summary>Makes a converter.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x48 to 0x4B, by ADDR.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="gain">Its full scale.</param>
    /// <param name="rate">Its rate.</param>
    public Ads1115Converter(II2cBus bus, byte address, IClock clock, Ads1115Gain gain, Ads1115Rate rate)
    {
        _port = new CommandPort(bus, address, clock);
        _clock = clock;
        _settings = ((int)gain << Ads1115Registers.GainShift)
            | ((int)rate << Ads1115Registers.RateShift)
            | Ads1115Registers.SingleShot
            | Ads1115Registers.ComparatorOff;
        long nominal = 1000000000L / PerSecond(rate);
        _duration = nominal + nominal * Ads1115Registers.SlowPercent / 100 + Ads1115Registers.WakeNanoseconds;
    }

    /// <summary>The longest that a conversion takes, in nanoseconds.</summary>
    public long ConversionNanoseconds
    {
        get { return _duration; }
    }

    /// <summary>The latest collected conversion, -327 to 32766 counts.</summary>
    public short Value
    {
        get { return _value; }
    }

    /// <summary>When the latest collecting ended, on the board's clock, in nanoseconds.</summary>
    public long CollectedAt
    {
        get { return _port.Ended; }
    }

    /// <summary>
    /// Whether no conversion that was begun can still be going on. To begin one before is useless: the chip ignores it (DS section
    /// 8.1.3, OS) and would end the old one, of another input perhaps, under the new settings.
    /// </summary>
    public bool IsIdle
    {
        get { return !_begun || _clock.Nanoseconds - _begunAt >= _duration; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Sets the mark and reads it back.</summary>
    /// <returns>Ok, a bus status, or <see cref="SensorStatus.ConfigurationLost"/> if the chip did not keep it.</returns>
    public SensorStatus Configure()
    {
        BusStatus bus = _port.WriteWord(Ads1115Registers.LowThreshold, Mark);
        return bus == BusStatus.Ok ? CheckMark() : BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Asks whether the mark still stands.</summary>
    /// <returns>Ok, a bus status, or <see cref="SensorStatus.ConfigurationLost"/>.</returns>
    public SensorStatus CheckMark()
    {
        BusStatus bus = _port.ReadWord(Ads1115Registers.LowThreshold, out ushort mark);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        return mark == Mark ? SensorStatus.Ok : SensorStatus.ConfigurationLost;
    }

    /// <summary>Begins a conversion; to be called while <see cref="IsIdle"/>.</summary>
    /// <param name="input">0 to 3, against ground.</param>
    public SensorStatus Begin(int input)
    {
        _config = _settings | ((Ads1115Registers.SingleEnded + input) << Ads1115Registers.MuxShift);
        BusStatus bus = _port.WriteWord(Ads1115Registers.Config, (ushort)(_config | Ads1115Registers.Start));
        _begunAt = _clock.Nanoseconds;
        _begun = true;
        return BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Collects the conversion that was begun.</summary>
    /// <returns>Ok with a new <see cref="Value"/>, <see cref="SensorStatus.NotReady"/> while it goes on, or what went wrong; see the remarks.</returns>
    public SensorStatus Collect()
    {
        long waited = _clock.Nanoseconds - _begunAt;
        if (waited < _duration)
        {
            return SensorStatus.NotReady;
        }

        BusStatus bus = _port.ReadWord(Ads1115Registers.Config, out ushort config);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if ((config & ~Ads1115Registers.Start) != _config)
        {
            return SensorStatus.ConfigurationLost;
        }

        if ((config & Ads1115Registers.Start) == 0)
        {
            return waited < 4 * _duration ? SensorStatus.NotReady : SensorStatus.Timeout;
        }

        bus = _port.ReadWord(Ads1115Registers.Conversion, out ushort raw);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        short value = (short)raw;
        if (value == FullScale)
        {
            return SensorStatus.Saturated;
        }

        if (value < LowestPlausible)
        {
            return SensorStatus.Implausible;
        }

        _value = value;
        return SensorStatus.Ok;
    }

    private static int PerSecond(Ads1115Rate rate)
    {
        switch (rate)
        {
            case Ads1115Rate.PerSecond250:
                return 250;
            case Ads1115Rate.PerSecond475:
                return 475;
            case Ads1115Rate.PerSecond860:
                return 860;
            default:
                return 8 << (int)rate;
        }
    }
}
