using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Bno055;

/// <summary>
/// Reads the Bosch BNO055, which fuses its three sensors itself, as an <see cref="Imu"/> with orientation.
/// </summary>
/// <remarks>
/// <para>Values: orientation as x, y, z, w in steps of 1/2^14 (DS table 3-31), from the chip's axes to a frame with z up; heading is from
/// magnetic north in <see cref="Bno055Mode.Ndof"/> and from wherever it started in <see cref="Bno055Mode.Imu"/>. Angular velocity in steps of 1/900 rad/s
/// (DS table 3-22), acceleration with gravity in steps of 0.01 m/s^2 (DS section 3.6.4). Scales that are no decimal fraction are right to nine
/// digits. How far the chip trusts its calibration stands in <see cref="CalibrationStatus"/>; orientation is delivered at any.</para>
/// <para>Start never waits; each further call of Start or <see cref="Read"/> goes on by the clock: identities, configuration mode (19 ms,
/// DS table 3-6), self-test result, units and power mode written and read back, fusion mode (7 ms), until the fusion runs and gives a unit
/// quaternion, at most two seconds. The chip is not reset, which would lose its calibration, unless it reported a system error: then it
/// is silent for 650 ms. Firmware 3.11 is known to leave SYS_STATUS at 0 (its maker's forum), so 0 passes where mode and quaternion
/// are right.</para>
/// <para>Registers: a reading is one burst of 56 bytes, 0x07 to 0x3E: page, data, temperature, calibration, system status and error, units, modes.
/// About 1.4 ms at 400 kHz.</para>
/// <para>Bus: the chip stretches the clock, at the start of a transfer and between bytes, for longer than many controllers bear. The I2C block of
/// Raspberry Pi 1 to 4 (BCM2835 and its kin) samples a stretched clock wrongly and delivers shifted bytes with an Ok: use `i2c-gpio`, or the chip's
/// UART, there. The checks below are what stands between such a byte and a reading.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and 10 ms, the fusion's interval (DS table 3-14). Without an interrupt
/// line the chip does not tell a new sample from an old one.</para>
/// <para>Errors: a transfer is tried twice, then reported. System status 1 or an error code is <see cref="SensorStatus.ChipFault"/>, its code in
/// <see cref="SystemErrorCode"/>; the chip is reset at the next reading. A failed self-test is <see cref="SensorStatus.ChipFault"/> too. Another mode, unit or page is
/// <see cref="SensorStatus.ConfigurationLost"/>: after a reset the chip is in its configuration mode. Acceleration at 4 g or angular velocity at 2000 degrees a
/// second, which the fusion modes fix (DS table 3-4), is <see cref="SensorStatus.Saturated"/>. A quaternion whose square is more than 2 % off one, or
/// a temperature beyond -40 to +85 degC (DS table 0-1), is <see cref="SensorStatus.Implausible"/>. Other identities are <see cref="SensorStatus.WrongChip"/>.</para>
/// <para>Undetectable: the chip sends no checksum. A corrupted byte of velocity or acceleration passes, as does a low bit of the quaternion or one
/// that turns its sign; so does a fusion that repeats its last sample.</para>
/// <para>Checked against the data sheet's text: registers, identities, units, modes, switching times, rates, ranges. From memory: the
/// meaning of SYS_STATUS other than 5, 650 ms after a reset.</para>
/// </remarks>
public sealed class Bno055Sensor : ISensor
{
    /// <summary>4 g in steps of 0.01 m/s^2 is 3922; a converter of 14 bits sticks just below.</summary>
    private const int AccelerationEnd = 3920;

    /// <summary>2000 degrees a second in steps of 1/900 rad/s is 31415; a converter of 16 bits sticks just below.</summary>
    private const int AngularEnd = 31400;

    /// <summary>One, squared: 2^28.</summary>
    private const int UnitSquare = 1 << 28;

    /// <summary>2 % of that; rounding of four components makes 0.02 %.</summary>
    private const int SquareTolerance = UnitSquare / 50;

    /// <summary>From a reset until the chip answers (DS table 0-2, power-on reset to configuration mode, typical).</summary>
    private const long ResetNanoseconds = 650000000L;

    /// <summary>From any mode to the configuration mode (DS table 3-6).</summary>
    private const long LeaveNanoseconds = 19000000L;

    /// <summary>From the configuration mode to any (DS table 3-6).</summary>
    private const long EnterNanoseconds = 7000000L;

    /// <summary>Bound on what the fusion takes to run.</summary>
    private const long FusionNanoseconds = 2000000000L;

