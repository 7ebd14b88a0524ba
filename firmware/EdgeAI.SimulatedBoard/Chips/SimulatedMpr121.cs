using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Freescale/NXP MPR121 touch sensor at register level, after the data sheet MPR121 rev. 4, 02/2013 (cited by register).
/// Simulated: stop and run mode, the sample clock, filtered data from capacitance, baseline and its filter, thresholds, debounce,
/// auto-configuration with its range check, the over-current flag, soft reset. Not simulated: LED and GPIO functions (their
/// registers only store), the IRQ pin, auto-reconfiguration.
/// </summary>
public sealed class SimulatedMpr121 : RegisterChip
{
    /// <summary>The address with ADDR at ground (data sheet, "I2C address"); 0x5B to 0x5D with it at VDD, SDA or SCL.</summary>
    public const byte DefaultAddress = 0x5A;

    /// <summary>Channels: electrodes 0 to 11 and the proximity channel that charges several together.</summary>
    internal const int ChannelCount = 13;

    private const int Proximity = 12;
    private const byte TouchHigh = 0x01;
    private const byte OutOfRangeLow = 0x02;
    private const byte OutOfRangeHigh = 0x03;
    private const byte FilteredData = 0x04;
    private const byte BaselineValue = 0x1E;
    private const byte BaselineFilter = 0x2B;
    private const byte ProximityFilter = 0x36;
    private const byte Thresholds = 0x41;
    private const byte Debounce = 0x5B;
    private const byte GlobalCurrent = 0x5C;
    private const byte GlobalTime = 0x5D;
    private const byte ElectrodeControl = 0x5E;
    private const byte FirstGpio = 0x73;
    private const byte LastGpio = 0x7A;
    private const byte AutoConfigure0 = 0x7B;
    private const byte LastRegister = 0x7F;
    private const byte SoftReset = 0x80;
    private const byte SoftResetKey = 0x63;
    private const byte OverCurrent = 0x80;

    // Longer silences are not played through sample by sample: the baseline filter has settled long before.
    private const long MaxBacklog = 4096;

    private readonly IClock _clock;
    private readonly IElectrodeField _field;
    private readonly byte[] _registers = new byte[LastRegister + 1];
    private readonly Mpr121Electrode[] _channels = new Mpr121Electrode[ChannelCount];
    private long _runningSince;
    private long _samples;

