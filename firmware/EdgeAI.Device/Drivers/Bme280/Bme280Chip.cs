using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>
/// One Bosch BME280: brings it up, reads it, and shares each measurement among the <see cref="Bme280Sensor"/>s of its three quantities.
/// </summary>
/// <remarks>
/// <para>Why a chip and three sensors: a stream carries one message type, and the three quantities are of one burst, humidity and pressure
/// being compensated by the temperature of that same burst. A sensor that has not had the latest measurement yet gets it, as long as the chip
/// cannot have made a newer one; else the chip is read again. So three streams of one rate cost one burst a period.</para>
/// <para>Start never waits: identity (0x60), reset, 2 ms and im_update (at most 20 ms), trimming read twice and compared, ctrl_hum,
/// config and ctrl_meas written and read back, one measurement. A second sensor's Start joins a chip that is running.</para>
/// <para>Registers: a measurement is one burst of 8 bytes from 0xF7, which the chip shadows (DS section 4.1), then ctrl_hum, status,
/// ctrl_meas and config: about 0.5 ms at 400 kHz. The settings come after the data, so a reset during the burst is seen.</para>
/// <para>Range: -40 to +85 degC, 300 to 1100 hPa, 0 to 100 % (DS table 1). Normal mode, each quantity sampled once, filter off.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and the longest interval: pause and 25 %, and 9.3 ms of measuring (DS
/// section 9.1). The chip does not tell when a measurement was taken.</para>
/// <para>Errors: a transfer is tried twice, then reported. Another mode is <see cref="SensorStatus.ConfigurationLost"/>: after a reset the chip
/// sleeps. All data at their reset values once a measurement must be there is <see cref="SensorStatus.ChipFault"/>. A converter of pressure or
/// temperature at its end is <see cref="SensorStatus.Saturated"/>. Trimming that reads differently twice, or a quantity out of its range, is
/// <see cref="SensorStatus.Implausible"/>, for all three: one burst is good or it is not.</para>
/// <para>Undetectable: the chip sends no checksum. A corrupted byte that keeps all three inside their ranges passes; so do trimming bytes
/// that were corrupted alike twice, a clone that answers 0x60, and a chip that has stopped measuring in normal mode.</para>
/// <para>Checked against the data sheet's text: burst and shadowing, trimming map, where the formulas stand. The formulas themselves are checked by
/// the worked example of the BMP280 (BST-BMP280-DS001 section 3.12), whose temperature and pressure they share, and humidity against the data sheet's
/// double-precision form. From memory: 2 ms of start-up, 25 % on the pause, the worked example's digits.</para>
/// </remarks>
public sealed class Bme280Chip
{
    private const int DataBytes = 8;
    private const int SettingBytes = 4;

    /// <summary>ctrl_hum: humidity sampled once.</summary>
    private const byte HumidityOnce = 0x01;

    /// <summary>ctrl_meas: temperature and pressure sampled once, normal mode.</summary>
    private const byte MeasureOnce = 0x24 | Bme280Registers.NormalMode;

    /// <summary>Start-up time (DS table 1).</summary>
    private const long ResetNanoseconds = 2000000L;

    /// <summary>Bound on im_update.</summary>
    private const long UpdateNanoseconds = 20000000L;

    /// <summary>1.25 + 2.3 + (2.3 + 0.575) + (2.3 + 0.575) ms (DS section 9.1, maximum).</summary>
    private const long MeasureNanoseconds = 9300000L;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly Bme280Trimming _trimming = new Bme280Trimming();
    private readonly byte[] _first = new byte[Bme280Trimming.FirstBytes];
    private readonly byte[] _second = new byte[Bme280Trimming.SecondBytes];
    private readonly byte[] _firstAgain = new byte[Bme280Trimming.FirstBytes];
    private readonly byte[] _secondAgain = new byte[Bme280Trimming.SecondBytes];
    private readonly byte[] _data = new byte[DataBytes];
    private readonly byte[] _settings = new byte[SettingBytes];
    private readonly byte _configuration;
    private readonly long _interval;
    private Bme280Stage _stage;
    private long _deadline;
    private long _readAt;
    private bool _measured;

