using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Bmp390;

/// <summary>
/// Reads the Bosch Sensortec BMP390, a barometer, as a <see cref="FluidPressure"/> in steps of a hundredth of a pascal.
/// </summary>
/// <remarks>
/// <para>Values: compensated on the board in integers (see <see cref="Bmp390Compensation"/>), 30,000 to 125,000 Pa. Above, the
/// reading is <see cref="SensorStatus.Saturated"/>: a taxel can be pressed that hard; below, or outside -40 to 85 degC,
/// <see cref="SensorStatus.Implausible"/>. The chip's own temperature stands beside it.</para>
/// <para>Registers: a reading is ERR_REG and STATUS (2 bytes), pressure and temperature in one burst (6 bytes), during which the chip holds
/// them still, and PWR_CTRL to CONFIG (5 bytes): about 0.6 ms at 400 kHz.</para>
/// <para>Start never waits: it identifies the chip and resets it, and answers <see cref="SensorStatus.NotReady"/>; 4 ms later a call of
/// <see cref="Read"/> takes over the trimming coefficients, sets rate, oversampling and filter, and reads them back.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one measuring interval. The filter's delay, if it is on, is not in it.</para>
/// <para>Errors: a transfer is tried twice, then reported. A raised error bit is <see cref="SensorStatus.ChipFault"/>; another chip number
/// <see cref="SensorStatus.WrongChip"/>; coefficients that their CRC-8 does not bear out <see cref="SensorStatus.Implausible"/>; settings other than
/// those written <see cref="SensorStatus.ConfigurationLost"/>; no measurement for eight intervals and 20 ms <see cref="SensorStatus.Timeout"/>.
/// Each but the last brings the chip up anew at the next reading, and so does that.</para>
/// <para>Undetectable: measurements have no checksum, so a corrupted byte that keeps pressure and temperature in range passes. That data
/// stay still during a burst is the data sheet's word (section 3.10), not measured.</para>
/// </remarks>
public sealed class Bmp390Sensor : ISensor
{
    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly FluidPressure _fluid = new FluidPressure();
    private readonly Bmp390Compensation _compensation = new Bmp390Compensation();
    private readonly byte[] _status = new byte[2];
    private readonly byte[] _data = new byte[Bmp390Registers.DataBytes];
    private readonly byte[] _settings = new byte[Bmp390Registers.SettingBytes];
    private readonly byte[] _trimming = new byte[1 + Bmp390Registers.TrimmingBytes];
    private readonly byte _rate;
    private readonly byte _oversampling;
    private readonly byte _filter;
    private readonly long _interval;
    private bool _reset;
    private bool _running;
    private long _answersAt;
    private long _freshAt;

