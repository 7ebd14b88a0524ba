using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Mpr121;

/// <summary>
/// Reads the NXP MPR121, twelve capacitive electrodes, as a <see cref="TactileArray"/> with one component per taxel and the
/// chip's own touch bits.
/// </summary>
/// <remarks>
/// <para>Values: baseline * 4 - filtered data, in counts of the chip's 10-bit converter (DS section 5: the baseline
/// register holds the upper eight of ten bits). A touch adds capacitance, so the constant charge reaches a lower voltage and the
/// filtered data fall below the baseline: the value grows with the touch. It is the very difference that the chip compares with its
/// thresholds. Range -1023 to 1020; around zero untouched. Counts are no unit of force: <see cref="Unit.Count"/>.</para>
/// <para>Registers: start resets the chip (0x80), checks two defaults, writes baseline filter, thresholds, debounce, filters and
/// auto-configuration in stop mode, reads them all back, and starts with ECR (0x5E) last. A reading is one burst of 42
/// bytes, 0x00 to 0x29 (touch, range, filtered data, baselines), then 0x5C to 0x5E: about 1.2 ms at 400 kHz.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one renewal interval of the filtered data (4 ms by default).</para>
/// <para>Errors: a transfer is tried twice, then reported. Over-current at REXT (OVCF), a failed auto-configuration (ACFF, ARFF) or an
/// electrode out of its range is <see cref="SensorStatus.ChipFault"/>; the chip is started again, after a range fault at most once a second.
/// An electrode at either end of the converter is <see cref="SensorStatus.Saturated"/>. No data yet after a start is
/// <see cref="SensorStatus.NotReady"/>, and <see cref="SensorStatus.Timeout"/> once that has lasted too long. A chip in
/// stop mode or with other filters has been reset: <see cref="SensorStatus.ConfigurationLost"/>, and the next reading starts it again.
/// A touch bit of an electrode that is off is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Identity: the chip has no identity register; two defaults that differ from zero (0x5C = 0x10, 0x5D = 0x24) are asked for right
/// after the soft reset, anything else is <see cref="SensorStatus.WrongChip"/>.</para>
/// <para>Undetectable: the chip sends no checksum, so a corrupted byte of filtered data, baseline or touch bits that keeps inside
/// the range passes; so do thresholds changed in the chip after start.</para>
/// </remarks>
public sealed class Mpr121Sensor : ISensor
{
    private const int BurstBytes = Mpr121Registers.Baseline + Mpr121Registers.Electrodes;
    private const int ReadBackBytes = Mpr121Registers.ElectrodeConfiguration - Mpr121Registers.BaselineFilter;
    private const int SettingBytes = 3;
    private const int AutoConfigurationBytes = 5;

    /// <summary>
    /// What the first data may take beyond four renewals: auto-configuration tries currents and times electrode by electrode.
    /// The data sheet gives no figure; 300 ms is far above what a search of some twenty 1 ms samples for each of 12 electrodes takes.
    /// </summary>
    private const long FirstDataNanoseconds = 300000000L;

    /// <summary>The least time between two starts after a range fault: each measures afresh, touched or not.</summary>
    private const long RestartNanoseconds = 1000000000L;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly Mpr121Configuration _configuration;
    private readonly TactileArray _array;
    private readonly byte[] _burst = new byte[BurstBytes];
    private readonly byte[] _settings = new byte[SettingBytes];
    private readonly byte[] _readBack = new byte[ReadBackBytes];
    private bool _configured;
    private bool _hasData;
    private long _startedAt;