    /// <summary>Makes a chip with the default pause of 62.5 ms.</summary>
    public Bme280Chip(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, Bme280Standby.Microseconds62500)
    {
    }

    /// <summary>Makes a chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x76 or 0x77, by SDO.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="standby">The pause between two measurements.</param>
    public Bme280Chip(II2cBus bus, byte address, IClock clock, Bme280Standby standby)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _configuration = (byte)((int)standby << 5);
        _interval = IntervalOf(standby);
    }

    /// <summary>Names the longest pause that gives a new measurement in each period, or the shortest that there is.</summary>
    /// <param name="periodMicroseconds">From one reading to the next.</param>
    public static Bme280Standby StandbyFor(uint periodMicroseconds)
    {
        long period = periodMicroseconds * 1000L;
        Bme280Standby standby = Bme280Standby.Milliseconds1000;
        while (standby > Bme280Standby.Microseconds500 && IntervalOf(standby) > period)
        {
            standby--;
        }

        return standby;
    }

    private static long IntervalOf(Bme280Standby standby)
    {
        long pause = standby == Bme280Standby.Microseconds500 ? 500000L : 62500000L << ((int)standby - 1);
        return pause + pause / 4 + MeasureNanoseconds;
    }

    /// <summary>How far the bring-up has come.</summary>
    public Bme280Stage Stage
    {
        get { return _stage; }
    }

    /// <summary>How many times the chip was brought up; a sensor that has seen this one and asks for a start wants another.</summary>
    public int BringUps { get; private set; }

    /// <summary>The number of the latest measurement; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>When the latest measurement was read.</summary>
    public Stamp Stamp { get; private set; }

    /// <summary>Hundredths of a degree Celsius.</summary>
    public int Temperature { get; private set; }

    /// <summary>1/256 pascal.</summary>
    public int Pressure { get; private set; }

    /// <summary>1/1024 percent.</summary>
    public int Humidity { get; private set; }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Begins or goes on with the bring-up; a running chip begins anew only for whoever has seen this bring-up.</summary>
    /// <param name="seen">The <see cref="BringUps"/> that the caller knows.</param>
    public SensorStatus Start(int seen)
    {
        if (_stage == Bme280Stage.Running && seen == BringUps)
        {
            _stage = Bme280Stage.Down;
        }

        return BringUp();
    }

    /// <summary>Sees to it that the latest measurement is one that the caller has not had.</summary>
    /// <param name="had">The <see cref="Number"/> that the caller has had.</param>
    /// <returns>Ok if there is one, NotReady while the chip can have no newer one or comes up, or the fault.</returns>
    public SensorStatus Take(long had)
    {
        SensorStatus status = _stage == Bme280Stage.Running ? SensorStatus.Ok : BringUp();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        if (_measured && _clock.Nanoseconds - _readAt < _interval)
        {
            return Number != had ? SensorStatus.Ok : SensorStatus.NotReady;
        }

        BusStatus bus = _port.Read(Bme280Registers.FirstData, _data, DataBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        Stamp stamp = _port.StampOfLatestRead(_interval);
        status = ConfirmSettings();
        return status == SensorStatus.Ok ? Accept(stamp) : status;
    }

    private SensorStatus BringUp()
    {
        switch (_stage)
        {
            case Bme280Stage.Running:
                return SensorStatus.Ok;
            case Bme280Stage.Resetting:
                return _clock.Nanoseconds < _deadline ? SensorStatus.NotReady : AwaitTrimmingAndConfigure();
            case Bme280Stage.Measuring:
                if (_clock.Nanoseconds >= _deadline)
                {
                    _stage = Bme280Stage.Running;
                }

                return _stage == Bme280Stage.Running ? SensorStatus.Ok : SensorStatus.NotReady;
            default:
                return IdentifyAndReset();
        }
    }

    private SensorStatus IdentifyAndReset()
    {
        BusStatus bus = _port.Read(Bme280Registers.Id, _settings, 1);
        if (bus == BusStatus.Ok && _settings[0] != Bme280Registers.Identity)
        {
            return SensorStatus.WrongChip;
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Bme280Registers.Reset, Bme280Registers.ResetKey);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        BringUps++;
        _measured = false;
        _stage = Bme280Stage.Resetting;
        _deadline = _clock.Nanoseconds + ResetNanoseconds;
        return SensorStatus.NotReady;
    }

    private SensorStatus AwaitTrimmingAndConfigure()
    {
        BusStatus bus = _port.Read(Bme280Registers.Status, _settings, 1);
        if (bus == BusStatus.Ok && (_settings[0] & Bme280Registers.Updating) != 0)
        {
            return _clock.Nanoseconds < _deadline + UpdateNanoseconds ? SensorStatus.NotReady : Fail(SensorStatus.Timeout);
        }

        bus = bus != BusStatus.Ok ? bus : _port.Read(Bme280Registers.FirstTrimming, _first, Bme280Trimming.FirstBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Bme280Registers.SecondTrimming, _second, Bme280Trimming.SecondBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Bme280Registers.FirstTrimming, _firstAgain, Bme280Trimming.FirstBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Bme280Registers.SecondTrimming, _secondAgain, Bme280Trimming.SecondBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bme280Registers.HumidityControl, HumidityOnce);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bme280Registers.Configuration, _configuration);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bme280Registers.MeasurementControl, MeasureOnce);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (!AreAlike(_first, _firstAgain) || !AreAlike(_second, _secondAgain) || !_trimming.TryLoad(_first, _second))
        {
            return Fail(SensorStatus.Implausible);
        }

        SensorStatus status = ConfirmSettings();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _stage = Bme280Stage.Measuring;
        _deadline = _clock.Nanoseconds + MeasureNanoseconds;
        return SensorStatus.NotReady;
    }

    private static bool AreAlike(byte[] one, byte[] other)
    {
        bool alike = true;
        for (int i = 0; i < one.Length; i++)
        {
            alike &= one[i] == other[i];
        }

        return alike;
    }

    private SensorStatus Fail(SensorStatus status)
    {
        _stage = Bme280Stage.Down;
        return status;
    }

    private SensorStatus ConfirmSettings()
    {
        BusStatus bus = _port.Read(Bme280Registers.HumidityControl, _settings, SettingBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool kept = (_settings[0] & 0x07) == HumidityOnce && _settings[2] == MeasureOnce && (_settings[3] & 0xFC) == _configuration;
        return kept ? SensorStatus.Ok : Fail(SensorStatus.ConfigurationLost);
    }

    private SensorStatus Accept(Stamp stamp)
    {
        int rawPressure = (_data[0] << 12) | (_data[1] << 4) | (_data[2] >> 4);
        int rawTemperature = (_data[3] << 12) | (_data[4] << 4) | (_data[5] >> 4);
        int rawHumidity = (_data[6] << 8) | _data[7];
        if (rawPressure == 0x80000 && rawTemperature == 0x80000 && rawHumidity == 0x8000)
        {
            return Fail(SensorStatus.ChipFault);
        }

        if (IsAtEnd(rawPressure) || IsAtEnd(rawTemperature))
        {
            return SensorStatus.Saturated;
        }

        int fine = _trimming.FineTemperature(rawTemperature);
        int temperature = Bme280Trimming.Temperature(fine);
        long pressure = _trimming.Pressure(rawPressure, fine);
        bool plausible = temperature >= -4000 && temperature <= 8500 && pressure >= 30000L * 256 && pressure <= 110000L * 256;
        if (!plausible)
        {
            return SensorStatus.Implausible;
        }

        Temperature = temperature;
        Pressure = (int)pressure;
        Humidity = _trimming.Humidity(rawHumidity, fine);
        Stamp = stamp;
        Number++;
        _measured = true;
        _readAt = _clock.Nanoseconds;
        return SensorStatus.Ok;
    }

    private static bool IsAtEnd(int raw)
    {
        return raw == 0 || raw == 0xFFFFF;
    }
}
