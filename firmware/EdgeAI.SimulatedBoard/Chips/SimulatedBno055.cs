using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Bosch BNO055 orientation sensor at register level, after the data sheet BST-BNO055-DS000-14 (revision 1.4, June 2016; cited by
/// section). Simulated: start and reset times, both pages, operation modes with their switching times, what each mode updates, units,
/// suspend, write protection outside of CONFIGMODE, calibration status. Calibration goes by time alone: in a real part it goes by
/// how the part is moved. Not simulated: Euler angles (they read zero), axis remap, interrupts, ranges and bandwidths of the
/// non-fusion modes, clock stretching, noise, the heading's error before the magnetometer is calibrated.
/// </summary>
public sealed class SimulatedBno055 : RegisterChip
{
    /// <summary>The address with COM3 low; 0x29 with it high (section 4.6).</summary>
    public const byte DefaultAddress = 0x28;

    private const int PageSize = 128;
    private const byte Page = 0x07;
    private const byte Acceleration = 0x08;
    private const byte MagneticField = 0x0E;
    private const byte AngularRate = 0x14;
    private const byte Quaternion = 0x20;
    private const byte LinearAcceleration = 0x28;
    private const byte Gravity = 0x2E;
    private const byte Temperature = 0x34;
    private const byte CalibrationStatus = 0x35;
    private const byte SelfTestResult = 0x36;
    private const byte SystemStatus = 0x39;
    private const byte Units = 0x3B;
    private const byte OperationMode = 0x3D;
    private const byte PowerMode = 0x3E;
    private const byte SystemTrigger = 0x3F;
    private const byte LastWritable = 0x6A;

    // Section 4.3.60, SYS_TRIGGER.
    private const byte ResetTrigger = 0x20;

    // Section 4.3.58, SYS_STATUS.
    private const byte Idle = 0;
    private const byte FusionRuns = 5;
    private const byte RunsWithoutFusion = 6;

    // Table 3-5.
    private const int ConfigurationMode = 0;
    private const int FirstFusionMode = 8;
    private const int LastMode = 12;
    private const int Suspend = 2;

    // Table 0-2: from off to configuration mode 400 ms, from reset 650 ms. Table 3-6: switching.
    private const long StartNanoseconds = 400_000_000;
    private const long ResetNanoseconds = 650_000_000;
    private const long LeaveConfiguration = 7_000_000;
    private const long EnterConfiguration = 19_000_000;

    // Table 3-14: fusion at 100 Hz; taken for the other modes too.
    private const long SamplePeriod = 10_000_000;

    // Each sensor's calibration goes from 0 to 3 in steps of this length; there is no such number in the data sheet.
    private const long GyroscopeStep = 700_000_000;
    private const long MagnetometerStep = 1_500_000_000;
    private const long AccelerometerStep = 2_000_000_000;

    // Tables 3-17, 3-22, 3-31 and section 3.6.4.2.
    private const double CountsPerQuaternion = 1 << 14;
    private const double CountsPerMetrePerSecondSquared = 100;
    private const double CountsPerMilligravity = 1;
    private const double StandardGravity = 9.80665;
    private const double CountsPerDegreePerSecond = 16;
    private const double CountsPerRadianPerSecond = 900;
    private const double CountsPerMicrotesla = 16;
    private const double DegreesPerRadian = 180 / Math.PI;

    // A field of middle Europe in the world's frame, x to the north, z up, in microtesla.
    private const double NorthMicrotesla = 20;
    private const double UpMicrotesla = -44;

    private readonly IClock _clock;
    private readonly IBodyMotion _motion;
    private readonly IRoomClimate _room;
    private readonly byte[] _registers = new byte[2 * PageSize];
    private long _startsAt;
    private int _page;
    private int _runningMode;
    private int _nextMode;
    private long _switchesAt;
    private long _calibratingSince;
    private SampleCounter _samples;

    /// <summary>Makes a sensor that has been powered for a second: in CONFIGMODE.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="motion">How the body moves that carries it.</param>
    /// <param name="room">The air around it.</param>
    public SimulatedBno055(IClock clock, IBodyMotion motion, IRoomClimate room)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(room);
        _clock = clock;
        _motion = motion;
        _room = room;
        PowerOn();
        _startsAt = clock.Nanoseconds;
    }

    /// <inheritdoc/>
    public override bool AcknowledgesAddress => _clock.Nanoseconds >= _startsAt;

    private bool IsConfiguring => _runningMode == ConfigurationMode && _nextMode == ConfigurationMode;

    // Table 3-3: what runs in which mode.
    private bool HasAccelerometer => _runningMode is 1 or 4 or 5 or 7 or >= FirstFusionMode;

    private bool HasMagnetometer => _runningMode is 2 or 4 or 6 or 7 or > FirstFusionMode;

    private bool HasGyroscope => _runningMode is 3 or 5 or 6 or 7 or FirstFusionMode or 11 or 12;

    private bool HasFusion => _runningMode >= FirstFusionMode;

    /// <inheritdoc/>
    protected override void ResetAtPowerOn() => Start(StartNanoseconds);

    /// <inheritdoc/>
    protected override void PassTime()
    {
        long now = _clock.Nanoseconds;
        if (_nextMode != _runningMode && now >= _switchesAt)
        {
            BeginMode();
        }

        if ((_registers[PowerMode] & 0x03) != Suspend && _samples.TryAdvance(now))
        {
            Measure(_samples.LatestAt);
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register)
    {
        if (register >= PageSize)
        {
            return 0;
        }

        return register == Page ? (byte)_page : _registers[(_page * PageSize) + register];
    }

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        if (register == Page)
        {
            _page = value & 0x01;
            return;
        }

        if (_page == 1)
        {
            // Table 4-3: the configuration from 0x08 on; the unique number from 0x50 on is read only.
            if (register is >= 0x08 and <= 0x1F && IsConfiguring)
            {
                _registers[PageSize + register] = value;
            }

            return;
        }

        switch (register)
        {
            case OperationMode:
                Request(value & 0x0F);
                break;
            case SystemTrigger when (value & ResetTrigger) != 0:
                Start(ResetNanoseconds);
                break;
            case SystemTrigger:
                // The self-test, the interrupt reset and the clock selection leave nothing to read but the last.
                _registers[SystemTrigger] = (byte)(value & 0x80);
                break;
            case >= Units and <= LastWritable when IsConfiguring:
                _registers[register] = value;
                break;
        }
    }

    private static double Where(bool taken, double value) => taken ? value : 0;

    private void Start(long duration)
    {
        _startsAt = _clock.Nanoseconds + duration;
        _page = 0;
        _runningMode = ConfigurationMode;
        _nextMode = ConfigurationMode;
        _samples = default;
        _calibratingSince = -1;
        Array.Clear(_registers);

        // Table 4-2: identification, then what is not zero; table 4-3.
        _registers[0x00] = 0xA0;
        _registers[0x01] = 0xFB;
        _registers[0x02] = 0x32;
        _registers[0x03] = 0x0F;
        _registers[0x04] = 0x08;
        _registers[0x05] = 0x03;
        _registers[0x06] = 0x15;
        _registers[SelfTestResult] = 0x0F;
        _registers[Units] = 0x80;
        _registers[0x41] = 0x24;
        _registers[PageSize + 0x08] = 0x0D;
        _registers[PageSize + 0x0A] = 0x38;
    }

    private void Request(int mode)
    {
        if (mode > LastMode || mode == _nextMode)
        {
            return;
        }

        _registers[OperationMode] = (byte)mode;
        _switchesAt = _clock.Nanoseconds
            + (_runningMode == ConfigurationMode ? 0 : EnterConfiguration)
            + (mode == ConfigurationMode ? 0 : LeaveConfiguration);
        _nextMode = mode;
    }

    private void BeginMode()
    {
        // Section 3.3.1: in CONFIGMODE every output is zero.
        _runningMode = _nextMode;
        _registers.AsSpan(Acceleration, Temperature + 1 - Acceleration).Clear();
        _samples = new SampleCounter(_switchesAt, _runningMode == ConfigurationMode ? 0 : SamplePeriod);
        _registers[SystemStatus] = HasFusion ? FusionRuns : _runningMode == ConfigurationMode ? Idle : RunsWithoutFusion;
        _calibratingSince = _calibratingSince < 0 ? _switchesAt : _calibratingSince;
    }

    private void Measure(long instant)
    {
        byte units = _registers[Units];
        double forceScale = (units & 0x01) != 0 ? CountsPerMilligravity * 1000 / StandardGravity : CountsPerMetrePerSecondSquared;
        double rateScale = (units & 0x02) != 0 ? CountsPerRadianPerSecond : CountsPerDegreePerSecond * DegreesPerRadian;
        double w = _motion.Orientation(instant, 0);
        double x = _motion.Orientation(instant, 1);
        double y = _motion.Orientation(instant, 2);
        double z = _motion.Orientation(instant, 3);
        for (int axis = 0; axis < 3; axis++)
        {
            double force = _motion.SpecificForce(instant, axis);
            double up = Up(axis, w, x, y, z);
            double field = (NorthMicrotesla * North(axis, w, x, y, z)) + (UpMicrotesla * up);
            Put(Acceleration + (2 * axis), Where(HasAccelerometer, force) * forceScale);
            Put(MagneticField + (2 * axis), Where(HasMagnetometer, field) * CountsPerMicrotesla);
            Put(AngularRate + (2 * axis), Where(HasGyroscope, _motion.AngularVelocity(instant, axis)) * rateScale);
            Put(LinearAcceleration + (2 * axis), Where(HasFusion, force - (StandardGravity * up)) * forceScale);
            Put(Gravity + (2 * axis), Where(HasFusion, StandardGravity * up) * forceScale);
        }

        for (int part = 0; part < 4; part++)
        {
            Put(Quaternion + (2 * part), Where(HasFusion, _motion.Orientation(instant, part)) * CountsPerQuaternion);
        }

        // Table 3-37: one degree Celsius, or two degrees Fahrenheit.
        double celsius = _room.AirCelsius(instant) + 2;
        _registers[Temperature] = (byte)(int)Math.Round((units & 0x10) != 0 ? ((celsius * 1.8) + 32) / 2 : celsius);
        Calibrate(instant);
    }

    // The world's vertical and its north in the body's frame: rows of the rotation matrix.
    private static double Up(int axis, double w, double x, double y, double z) => axis switch
    {
        0 => 2 * ((x * z) - (w * y)),
        1 => 2 * ((y * z) + (w * x)),
        _ => 1 - (2 * ((x * x) + (y * y))),
    };

    private static double North(int axis, double w, double x, double y, double z) => axis switch
    {
        0 => 1 - (2 * ((y * y) + (z * z))),
        1 => 2 * ((x * y) - (w * z)),
        _ => 2 * ((x * z) + (w * y)),
    };

    // Section 3.10, CALIB_STAT: system, gyroscope, accelerometer, magnetometer, two bits each.
    private void Calibrate(long instant)
    {
        long elapsed = instant - _calibratingSince;
        int gyroscope = HasGyroscope ? (int)Math.Min(3, elapsed / GyroscopeStep) : 0;
        int accelerometer = HasAccelerometer ? (int)Math.Min(3, elapsed / AccelerometerStep) : 0;
        int magnetometer = HasMagnetometer ? (int)Math.Min(3, elapsed / MagnetometerStep) : 0;
        int system = HasFusion ? Math.Min(Math.Min(HasGyroscope ? gyroscope : 3, accelerometer), HasMagnetometer ? magnetometer : 3) : 0;
        _registers[CalibrationStatus] = (byte)((system << 6) | (gyroscope << 4) | (accelerometer << 2) | magnetometer);
    }

    private void Put(int register, double counts)
    {
        int code = (int)Math.Clamp(Math.Round(counts), short.MinValue, short.MaxValue);
        _registers[register] = (byte)code;
        _registers[register + 1] = (byte)(code >> 8);
    }
}
