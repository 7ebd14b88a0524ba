using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// An ST LSM6DSO inertial module at register level, after the data sheet DS12140 rev 2 and the application note AN5192 (cited by
/// heading). Simulated: both sensors with their rates and ranges, data-ready flags and their mask, block data update, register
/// auto-increment, boot and software reset, the samples after a start that are not yet valid, noise, the temperature. Not simulated:
/// FIFO, embedded functions, sensor hub, OIS chain, low-power rates below 12.5 Hz, filters, offsets, self-test, interrupt pins.
/// </summary>
public sealed class SimulatedLsm6dso : RegisterChip
{
    /// <summary>The address with SA0 at ground; 0x6B with SA0 at supply ("I2C operation").</summary>
    public const byte DefaultAddress = 0x6A;

    private const byte WhoAmI = 0x0F;
    private const byte Control1 = 0x10;
    private const byte Control2 = 0x11;
    private const byte Control3 = 0x12;
    private const byte Control4 = 0x13;
    private const byte Control9 = 0x18;
    private const byte Control10 = 0x19;
    private const byte Status = 0x1E;
    private const byte Temperature = 0x20;
    private const byte AngularRate = 0x22;
    private const byte Acceleration = 0x28;
    private const byte LastOutput = 0x2D;

    // "WHO_AM_I (0Fh)", "CTRL3_C (12h)", "CTRL9_XL (18h)".
    private const byte WhoAmIValue = 0x6C;
    private const byte BootBit = 0x80;
    private const byte BlockDataUpdate = 0x40;
    private const byte AutoIncrement = 0x04;
    private const byte SoftwareReset = 0x01;
    private const byte Control9Reset = 0xE0;

    // "CTRL4_C (13h)".
    private const byte MaskDataReady = 0x08;

    // "STATUS_REG (1Eh)".
    private const byte TemperatureReady = 0x04;
    private const byte AngularRateReady = 0x02;
    private const byte AccelerationReady = 0x01;

    // AN5192, "Reboot and software reset": the boot takes 10 ms, the reset 50 us at most.
    private const long BootNanoseconds = 10_000_000;
    private const long ResetNanoseconds = 50_000;

    // AN5192: the gyroscope is valid 70 ms after it was switched on (35 ms typical in the data sheet), the accelerometer after one
    // sample up to 833 Hz.
    private const long GyroscopeTurnOnNanoseconds = 70_000_000;
    private const int AccelerometerDiscards = 1;

    // "Mechanical characteristics": sensitivities at the narrowest range, noise densities, standard gravity.
    private const double GPerCount = 61e-6;
    private const double DegreesPerSecondPerCount = 4.375e-3;
    private const double GNoiseDensity = 70e-6;
    private const double DegreesNoiseDensity = 3.8e-3;
    private const double StandardGravity = 9.80665;
    private const double DegreesPerRadian = 180 / Math.PI;

    // "Temperature sensor characteristics": 256 counts a degree, 0 at 25 degC, 52 Hz; the chip is warmer than the air.
    private const double TemperatureCountsPerDegree = 256;
    private const double TemperatureZero = 25;
    private const long TemperaturePeriod = 1_000_000_000 / 52;

    private readonly IClock _clock;
    private readonly IBodyMotion _motion;
    private readonly IRoomClimate _room;
    private readonly ulong _seed;
    private readonly byte[] _registers = new byte[128];
    private readonly bool[] _held = new bool[(LastOutput - Temperature + 1) / 2];
    private long _startedAt;
    private long _resetUntil;
    private long _bootUntil;
    private SampleCounter _acceleration;
    private SampleCounter _angularRate;
    private SampleCounter _temperature;

    /// <summary>Makes a module that has been powered for a second: both sensors off.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="motion">How the body moves that carries it.</param>
    /// <param name="room">The air around it.</param>
    /// <param name="seed">What its noise comes from.</param>
    public SimulatedLsm6dso(IClock clock, IBodyMotion motion, IRoomClimate room, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(room);
        _clock = clock;
        _motion = motion;
        _room = room;
        _seed = seed;
        PowerOn();
        _startedAt -= 1_000_000_000;
    }

    /// <inheritdoc/>
    public override bool AcknowledgesAddress => _clock.Nanoseconds - _startedAt >= BootNanoseconds;

    private bool IsOn => _acceleration.Period > 0 || _angularRate.Period > 0;

    /// <inheritdoc/>
    protected override void ResetAtPowerOn()
    {
        _startedAt = _clock.Nanoseconds;
        _resetUntil = long.MinValue;
        _bootUntil = long.MinValue;
        ResetRegisters();
    }

