using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>
/// Reads the STMicroelectronics LSM6DSO, an accelerometer and a gyroscope at one rate, as an <see cref="Imu"/> without orientation.
/// </summary>
/// <remarks>
/// <para>Values: 16-bit two's complement about the chip's own axes (DS figure 2), right-handed. One step is 0.061 mg times full scale / 2 g,
/// and 8.75 mdps times full scale / 250 degrees a second (DS table 2); mounting is the frame's business.</para>
/// <para>Registers: start asks for WHO_AM_I (0x6C), resets by SW_RESET, waits for that bit to fall, writes CTRL1_XL, CTRL2_G and CTRL3_C
/// (BDU and IF_INC set) and reads them back; samples are thrown away for 100 ms. A reading is STATUS_REG, temperature, gyroscope and accelerometer in one
/// burst of 14 bytes from 0x20, STATUS_REG again (had a sample landed meanwhile, the axes could stem from two: then the burst is
/// read once more, or the reading is NotReady), and the three settings: 19 bytes of answer, about 0.8 ms at 400 kHz.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one sampling interval. The filters' own delay is not in it.</para>
/// <para>Overrun: outside the FIFO the chip has no flag for samples that nobody read. <see cref="MissedSamples"/> counts them by the board's
/// clock: what passed between two readings, less one, in whole intervals; the chip's clock may be some percent off that.</para>
/// <para>Errors: a transfer is tried twice, then reported. An axis at either end is <see cref="SensorStatus.Saturated"/>. No sample for eight intervals
/// and 50 ms is <see cref="SensorStatus.Timeout"/>. Settings that changed are <see cref="SensorStatus.ConfigurationLost"/> (after a reset both sensors are off, which is
/// no setting here); both start the chip again at the next reading. Another identity is <see cref="SensorStatus.WrongChip"/>. A die beyond -40 to +85 degC
/// (DS table 2, operating range) is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Undetectable: the chip sends no checksum, so a corrupted byte of rate or acceleration passes, as does a corrupted temperature inside the
/// range; so do settings changed in other registers after start, and a seismic mass that sticks.</para>
/// <para>Checked against the data sheet's text: output registers, rates, ranges and sensitivities in part. From memory: bit places of the control
/// registers, 35 ms of turn-on time, the time of a reset.</para>
/// </remarks>
public sealed class Lsm6dsoSensor : ISensor
{
    /// <summary>Temperature steps at -40 degC: 256 to a degree, zero at 25 degC (DS table 4, "Temperature sensor characteristics").</summary>
    private const int LowestTemperature = -65 * 256;

    /// <summary>Temperature steps at 85 degC.</summary>
    private const int HighestTemperature = 60 * 256;

    /// <summary>Bound on the reset, which takes about 50 us.</summary>
    private const long ResetNanoseconds = 10000000L;

    /// <summary>Turn-on of the gyroscope, 35 ms typical (DS table 2), and the filters after it.</summary>
    private const long SettlingNanoseconds = 100000000L;

    private const int OutputBytes = 14;
    private const int SettingBytes = 3;
    private const byte Control3Value = Lsm6dsoRegisters.BlockDataUpdate | Lsm6dsoRegisters.AutoIncrement;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly Imu _imu = new Imu();
    private readonly byte[] _outputs = new byte[OutputBytes];
    private readonly byte[] _settings = new byte[SettingBytes];
    private readonly byte[] _one = new byte[1];
    private readonly byte _control1;
    private readonly byte _control2;
    private readonly long _interval;
    private Lsm6dsoStage _stage;
    private Stamp _stamp;
    private long _deadline;
    private long _latest;
    private bool _hasLatest;
    private long _missed;
    private short _temperature;