    /// <summary>Makes a chip at its power-on values: in stop mode, measuring nothing.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What the electrodes stand in.</param>
    public SimulatedMpr121(IClock clock, IElectrodeField field)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _field = field;
        PowerOn();
    }

    private bool Running => (_registers[ElectrodeControl] & 0x3F) != 0;

    /// <summary>
    /// Makes the current through REXT too high, as a missing or shorted resistor does: the flag OVCF rises and the chip stops
    /// ("Touch status", 0x01). It stays so until 1 is written to the flag.
    /// </summary>
    public void RaiseOverCurrent()
    {
        PassTime();
        _registers[TouchHigh] |= OverCurrent;
        _registers[ElectrodeControl] = 0;
    }

    /// <inheritdoc/>
    protected override void ResetAtPowerOn()
    {
        // "Register map", initial values: all zero but the two global charge registers.
        Array.Clear(_registers);
        Array.Clear(_channels);
        _registers[GlobalCurrent] = 0x10;
        _registers[GlobalTime] = 0x24;
    }

    /// <inheritdoc/>
    protected override void PassTime()
    {
        if (!Running)
        {
            return;
        }

        long interval = SampleInterval();
        long due = (_clock.Nanoseconds - _runningSince) / interval;
        _samples = Math.Max(_samples, due - MaxBacklog);
        while (_samples < due)
        {
            _samples++;
            TakeSample(_runningSince + (_samples * interval));
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register)
    {
        switch (register)
        {
            case 0x00:
                return (byte)TouchBits();
            case TouchHigh:
                return (byte)(_registers[TouchHigh] | (TouchBits() >> 8));
            case >= FilteredData and < BaselineValue:
                int filtered = _channels[(register - FilteredData) >> 1].Filtered;
                return (byte)(((register - FilteredData) & 1) == 0 ? filtered : filtered >> 8);
            case >= BaselineValue and < BaselineFilter:
                return (byte)(_channels[register - BaselineValue].Baseline >> 2);
            case <= LastRegister:
                return _registers[register];
            default:
                return 0;
        }
    }

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        switch (register)
        {
            case SoftReset:
                // "Soft reset" (0x80): only this value resets, to the state after power-on.
                if (value == SoftResetKey)
                {
                    ResetAtPowerOn();
                }

                break;
            case TouchHigh:
                // "Touch status" (0x01): writing 1 clears the over-current flag; the other bits are read only.
                _registers[TouchHigh] &= (byte)~(value & OverCurrent);
                break;
            case ElectrodeControl:
                SetElectrodeControl(value);
                break;
            case >= FirstGpio and <= LastGpio:
                _registers[register] = value;
                break;

            // "Register map": every other register can be written in stop mode only; in run mode the byte is acknowledged and lost.
            case >= BaselineValue and < BaselineFilter when !Running:
                _channels[register - BaselineValue].Baseline = value << 2;
                break;
            case >= BaselineFilter and <= LastRegister when !Running:
                _registers[register] = value;
                break;
        }
    }

    /// <inheritdoc/>
    protected override byte NextRegister(byte register) => register switch
    {
        LastRegister => 0,
        SoftReset => SoftReset,
        _ => (byte)(register + 1),
    };

    private void SetElectrodeControl(byte value)
    {
        // "Touch status" (0x01): while the over-current flag stands, the electrode configuration cannot be written.
        if ((_registers[TouchHigh] & OverCurrent) != 0)
        {
            return;
        }

        _registers[ElectrodeControl] = value;
        if (!Running)
        {
            return;
        }

        _runningSince = _clock.Nanoseconds;
        _samples = 0;
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            _channels[channel].Restart();
        }

        if ((_registers[AutoConfigure0] & 0x01) != 0)
        {
            AutoConfigure();
        }
    }

    private void AutoConfigure()
    {
        int outOfRange = 0;
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            if (IsEnabled(channel) && !Mpr121AutoConfiguration.TryConfigure(_registers, channel, CapacitanceOf(channel, _runningSince)))
            {
                outOfRange |= 1 << channel;
            }
        }

        // Section 5.12: a failed channel's bit, and ACFF above them all.
        _registers[OutOfRangeLow] = (byte)outOfRange;
        _registers[OutOfRangeHigh] = (byte)((outOfRange >> 8) | (outOfRange != 0 ? 0x80 : 0));
    }

    // "Filter and global CDC CDT configuration" (0x5D): SFI samples, each ESI apart, make one second-level result.
    private long SampleInterval()
    {
        int samples = ((_registers[GlobalTime] >> 3) & 0x03) switch { 0 => 4, 1 => 6, 2 => 10, _ => 18 };
        long period = 1_000_000L << (_registers[GlobalTime] & 0x07);
        return samples * period;
    }

    private void TakeSample(long instant)
    {
        int calibrationLock = _registers[ElectrodeControl] >> 6;
        int touchDebounce = _registers[Debounce] & 0x07;
        int releaseDebounce = (_registers[Debounce] >> 4) & 0x07;
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            if (!IsEnabled(channel))
            {
                continue;
            }

            int counts = Mpr121AutoConfiguration.CountsOf(_registers, channel, CapacitanceOf(channel, instant));
            ref Mpr121Electrode electrode = ref _channels[channel];

            // "Electrode configuration" (0x5E): CL 10 and 11 load the baseline from the first data, its upper five bits or all of them.
            if (_samples == 1 && calibrationLock >= 2)
            {
                electrode.Baseline = calibrationLock == 2 ? counts & 0x3E0 : counts;
            }

            electrode.Take(
                counts,
                TrackingOf(channel, calibrationLock != 1),
                _registers[Thresholds + (2 * channel)],
                _registers[Thresholds + (2 * channel) + 1],
                touchDebounce,
                releaseDebounce);
        }
    }

    private Mpr121Tracking TrackingOf(int channel, bool enabled)
    {
        ReadOnlySpan<byte> filter = _registers.AsSpan(channel == Proximity ? ProximityFilter : BaselineFilter, 11);
        return new Mpr121Tracking(
            enabled,
            new Mpr121Filter(filter[0] & 0x3F, filter[1] & 0x3F, filter[2], filter[3]),
            new Mpr121Filter(filter[4] & 0x3F, filter[5] & 0x3F, filter[6], filter[7]),
            new Mpr121Filter(0, filter[8] & 0x3F, filter[9], filter[10]));
    }

    // "Electrode configuration" (0x5E): ELE_EN enables electrodes 0 to n - 1, twelve from 12 on; ELEPROX_EN the proximity channel.
    private bool IsEnabled(int channel) => channel == Proximity
        ? (_registers[ElectrodeControl] & 0x30) != 0
        : channel < (_registers[ElectrodeControl] & 0x0F);

    private double CapacitanceOf(int channel, long instant)
    {
        if (channel != Proximity)
        {
            return _field.Picofarads(instant, channel);
        }

        int together = ((_registers[ElectrodeControl] >> 4) & 0x03) switch { 1 => 2, 2 => 4, _ => 12 };
        double sum = 0;
        for (int electrode = 0; electrode < together; electrode++)
        {
            sum += _field.Picofarads(instant, electrode);
        }

        return sum;
    }

    private int TouchBits()
    {
        int bits = 0;
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            bits |= _channels[channel].Touched ? 1 << channel : 0;
        }

        return bits;
    }
}