    /// <inheritdoc/>
    protected override void PassTime()
    {
        long now = _clock.Nanoseconds;
        if (_temperature.TryAdvance(now))
        {
            _registers[Status] |= TemperatureReady;
            double celsius = _room.AirCelsius(_temperature.LatestAt) + 2;
            Show(Temperature, (celsius - TemperatureZero) * TemperatureCountsPerDegree);
        }

        if (_acceleration.TryAdvance(now))
        {
            Measure(Acceleration, AccelerationReady, _acceleration, _acceleration.Count > AccelerometerDiscards);
        }

        if (_angularRate.TryAdvance(now))
        {
            Measure(AngularRate, AngularRateReady, _angularRate, _angularRate.LatestAt - _angularRate.Origin >= GyroscopeTurnOnNanoseconds);
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register)
    {
        if (register >= _registers.Length)
        {
            return 0;
        }

        if (register == Control3)
        {
            bool resets = _clock.Nanoseconds < _resetUntil;
            bool boots = _clock.Nanoseconds < _bootUntil;
            return (byte)(_registers[Control3] | (resets ? SoftwareReset : 0) | (boots ? BootBit : 0));
        }

        byte value = _registers[register];
        if (register is >= Temperature and <= LastOutput)
        {
            Hold(register);
        }

        return value;
    }

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        // AN5192: the reset must end before anything else is written.
        bool writable = register is (>= 0x01 and <= 0x0E and not 0x03 and not 0x04 and not 0x05 and not 0x06) or (>= Control1 and <= Control10) or (>= 0x56 and <= 0x5F) or (>= 0x73 and <= 0x75);
        if (!writable || _clock.Nanoseconds < _resetUntil)
        {
            return;
        }

        byte before = _registers[register];
        switch (register)
        {
            case Control3:
                WriteControl3(value);
                break;
            case Control1:
                _registers[Control1] = (byte)(value & 0xFE);
                RestartWhere(((before ^ value) & 0xF0) != 0, ref _acceleration, value, AccelerationReady);
                break;
            case Control2:
                _registers[Control2] = (byte)(value & 0xFE);
                RestartWhere(((before ^ value) & 0xF0) != 0, ref _angularRate, value, AngularRateReady);
                break;
            default:
                _registers[register] = value;
                break;
        }
    }

    /// <inheritdoc/>
    protected override byte NextRegister(byte register) => (_registers[Control3] & AutoIncrement) != 0 ? (byte)(register + 1) : register;

    // "CTRL1_XL (10h)" and "CTRL2_G (11h)", high-performance mode: 12.5 Hz, then 26 Hz doubling; reserved values do not run.
    private static long PeriodOf(byte control) => (control >> 4) switch
    {
        1 => 80_000_000,
        2 => 38_461_538,
        3 => 19_230_769,
        4 => 9_615_385,
        5 => 4_807_692,
        6 => 2_403_846,
        7 => 1_200_480,
        8 => 600_240,
        9 => 300_120,
        10 => 150_060,
        _ => 0,
    };

    private void ResetRegisters()
    {
        Array.Clear(_registers);
        Array.Clear(_held);
        _registers[WhoAmI] = WhoAmIValue;
        _registers[Control3] = AutoIncrement;
        _registers[Control9] = Control9Reset;
        _acceleration = default;
        _angularRate = default;
        _temperature = default;
    }

    private void WriteControl3(byte value)
    {
        if ((value & SoftwareReset) != 0)
        {
            ResetRegisters();
            _resetUntil = _clock.Nanoseconds + ResetNanoseconds;
            return;
        }

        if ((value & BootBit) != 0)
        {
            _bootUntil = _clock.Nanoseconds + BootNanoseconds;
        }

        _registers[Control3] = (byte)(value & 0x7C);
    }

    private void RestartWhere(bool changed, ref SampleCounter counter, byte control, byte flag)
    {
        if (!changed)
        {
            return;
        }

        bool wasOn = IsOn;
        counter = new SampleCounter(_clock.Nanoseconds, PeriodOf(control));
        _registers[Status] &= (byte)~flag;
        if (!IsOn)
        {
            _temperature = default;
        }
        else if (!wasOn)
        {
            _temperature = new SampleCounter(_clock.Nanoseconds, TemperaturePeriod);
        }
    }

    // A sample that is not valid yet is half of the way; with the mask its flag does not come (AN5192, "Using the data-ready signal").
    private void Measure(byte first, byte flag, SampleCounter counter, bool valid)
    {
        RandomStream noise = RandomStream.For(_seed, counter.LatestAt, first);
        double bandwidth = Math.Sqrt(0.5e9 / counter.Period);
        for (int axis = 0; axis < 3; axis++)
        {
            double counts = first == Acceleration
                ? ((_motion.SpecificForce(counter.LatestAt, axis) / StandardGravity) + (GNoiseDensity * bandwidth * noise.NextNormal())) / GravityPerCount()
                : ((_motion.AngularVelocity(counter.LatestAt, axis) * DegreesPerRadian) + (DegreesNoiseDensity * bandwidth * noise.NextNormal())) / DegreesPerCount();
            Show((byte)(first + (2 * axis)), valid ? counts : counts / 2);
        }

        if (valid || (_registers[Control4] & MaskDataReady) == 0)
        {
            _registers[Status] |= flag;
        }
    }

    // "CTRL1_XL (10h)", FS_XL: 2, 16, 4, 8 g.
    private double GravityPerCount() => GPerCount * (((_registers[Control1] >> 2) & 3) switch { 0 => 1, 1 => 8, 2 => 2, _ => 4 });

    // "CTRL2_G (11h)", FS_125 before FS_G: 250, 500, 1000, 2000 degrees per second.
    private double DegreesPerCount() =>
        DegreesPerSecondPerCount * ((_registers[Control2] & 0x02) != 0 ? 1 : 2 << ((_registers[Control2] >> 2) & 3));

    private void Show(byte low, double counts)
    {
        // "CTRL3_C (12h)", BDU: the pair does not change between the reading of its two bytes.
        if ((_registers[Control3] & BlockDataUpdate) != 0 && _held[(low - Temperature) / 2])
        {
            return;
        }

        int code = (int)Math.Clamp(Math.Round(counts), short.MinValue, short.MaxValue);
        _registers[low] = (byte)code;
        _registers[low + 1] = (byte)(code >> 8);
    }

    // AN5192, "Using the status register": a flag falls when the high byte of one of its channels is read.
    private void Hold(byte register)
    {
        bool high = (register & 1) != 0;
        _held[(register - Temperature) / 2] = !high;
        if (high)
        {
            byte flag = register switch { < AngularRate => TemperatureReady, < Acceleration => AngularRateReady, _ => AccelerationReady };
            _registers[Status] &= (byte)~flag;
        }
    }
}
