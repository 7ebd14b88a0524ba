using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// An AVIA HX711 bridge converter as its two wires show it, after the data sheet "HX711, 24-Bit Analog-to-Digital Converter for
/// Weigh Scales" (English edition, AVIA Semiconductor; cited by heading). The bridge is excited by AVDD and stands at channel A;
/// channel B is open. Simulated: both rates, settling, readiness, shifting with its minimum times, selection by 25 to 27 pulses,
/// power-down and reset, saturation, noise. Not simulated: offset, the oscillator's tolerance, the regulator.
/// </summary>
public sealed class SimulatedHx711 : ISimulatedPulsedChip
{
    private const int DataBits = 24;
    private const int PulsesA128 = 25;
    private const int PulsesB32 = 26;
    private const int PulsesA64 = 27;

    // "Output Data Rate and Format": 10 or 80 a second by the pin RATE.
    private const long SlowPeriod = 100_000_000;
    private const long FastPeriod = 12_500_000;

    // "Key electrical characteristics", output settling time: 400 ms at 10 a second, 50 ms at 80, after power-up, reset, change of
    // channel or gain: four conversions.
    private const int SettlingConversions = 4;

    // "Serial interface", figure 2: T2, T3, T4.
    private const long DataDelay = 100;
    private const long MinimumHigh = 200;
    private const long MinimumLow = 200;

    // "Reset and power-down".
    private const long PowerDownNanoseconds = 60_000;

    // "Analog inputs": full scale is half of AVDD over the gain: +-20 mV at 5 V and 128.
    private const double FullScaleShare = 0.5;
    private const double FullScaleCode = 1 << 23;
    private const int MaxCode = 0x7F_FFFF;
    private const int MinCode = -0x80_0000;

    // "Key electrical characteristics", input noise at gain 128: 50 nV at 10 a second, 90 nV at 80; AVDD as on the usual module.
    private const double SlowNoiseVolts = 50e-9;
    private const double FastNoiseVolts = 90e-9;
    private const double AvddVolts = 4.3;

    private readonly IClock _clock;
    private readonly IBridgeInput _bridge;
    private readonly ulong _seed;
    private readonly long _period;
    private bool _clockHigh;
    private long _edgeAt;
    private bool _poweredDown;
    private int _selection;
    private long _origin;
    private long _conversions;
    private bool _ready;
    private int _code;
    private int _shifting;
    private int _pulses;
    private long _pulseAt;
    private bool _counted;

    /// <summary>Makes a converter that has been powered for a second: its first result is ready.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="bridge">What stands at channel A.</param>
    /// <param name="fast">Whether the pin RATE is high: 80 conversions a second, else 10.</param>
    /// <param name="seed">What the converter's noise comes from.</param>
    public SimulatedHx711(IClock clock, IBridgeInput bridge, bool fast, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(bridge);
        _clock = clock;
        _bridge = bridge;
        _seed = seed;
        _period = fast ? FastPeriod : SlowPeriod;
        Reset(clock.Nanoseconds - 1_000_000_000);
        _edgeAt = _origin;
    }

    private int Gain => _selection switch { PulsesB32 => 32, PulsesA64 => 64, _ => 128 };

    /// <inheritdoc/>
    public void PowerOn()
    {
        _clockHigh = false;
        _edgeAt = _clock.Nanoseconds;
        Reset(_clock.Nanoseconds);
    }

    /// <inheritdoc/>
    public void DriveClock(long nanoseconds, bool high)
    {
        PassTime(nanoseconds);
        if (high == _clockHigh)
        {
            return;
        }

        long held = nanoseconds - _edgeAt;
        _clockHigh = high;
        _edgeAt = nanoseconds;
        if (!high && _poweredDown)
        {
            Reset(nanoseconds);
        }
        else if (high)
        {
            _counted = held >= MinimumLow && CountPulse(nanoseconds);
        }
        else if (_counted && held < MinimumHigh)
        {
            TakeBack();
        }
    }

    /// <inheritdoc/>
    public bool IsDataHigh(long nanoseconds)
    {
        PassTime(nanoseconds);
        if (_poweredDown)
        {
            return true;
        }

        int shown = nanoseconds - _pulseAt >= DataDelay ? _pulses : _pulses - 1;
        return shown switch
        {
            <= 0 => !_ready,
            <= DataBits => ((_shifting >> (DataBits - shown)) & 1) != 0,
            _ => true,
        };
    }

    private void Reset(long nanoseconds)
    {
        _poweredDown = false;
        _selection = PulsesA128;
        Restart(nanoseconds);
    }

    private void Restart(long nanoseconds)
    {
        _origin = nanoseconds;
        _conversions = 0;
        _ready = false;
        _pulses = 0;
        _pulseAt = long.MinValue / 2;
        _counted = false;
    }

    // Pulses come while data is ready; the data sheet gives no meaning to others, nor to more than 27.
    private bool CountPulse(long nanoseconds)
    {
        if (!_ready || _pulses == PulsesA64)
        {
            return false;
        }

        if (_pulses == 0)
        {
            _shifting = _code;
        }

        _pulses++;
        _pulseAt = nanoseconds;
        return true;
    }

    private void TakeBack()
    {
        _pulses--;
        _pulseAt = long.MinValue / 2;
    }

    private void PassTime(long now)
    {
        if (_clockHigh && now - _edgeAt > PowerDownNanoseconds)
        {
            _poweredDown = true;
        }

        long conversions = (now - _origin) / _period;
        if (_poweredDown || conversions <= _conversions)
        {
            return;
        }

        // The next conversion takes the selection that the pulses made ("Serial interface", table 3).
        if (_pulses >= PulsesA128 && _pulses != _selection)
        {
            _selection = _pulses;
            Restart(_pulseAt);
            PassTime(now);
            return;
        }

        // A reading that is not finished by now is the communication error that the data sheet warns of: the next result comes anew.
        _pulses = 0;
        _pulseAt = long.MinValue / 2;
        _counted = false;
        _conversions = conversions;
        _ready = conversions >= SettlingConversions;
        _code = Convert(_origin + (conversions * _period));
    }

    private int Convert(long instant)
    {
        RandomStream noise = RandomStream.For(_seed, instant, DataBits);
        double input = _selection == PulsesB32 ? 0 : _bridge.MillivoltsPerVolt(instant) * 1e-3;
        double volts = _period == FastPeriod ? FastNoiseVolts : SlowNoiseVolts;
        double share = input + (volts / AvddVolts * noise.NextNormal());
        return (int)Math.Clamp(Math.Round(share * Gain / FullScaleShare * FullScaleCode), MinCode, MaxCode);
    }
}