    /// <summary>The fusion's interval in both modes (DS table 3-14: 100 Hz).</summary>
    private const long IntervalNanoseconds = 10000000L;

    private const int First = Bno055Registers.PageId;
    private const int BurstBytes = Bno055Registers.PowerMode - First + 1;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly Imu _imu = new Imu();
    private readonly byte[] _burst = new byte[BurstBytes];
    private readonly byte _mode;
    private readonly byte _trigger;
    private Bno055Stage _stage;
    private long _deadline;
    private bool _needsReset;
    private byte _calibration;
    private byte _errorCode;

    /// <summary>Makes a driver with the default options: all three sensors, internal oscillator.</summary>
    public Bno055Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, new Bno055Options())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on; it must bear a stretched clock.</param>
    /// <param name="address">0x28 or 0x29, by COM3.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is wired and set up; read once, here.</param>
    public Bno055Sensor(II2cBus bus, byte address, IClock clock, Bno055Options options)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _mode = (byte)options.Mode;
        _trigger = options.ExternalCrystal ? Bno055Registers.ExternalCrystal : (byte)0;
        _imu.Parts = ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration;
        _imu.OrientationScale = new Scale(610351563, -13, Unit.One);
        _imu.AngularVelocityScale = new Scale(111111111, -11, Unit.RadianPerSecond);
        _imu.LinearAccelerationScale = new Scale(1, -2, Unit.MetrePerSecondSquared);
    }

    /// <summary>The motion and orientation that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _imu; }
    }

    /// <summary>How far the bring-up has come.</summary>
    public Bno055Stage Stage
    {
        get { return _stage; }
    }

    /// <summary>CALIB_STAT at the latest good reading: two bits each for system, gyroscope, accelerometer, magnetometer; 3 is best.</summary>
    public byte CalibrationStatus
    {
        get { return _calibration; }
    }

    /// <summary>SYS_ERR at the latest <see cref="SensorStatus.ChipFault"/>; 0 where there was none, or only a failed self-test.</summary>
    public byte SystemErrorCode
    {
        get { return _errorCode; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Begins or goes on with the bring-up; on a running chip it begins anew.</summary>
    /// <returns>NotReady while the chip comes up, Ok once the fusion runs, or the fault that ended this attempt.</returns>
    public SensorStatus Start()
    {
        _stage = _stage == Bno055Stage.Running ? Bno055Stage.Down : _stage;
        SensorStatus status = BringUp();
        return status == SensorStatus.Ok ? TakeBurst() : status;
    }

    /// <summary>Takes the latest sample, going on with the bring-up first where the fusion does not run.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = BringUp();
        status = status != SensorStatus.Ok ? status : TakeBurst();
        return status == SensorStatus.Ok ? Accept() : status;
    }

    private SensorStatus BringUp()
    {
        bool tooEarly = _clock.Nanoseconds < _deadline;
        switch (_stage)
        {
            case Bno055Stage.Running:
                return SensorStatus.Ok;
            case Bno055Stage.Resetting:
                return tooEarly ? SensorStatus.NotReady : Leave();
            case Bno055Stage.Leaving:
                return tooEarly ? SensorStatus.NotReady : Configure();
            case Bno055Stage.Entering:
                return tooEarly ? SensorStatus.NotReady : SensorStatus.Ok;
            default:
                return _needsReset ? Reset() : Leave();
        }
    }

    private SensorStatus Reset()
    {
        BusStatus bus = _port.Write(Bno055Registers.SystemTrigger, Bno055Registers.ResetSystem);
        return bus == BusStatus.Ok ? Go(Bno055Stage.Resetting, ResetNanoseconds) : BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Identifies the chip and sends it to its configuration mode.</summary>
    private SensorStatus Leave()
    {
        BusStatus bus = _port.Read(Bno055Registers.ChipId, _burst, 4);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool known = _burst[0] == Bno055Registers.ChipIdentity && _burst[1] == Bno055Registers.AccelerometerIdentity
            && _burst[2] == Bno055Registers.MagnetometerIdentity && _burst[3] == Bno055Registers.GyroscopeIdentity;
        if (!known)
        {
            _stage = Bno055Stage.Down;
            return SensorStatus.WrongChip;
        }

        _needsReset = false;
        bus = _port.Write(Bno055Registers.PageId, 0);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bno055Registers.OperationMode, Bno055Registers.ConfigurationMode);
        return bus == BusStatus.Ok ? Go(Bno055Stage.Leaving, LeaveNanoseconds) : BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus Configure()
    {
        BusStatus bus = _port.Read(Bno055Registers.SelfTestResult, _burst, 1);
        if (bus == BusStatus.Ok && (_burst[0] & Bno055Registers.SelfTestPassed) != Bno055Registers.SelfTestPassed)
        {
            _errorCode = 0;
            return Fail(SensorStatus.ChipFault, true);
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Bno055Registers.PowerMode, 0);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bno055Registers.UnitSelection, Bno055Registers.SiUnits);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bno055Registers.SystemTrigger, _trigger);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Bno055Registers.OperationMode, _mode);
        return bus == BusStatus.Ok ? Go(Bno055Stage.Entering, EnterNanoseconds) : BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus Go(Bno055Stage stage, long nanoseconds)
    {
        _stage = stage;
        _deadline = _clock.Nanoseconds + nanoseconds;
        return SensorStatus.NotReady;
    }

    private SensorStatus Fail(SensorStatus status, bool needsReset)
    {
        _stage = Bno055Stage.Down;
        _needsReset |= needsReset;
        return status;
    }

    private byte At(int register)
    {
        return _burst[register - First];
    }

    private short WordAt(int register)
    {
        return (short)((_burst[register - First + 1] << 8) | _burst[register - First]);
    }

    /// <summary>Reads everything in one burst and judges the chip by it; what it measured is judged by <see cref="Accept"/>.</summary>
    private SensorStatus TakeBurst()
    {
        BusStatus bus = _port.Read(First, _burst, BurstBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool kept = At(Bno055Registers.PageId) == 0
            && At(Bno055Registers.UnitSelection) == Bno055Registers.SiUnits
            && (At(Bno055Registers.OperationMode) & 0x0F) == _mode
            && (At(Bno055Registers.PowerMode) & 0x03) == 0;
        if (!kept)
        {
            return Fail(SensorStatus.ConfigurationLost, false);
        }

        byte system = At(Bno055Registers.SystemStatus);
        byte error = At(Bno055Registers.SystemErrorCode);
        if (system == Bno055Registers.SystemError || error != 0)
        {
            _errorCode = error;
            return Fail(SensorStatus.ChipFault, true);
        }

        bool runs = system == Bno055Registers.FusionRunning || system == Bno055Registers.SystemIdle;
        bool fuses = runs && (_stage == Bno055Stage.Running || IsUnit());
        if (fuses)
        {
            _stage = Bno055Stage.Running;
            return SensorStatus.Ok;
        }

        if (_stage == Bno055Stage.Running)
        {
            return Fail(SensorStatus.ConfigurationLost, false);
        }

        return _clock.Nanoseconds < _deadline + FusionNanoseconds ? SensorStatus.NotReady : Fail(SensorStatus.Timeout, true);
    }

    private bool IsUnit()
    {
        long square = 0;
        for (int i = 0; i < 4; i++)
        {
            long component = WordAt(Bno055Registers.Quaternion + 2 * i);
            square += component * component;
        }

        return square <= UnitSquare + SquareTolerance && square >= UnitSquare - SquareTolerance;
    }

    private SensorStatus Accept()
    {
        sbyte temperature = (sbyte)At(Bno055Registers.Temperature);
        if (!IsUnit() || temperature < -40 || temperature > 85)
        {
            return SensorStatus.Implausible;
        }

        for (int axis = 0; axis < 3; axis++)
        {
            int acceleration = WordAt(Bno055Registers.Acceleration + 2 * axis);
            int velocity = WordAt(Bno055Registers.AngularVelocity + 2 * axis);
            if (acceleration >= AccelerationEnd || acceleration <= -AccelerationEnd || velocity >= AngularEnd || velocity <= -AngularEnd)
            {
                return SensorStatus.Saturated;
            }
        }

        for (int axis = 0; axis < 3; axis++)
        {
            _imu.LinearAcceleration[axis] = WordAt(Bno055Registers.Acceleration + 2 * axis);
            _imu.AngularVelocity[axis] = WordAt(Bno055Registers.AngularVelocity + 2 * axis);
            _imu.Orientation[axis] = WordAt(Bno055Registers.Quaternion + 2 + 2 * axis);
        }

        _imu.Orientation[3] = WordAt(Bno055Registers.Quaternion);
        _calibration = At(Bno055Registers.CalibrationStatus);
        _imu.Stamp = _port.StampOfLatestRead(IntervalNanoseconds);
        return SensorStatus.Ok;
    }
}