    /// <summary>Makes a driver with the default options: 208 samples a second, +-8 g, +-1000 degrees a second.</summary>
    public Lsm6dsoSensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, new Lsm6dsoOptions())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x6A or 0x6B, by SDO/SA0.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is set up; read once, here.</param>
    public Lsm6dsoSensor(II2cBus bus, byte address, IClock clock, Lsm6dsoOptions options)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _control1 = (byte)(((int)options.Rate << 4) | ((int)options.Acceleration << 2));
        _control2 = (byte)(((int)options.Rate << 4) | ((int)options.AngularVelocity << 2));

        // 12.5 a second is 80 ms; each step doubles the rate, 833 being 1.2 ms.
        _interval = 80000000L >> ((int)options.Rate - 1);
        _imu.Parts = ImuParts.AngularVelocity | ImuParts.LinearAcceleration;
        _imu.LinearAccelerationScale = Lsm6dsoCodec.AccelerationScale(options.Acceleration);
        _imu.AngularVelocityScale = Lsm6dsoCodec.AngularVelocityScale(options.AngularVelocity);
    }

    /// <summary>The motion that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _imu; }
    }

    /// <summary>How far the bring-up has come.</summary>
    public Lsm6dsoStage Stage
    {
        get { return _stage; }
    }

    /// <summary>Samples that the chip took and nobody read, since construction, by the board's clock; see the remarks.</summary>
    public long MissedSamples
    {
        get { return _missed; }
    }

    /// <summary>The die's temperature at the latest good reading: 256 steps to a degree Celsius, 0 at 25 degC.</summary>
    public short TemperatureSteps
    {
        get { return _temperature; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Begins or goes on with the bring-up; never waits. On a running chip it begins anew.</summary>
    /// <returns>NotReady while the chip comes up, Ok once it delivers, or the fault that ended this attempt.</returns>
    public SensorStatus Start()
    {
        _stage = _stage == Lsm6dsoStage.Running ? Lsm6dsoStage.Down : _stage;
        return BringUp();
    }

    /// <summary>Takes the latest sample, going on with the bring-up first where the chip is not running.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _stage == Lsm6dsoStage.Running ? SensorStatus.Ok : BringUp();
        status = status != SensorStatus.Ok ? status : TakeSample();
        status = status != SensorStatus.Ok ? status : ConfirmSettings();
        return status == SensorStatus.Ok ? Accept() : status;
    }

    private SensorStatus BringUp()
    {
        switch (_stage)
        {
            case Lsm6dsoStage.Resetting:
                return AwaitResetAndConfigure();
            case Lsm6dsoStage.Settling:
                return Settle();
            case Lsm6dsoStage.Running:
                return SensorStatus.Ok;
            default:
                return IdentifyAndReset();
        }
    }

    private SensorStatus IdentifyAndReset()
    {
        BusStatus bus = _port.Read(Lsm6dsoRegisters.WhoAmI, _one, 1);
        if (bus == BusStatus.Ok && _one[0] != Lsm6dsoRegisters.Identity)
        {
            return SensorStatus.WrongChip;
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Lsm6dsoRegisters.Control3, Lsm6dsoRegisters.SoftwareReset | Lsm6dsoRegisters.AutoIncrement);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _stage = Lsm6dsoStage.Resetting;
        _deadline = _clock.Nanoseconds + ResetNanoseconds;
        return SensorStatus.NotReady;
    }

    private SensorStatus AwaitResetAndConfigure()
    {
        BusStatus bus = _port.Read(Lsm6dsoRegisters.Control3, _one, 1);
        if (bus == BusStatus.Ok && (_one[0] & Lsm6dsoRegisters.SoftwareReset) != 0)
        {
            return WaitUntilDeadline();
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Lsm6dsoRegisters.Control3, Control3Value);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Lsm6dsoRegisters.Control2Gyroscope, _control2);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Lsm6dsoRegisters.Control1Accelerometer, _control1);
        SensorStatus status = bus != BusStatus.Ok ? BusStatusMapping.ToSensorStatus(bus) : ConfirmSettings();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _stage = Lsm6dsoStage.Settling;
        _deadline = _clock.Nanoseconds + SettlingNanoseconds;
        return SensorStatus.NotReady;
    }

    private SensorStatus Settle()
    {
        if (_clock.Nanoseconds < _deadline)
        {
            return SensorStatus.NotReady;
        }

        _stage = Lsm6dsoStage.Running;
        _hasLatest = false;
        _latest = _clock.Nanoseconds;
        return SensorStatus.Ok;
    }

    private SensorStatus WaitUntilDeadline()
    {
        if (_clock.Nanoseconds < _deadline)
        {
            return SensorStatus.NotReady;
        }

        _stage = Lsm6dsoStage.Down;
        return SensorStatus.Timeout;
    }

    /// <summary>Reads one sample of both sensors, if one is waiting, and its stamp.</summary>
    private SensorStatus TakeSample()
    {
        BusStatus bus = _port.Read(Lsm6dsoRegisters.Status, _one, 1);
        if (bus == BusStatus.Ok && (_one[0] & Lsm6dsoRegisters.BothNew) != Lsm6dsoRegisters.BothNew)
        {
            _deadline = _latest + 8 * _interval + 50000000L;
            SensorStatus settings = ConfirmSettings();
            return settings == SensorStatus.Ok ? WaitUntilDeadline() : settings;
        }

        for (int attempt = 0; attempt < 2 && bus == BusStatus.Ok; attempt++)
        {
            bus = _port.Read(Lsm6dsoRegisters.FirstOutput, _outputs, OutputBytes);
            _stamp = _port.StampOfLatestRead(_interval);
            bus = bus != BusStatus.Ok ? bus : _port.Read(Lsm6dsoRegisters.Status, _one, 1);
            if (bus == BusStatus.Ok && (_one[0] & Lsm6dsoRegisters.BothNew) == 0)
            {
                return SensorStatus.Ok;
            }
        }

        return bus == BusStatus.Ok ? SensorStatus.NotReady : BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus ConfirmSettings()
    {
        BusStatus bus = _port.Read(Lsm6dsoRegisters.Control1Accelerometer, _settings, SettingBytes);
        if (bus == BusStatus.Ok && (_settings[0] != _control1 || _settings[1] != _control2 || _settings[2] != Control3Value))
        {
            _stage = Lsm6dsoStage.Down;
            return SensorStatus.ConfigurationLost;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus Accept()
    {
        long now = _stamp.Nanoseconds;
        long passed = _hasLatest ? (now - _latest + _interval / 2) / _interval : 1;
        _missed += passed > 1 ? passed - 1 : 0;
        _latest = now;
        _hasLatest = true;
        short temperature = Lsm6dsoCodec.DecodeWord(_outputs[0], _outputs[1]);
        if (temperature < LowestTemperature || temperature > HighestTemperature)
        {
            return SensorStatus.Implausible;
        }

        for (int at = 2; at < OutputBytes; at += 2)
        {
            short value = Lsm6dsoCodec.DecodeWord(_outputs[at], _outputs[at + 1]);
            if (value == short.MaxValue || value == short.MinValue)
            {
                return SensorStatus.Saturated;
            }
        }

        for (int axis = 0; axis < 3; axis++)
        {
            int at = 2 + 2 * axis;
            _imu.AngularVelocity[axis] = Lsm6dsoCodec.DecodeWord(_outputs[at], _outputs[at + 1]);
            _imu.LinearAcceleration[axis] = Lsm6dsoCodec.DecodeWord(_outputs[at + 6], _outputs[at + 7]);
        }

        _temperature = temperature;
        _imu.Stamp = _stamp;
        return SensorStatus.Ok;
    }
}
