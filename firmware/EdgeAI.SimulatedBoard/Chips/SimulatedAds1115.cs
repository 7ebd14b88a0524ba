using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Texas Instruments ADS1115 converter at register level, after the data sheet SBAS444D (cited by section). Simulated: the four
/// registers, multiplexer, gain, single shots with their duration, continuous conversion, clipping. Not simulated: the ALERT/RDY
/// pin and with it the comparator, the general-call reset (the bus carries no address 0), offset and gain errors.
/// </summary>
public sealed class SimulatedAds1115 : ISimulatedI2cChip
{
    /// <summary>The address with ADDR at ground (section 9.5.1.1); up to 0x4B.</summary>
    public const byte DefaultAddress = 0x48;

    private const int Conversion = 0;
    private const int Configuration = 1;

    // Section 9.6: reset values.
    private const ushort ConfigurationAtReset = 0x8583;
    private const ushort LowThresholdAtReset = 0x8000;
    private const ushort HighThresholdAtReset = 0x7FFF;

    // Section 9.6.3: operational status, operating mode.
    private const ushort Idle = 0x8000;
    private const ushort SingleShot = 0x0100;

    // Section 9.4.2.1: the chip takes about 25 us to wake for a single shot.
    private const long WakeNanoseconds = 25_000;

    // Section 7.3: an input takes at most 0.3 V beyond the supply, where the protection conducts.
    private const double SupplyVolts = 3.3;
    private const double ProtectionVolts = 0.3;

    private readonly IClock _clock;
    private readonly IVoltageInputs _inputs;
    private readonly ushort[] _registers = new ushort[4];
    private int _pointer;
    private ushort _running;
    private long _began;
    private bool _converting;
    private double _rateError;

    /// <summary>Makes a converter at its reset values: powered down, nothing converted.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="inputs">What stands at AIN0 to AIN3.</param>
    public SimulatedAds1115(IClock clock, IVoltageInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(inputs);
        _clock = clock;
        _inputs = inputs;
        PowerOn();
    }

    /// <summary>By what share the chip's own oscillator is fast; a sample has 0, the data sheet allows -0.1 to 0.1 (section 7.5, "Data rate variation").</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is beyond what the data sheet allows.</exception>
    public double RateError
    {
        get => _rateError;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), 0.1);
            _rateError = value;
        }
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => true;

    /// <inheritdoc/>
    public void PowerOn()
    {
        _pointer = 0;
        _converting = false;
        _registers[Conversion] = 0;
        _registers[Configuration] = ConfigurationAtReset;
        _registers[2] = LowThresholdAtReset;
        _registers[3] = HighThresholdAtReset;
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length == 0)
        {
            return true;
        }

        // Section 9.6.1: the lower two bits point; the others must be 0 and are not decoded.
        _pointer = data[0] & 0x03;

        // Section 9.5.3: a register takes both bytes, high byte first; half a register is none.
        if (data.Length >= 3 && _pointer != Conversion)
        {
            WriteRegister(_pointer, (ushort)((data[1] << 8) | data[2]));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        ushort value = _pointer == Configuration ? Status() : _registers[_pointer];
        for (int index = 0; index < buffer.Length; index++)
        {
            // Section 9.5.3: two bytes and no more; a controller that clocks on reads the released line.
            buffer[index] = index switch { 0 => (byte)(value >> 8), 1 => (byte)value, _ => 0xFF };
        }
    }

    // Section 9.6.3: OS reads 0 while a conversion runs; in continuous mode one always runs.
    private ushort Status() => (ushort)((_registers[Configuration] & ~Idle) | (_converting ? 0 : Idle));

    private void WriteRegister(int register, ushort value)
    {
        _registers[register] = value;
        if (register != Configuration || _converting)
        {
            // A running conversion ends with the configuration that it began with (section 9.4.2.2); OS has no effect then.
            return;
        }

        if ((value & SingleShot) == 0 || (value & Idle) != 0)
        {
            Begin(_clock.Nanoseconds + WakeNanoseconds);
        }
    }

    private void Begin(long instant)
    {
        _running = _registers[Configuration];
        _began = instant;
        _converting = true;
    }

    private void PassTime()
    {
        long now = _clock.Nanoseconds;
        while (_converting && now >= _began + Duration(_running))
        {
            Finish(now);
        }
    }

    private void Finish(long now)
    {
        long duration = Duration(_running);
        bool continues = (_registers[Configuration] & SingleShot) == 0;

        // Between two transfers only the latest of equal conversions can be seen.
        long skipped = continues && _running == _registers[Configuration] ? ((now - _began) / duration) - 1 : 0;
        long end = _began + ((skipped + 1) * duration);
        _registers[Conversion] = (ushort)Convert(end);
        _converting = false;
        if (continues)
        {
            Begin(end);
        }
    }

    // Section 9.4.3: conversions settle within one period, 1 over the data rate (section 9.6.3, DR).
    private long Duration(ushort configuration)
    {
        int rate = ((configuration >> 5) & 0x07) switch { 0 => 8, 1 => 16, 2 => 32, 3 => 64, 4 => 128, 5 => 250, 6 => 475, _ => 860 };
        return (long)(1e9 / (rate * (1 + RateError)));
    }

    private short Convert(long instant)
    {
        // Section 9.6.3, MUX: four differences, then each input against ground.
        int multiplexer = (_running >> 12) & 0x07;
        (int positive, int negative) = multiplexer switch
        {
            0 => (0, 1),
            1 => (0, 3),
            2 => (1, 3),
            3 => (2, 3),
            _ => (multiplexer - 4, -1),
        };
        double volts = Pin(instant, positive) - (negative < 0 ? 0 : Pin(instant, negative));

        // Section 9.6.3, PGA; section 9.5.4: 0x7FFF at full scale and beyond, 0x8000 at its negative.
        double fullScale = ((_running >> 9) & 0x07) switch { 0 => 6.144, 1 => 4.096, 2 => 2.048, 3 => 1.024, 4 => 0.512, _ => 0.256 };
        return (short)Math.Clamp(Math.Round(volts / fullScale * 32768), short.MinValue, short.MaxValue);
    }

    private double Pin(long instant, int input) =>
        Math.Clamp(_inputs.Volts(instant, input), -ProtectionVolts, SupplyVolts + ProtectionVolts);
}
