using EdgeAI.Device.Bus;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Hx711;

/// <summary>
/// An HX711 at the end of two wires, seen bit by bit: MOSI is PD_SCK, MISO is DOUT sampled half a bit after each change. It keeps
/// the time of an SPI clock, counts pulses, and powers down where PD_SCK stays high, as its data sheet says.
/// </summary>
public sealed class Hx711Fake(ManualClock clock, int hertz = 1_000_000, int rate = 10) : ISpiBus
{
    private const long PowerDownNanoseconds = 60_000;

    private readonly Random _random = new(711);
    private long _highSince = -1;
    private long _wokeAt = clock.Nanoseconds;
    private long _converted;
    private bool _waiting;
    private bool _poweredDown;
    private int _pulses;
    private int _input = 25;
    private int _latched;
    private BusStatus _forced;
    private int _forcedTransfers;

    /// <summary>What the bridge gives on the measured input.</summary>
    public int Count { get; set; }

    /// <summary>What it would give on channel A at gain 128, where another input is wanted.</summary>
    public int DefaultInputCount { get; set; }

    /// <summary>A line that is held: 0, 1, or nothing.</summary>
    public int? DoutHeld { get; set; }

    /// <summary>Of a thousand transfers, how many come back with one flipped bit.</summary>
    public int CorruptPerMille { get; set; }

    /// <summary>Of a thousand transfers, how many fail half way.</summary>
    public int FailPerMille { get; set; }

    /// <summary>The input that the chip measures now, by its pulses.</summary>
    public int Input => _input;

    /// <summary>The most pulses that one conversion was given.</summary>
    public int MostPulses { get; private set; }

    /// <summary>The longest that PD_SCK was high without powering the chip down.</summary>
    public long LongestHigh { get; private set; }

    /// <summary>How often the chip was powered down.</summary>
    public int PowerDowns { get; private set; }

    private long Interval => 1_000_000_000 / rate;

    public void ForceNext(BusStatus status, int transfers)
    {
        _forced = status;
        _forcedTransfers = transfers;
    }

    /// <summary>Takes the power away and gives it back.</summary>
    public void PowerCycle()
    {
        _wokeAt = clock.Nanoseconds;
        _converted = 0;
        _waiting = false;
        _poweredDown = false;
        _pulses = 0;
        _input = 25;
    }

    public BusStatus Transfer(byte[] send, byte[] receive, int count)
    {
        bool forced = _forcedTransfers > 0;
        _forcedTransfers -= forced ? 1 : 0;
        bool fails = forced || _random.Next(1000) < FailPerMille;
        int bits = fails ? _random.Next(count * 8) : count * 8;
        for (int i = 0; i < bits; i++)
        {
            bool high = (send[i / 8] & (0x80 >> (i % 8))) != 0;
            Clock(high);
            int mask = 0x80 >> (i % 8);
            receive[i / 8] = (byte)(Dout() ? receive[i / 8] | mask : receive[i / 8] & ~mask);
        }

        Clock(false);
        if (fails)
        {
            _random.NextBytes(receive.AsSpan(0, count));
            return forced ? _forced : BusStatus.Failed;
        }

        if (_random.Next(1000) < CorruptPerMille)
        {
            receive[_random.Next(count)] ^= (byte)(1 << _random.Next(8));
        }

        return BusStatus.Ok;
    }

    private void Clock(bool high)
    {
        clock.Advance(1_000_000_000 / hertz);
        Convert();
        if (high && _highSince < 0)
        {
            _highSince = clock.Nanoseconds;
            Pulse();
        }
        else if (!high && _highSince >= 0)
        {
            long lasted = clock.Nanoseconds - _highSince;
            _highSince = -1;
            if (lasted > PowerDownNanoseconds)
            {
                PowerDowns++;
                PowerCycle();
            }
            else
            {
                LongestHigh = Math.Max(LongestHigh, lasted);
            }
        }

        _poweredDown = _highSince >= 0 && clock.Nanoseconds - _highSince > PowerDownNanoseconds;
    }

    private void Convert()
    {
        long conversions = (clock.Nanoseconds - _wokeAt) / Interval;
        if (conversions > _converted && !_poweredDown)
        {
            _converted = conversions;
            _input = _pulses is >= 25 and <= 27 ? _pulses : _input;
            _pulses = 0;
            _waiting = true;
            _latched = _input == 25 && DefaultInputCount != 0 ? DefaultInputCount : Count;
        }
    }

    private void Pulse()
    {
        if (_waiting || _pulses > 0)
        {
            _pulses++;
            MostPulses = Math.Max(MostPulses, _pulses);
            _waiting = _waiting && _pulses < 25;
        }
    }

    private bool Dout() => DoutHeld switch
    {
        0 => false,
        1 => true,
        _ when !_waiting || _poweredDown => true,
        _ when _pulses == 0 => false,
        _ => ((_latched >> (24 - _pulses)) & 1) != 0,
    };
}