    /// <summary>Makes a driver for 50 measurements a second without filter.</summary>
    public Bmp390Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, Bmp390Rate.PerSecond50, 0)
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x76 or 0x77, by SDO.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="rate">How often it measures.</param>
    /// <param name="filterExponent">The filter's time constant: 0 off, else 2^n - 1 measurements, 1 to 7 (DS section 4.3.20).</param>
    public Bmp390Sensor(II2cBus bus, byte address, IClock clock, Bmp390Rate rate, int filterExponent)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _rate = (byte)rate;
        _oversampling = OversamplingOf(rate);
        _filter = (byte)((filterExponent & 7) << 1);
        _interval = 5000000L << (int)rate;
        _fluid.Scale = new Scale(1, -2, Unit.Pascal);
    }

    /// <summary>The pressure that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _fluid; }
    }

    /// <summary>The pressure of the latest good reading, in hundredths of a pascal.</summary>
    public int PressureHundredths
    {
        get { return _fluid.Value; }
    }

    /// <summary>The chip's own temperature at the latest good reading, in hundredths of a degree Celsius, -4000 to 8500.</summary>
    public int TemperatureHundredths
    {
        get { return _compensation.TemperatureHundredths; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Identifies and resets the chip; <see cref="Read"/> goes on from there.</summary>
    /// <returns>NotReady, a bus status, or <see cref="SensorStatus.WrongChip"/>.</returns>
    public SensorStatus Start()
    {
        _running = false;
        _reset = false;
        BusStatus bus = _port.Read(Bmp390Registers.ChipId, _status, 1);
        if (bus == BusStatus.Ok && _status[0] != Bmp390Registers.ChipIdValue)
        {
            return SensorStatus.WrongChip;
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Bmp390Registers.Command, Bmp390Registers.SoftReset);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _reset = true;
        _answersAt = _clock.Nanoseconds + Bmp390Registers.ResetNanoseconds;
        return SensorStatus.NotReady;
    }

    /// <summary>Takes the latest measurement, going on with the start first where the chip is not running.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _running ? SensorStatus.Ok : BringUp();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        return Take();
    }

    private static byte OversamplingOf(Bmp390Rate rate)
    {
        switch (rate)
        {
            case Bmp390Rate.PerSecond200:
                return 0;
            case Bmp390Rate.PerSecond100:
                return 1;
            case Bmp390Rate.PerSecond50:
                return 3;
            default:
                return 4;
        }
    }

    private SensorStatus BringUp()
    {
        if (!_reset)
        {
            return Start();
        }

        if (_clock.Nanoseconds < _answersAt)
        {
            return SensorStatus.NotReady;
        }

        BusStatus bus = _port.Read(Bmp390Registers.TrimmingCrc, _trimming, _trimming.Length);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (Bmp390Compensation.Crc(_trimming, 1) != _trimming[0])
        {
            return SensorStatus.Implausible;
        }

        _compensation.Load(_trimming, 1);
        bus = _port.Write(Bmp390Registers.Oversampling, _oversampling);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bmp390Registers.DataRate, _rate);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bmp390Registers.Config, _filter);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bmp390Registers.PowerControl, Bmp390Registers.NormalMode);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Bmp390Registers.PowerControl, _settings, Bmp390Registers.SettingBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (!HoldsSettings())
        {
            _reset = false;
            return SensorStatus.ConfigurationLost;
        }

        _running = true;
        _freshAt = _clock.Nanoseconds;
        return SensorStatus.Ok;
    }

    private bool HoldsSettings()
    {
        return _settings[0] == Bmp390Registers.NormalMode
            && _settings[Bmp390Registers.Oversampling - Bmp390Registers.PowerControl] == _oversampling
            && _settings[Bmp390Registers.DataRate - Bmp390Registers.PowerControl] == _rate
            && _settings[Bmp390Registers.Config - Bmp390Registers.PowerControl] == _filter;
    }

    private SensorStatus Take()
    {
        // The settings first: a chip that was reset has nothing ready, and must not pass for a slow one.
        BusStatus bus = _port.Read(Bmp390Registers.PowerControl, _settings, Bmp390Registers.SettingBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Bmp390Registers.Error, _status, 2);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (!HoldsSettings())
        {
            return StartAnewAfter(SensorStatus.ConfigurationLost);
        }

        if ((_status[0] & Bmp390Registers.AnyError) != 0)
        {
            return StartAnewAfter(SensorStatus.ChipFault);
        }

        if ((_status[1] & Bmp390Registers.DataReady) != Bmp390Registers.DataReady)
        {
            bool patient = _clock.Nanoseconds - _freshAt <= 8 * _interval + 20000000L;
            return patient ? SensorStatus.NotReady : StartAnewAfter(SensorStatus.Timeout);
        }

        bus = _port.Read(Bmp390Registers.Data, _data, Bmp390Registers.DataBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _freshAt = _clock.Nanoseconds;
        return Accept(_port.StampOfLatestRead(_interval));
    }

    private SensorStatus StartAnewAfter(SensorStatus status)
    {
        _running = false;
        _reset = false;
        return status;
    }

    private SensorStatus Accept(Stamp stamp)
    {
        int rawPressure = _data[0] | (_data[1] << 8) | (_data[2] << 16);
        int rawTemperature = _data[3] | (_data[4] << 8) | (_data[5] << 16);
        if (!_compensation.TryCompensate(rawPressure, rawTemperature) || _compensation.PressureHundredths < Bmp390Registers.LowestPressure)
        {
            return SensorStatus.Implausible;
        }

        if (_compensation.PressureHundredths > Bmp390Registers.HighestPressure)
        {
            return SensorStatus.Saturated;
        }

        _fluid.Value = _compensation.PressureHundredths;
        _fluid.Stamp = stamp;
        return SensorStatus.Ok;
    }
}