    /// <summary>Makes a driver with the default options: twelve electrodes, 1 ms sampling, 3.3 V.</summary>
    public Mpr121Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, new Mpr121Options())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x5A to 0x5D, by ADDR.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is set up; read once, here.</param>
    public Mpr121Sensor(II2cBus bus, byte address, IClock clock, Mpr121Options options)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _configuration = new Mpr121Configuration(options);
        _array = new TactileArray(options.ElectrodeCount, 1);
        _array.TaxelCount = options.ElectrodeCount;
        _array.HasTouch = true;
        _array.Scale = new Scale(1, 0, Unit.Count);
    }

    /// <summary>The taxels that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _array; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Resets, identifies, configures and starts the chip.</summary>
    /// <returns>
    /// Ok, a bus status, <see cref="SensorStatus.WrongChip"/>, <see cref="SensorStatus.ConfigurationLost"/> if a register did not keep
    /// its value, or <see cref="SensorStatus.ChipFault"/> if the chip refuses to run.
    /// </returns>
    public SensorStatus Start()
    {
        _configured = false;
        _hasData = false;
        _startedAt = _clock.Nanoseconds;
        BusStatus bus = _port.Write(Mpr121Registers.SoftReset, Mpr121Registers.SoftResetKey);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Mpr121Registers.Configuration1, _settings, SettingBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_settings[0] != Mpr121Registers.Configuration1Default || _settings[1] != Mpr121Registers.Configuration2Default)
        {
            return SensorStatus.WrongChip;
        }

        for (int i = 0; i < _configuration.Count && bus == BusStatus.Ok; i++)
        {
            bus = _port.Write(_configuration.RegisterAt(i), _configuration.ValueAt(i));
        }

        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        SensorStatus status = Verify();
        return status == SensorStatus.Ok ? Run() : status;
    }

    /// <summary>Takes the electrodes' state, starting the chip first where it is not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : Start();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = _port.Read(Mpr121Registers.TouchStatus, _burst, BurstBytes);
        Stamp stamp = _port.StampOfLatestRead(_configuration.SampleNanoseconds);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Mpr121Registers.Configuration1, _settings, SettingBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        status = CheckChip();
        if (status == SensorStatus.Ok)
        {
            status = CheckData();
        }

        if (status == SensorStatus.Ok)
        {
            Fill(stamp);
        }

        return status;
    }

    /// <summary>Compares every configured register with what the chip holds.</summary>
    private SensorStatus Verify()
    {
        BusStatus bus = _port.Read(Mpr121Registers.BaselineFilter, _readBack, ReadBackBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (!Holds(Mpr121Registers.BaselineFilter, ReadBackBytes))
        {
            return SensorStatus.ConfigurationLost;
        }

        if (!_configuration.AutoConfigure)
        {
            return SensorStatus.Ok;
        }

        bus = _port.Read(Mpr121Registers.AutoConfiguration0, _readBack, AutoConfigurationBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        return Holds(Mpr121Registers.AutoConfiguration0, AutoConfigurationBytes) ? SensorStatus.Ok : SensorStatus.ConfigurationLost;
    }

    private bool Holds(int first, int count)
    {
        for (int i = 0; i < _configuration.Count; i++)
        {
            int at = _configuration.RegisterAt(i) - first;
            if (at >= 0 && at < count && _readBack[at] != _configuration.ValueAt(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Starts the chip; a write to ECR is discarded while OVCF stands (DS section 5), so it is read back.</summary>
    private SensorStatus Run()
    {
        BusStatus bus = _port.Write(Mpr121Registers.ElectrodeConfiguration, _configuration.ElectrodeConfiguration);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Mpr121Registers.ElectrodeConfiguration, _settings, 1);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_settings[0] != _configuration.ElectrodeConfiguration)
        {
            return SensorStatus.ChipFault;
        }

        _startedAt = _clock.Nanoseconds;
        _configured = true;
        return SensorStatus.Ok;
    }

    private SensorStatus CheckChip()
    {
        if ((_burst[1] & Mpr121Registers.OverCurrent) != 0)
        {
            _configured = false;
            return SensorStatus.ChipFault;
        }

        bool kept = _settings[2] == _configuration.ElectrodeConfiguration;
        for (int i = 0; i < _configuration.Count && kept; i++)
        {
            int at = _configuration.RegisterAt(i) - Mpr121Registers.Configuration1;
            kept = at < 0 || at > 1 || _settings[at] == _configuration.ValueAt(i);
        }

        if (!kept)
        {
            _configured = false;
            return SensorStatus.ConfigurationLost;
        }

        int used = (1 << _configuration.ElectrodeCount) - 1;
        int outOfRange = (_burst[Mpr121Registers.OutOfRange] | (_burst[Mpr121Registers.OutOfRange + 1] << 8)) & used;
        int failed = _burst[Mpr121Registers.OutOfRange + 1]
            & (Mpr121Registers.AutoConfigurationFailed | Mpr121Registers.AutoReconfigurationFailed);
        if (_configuration.AutoConfigure && (outOfRange | failed) != 0)
        {
            _configured = _clock.Nanoseconds - _startedAt < RestartNanoseconds;
            return SensorStatus.ChipFault;
        }

        int touched = _burst[0] | (_burst[1] << 8);
        int off = (0x0FFF & ~used) | (Mpr121Registers.ProximityTouched << 8);
        return (touched & off) == 0 ? SensorStatus.Ok : SensorStatus.Implausible;
    }

    private SensorStatus CheckData()
    {
        bool any = false;
        bool limit = false;
        for (int electrode = 0; electrode < _configuration.ElectrodeCount; electrode++)
        {
            int filtered = FilteredAt(electrode);
            any |= filtered != 0;
            limit |= filtered == 0 || filtered == Mpr121Registers.FullScale;
        }

        // The output registers are cleared in stop mode and filled by the first sample (DS section 5).
        if (!any && !_hasData)
        {
            long patience = FirstDataNanoseconds + 4 * _configuration.SampleNanoseconds;
            _configured = _clock.Nanoseconds - _startedAt < patience;
            return _configured ? SensorStatus.NotReady : SensorStatus.Timeout;
        }

        _hasData = true;
        return limit ? SensorStatus.Saturated : SensorStatus.Ok;
    }

    private void Fill(Stamp stamp)
    {
        for (int electrode = 0; electrode < _configuration.ElectrodeCount; electrode++)
        {
            int baseline = _burst[Mpr121Registers.Baseline + electrode] << 2;
            _array.Values[electrode] = (short)(baseline - FilteredAt(electrode));
        }

        for (int at = 0; at < _array.Touch.Length; at++)
        {
            _array.Touch[at] = (byte)(at == 0 ? _burst[0] : _burst[1] & 0x0F);
        }

        _array.Stamp = stamp;
    }

    private int FilteredAt(int electrode)
    {
        int at = Mpr121Registers.FilteredData + 2 * electrode;
        return ((_burst[at + 1] & 0x03) << 8) | _burst[at];
    }
}
