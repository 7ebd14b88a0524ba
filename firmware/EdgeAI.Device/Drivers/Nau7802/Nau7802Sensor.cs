using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bridges;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>
/// Reads channel 1 of the Nuvoton NAU7802, a 24-bit converter for a bridge, as a <see cref="ForceStamped"/>.
/// </summary>
/// <remarks>
/// <para>Values: RawCount is the converter's two's complement count, -8388608 to 8388607 for +-0.5 * (REFP - REFN) / gain
/// (DS section 9.2). Value is RawCount less the tare; times the scale it is the force. Tare and scale come from
/// <see cref="SetCalibration"/> (see <see cref="TwoPointCalibration"/>); until then the scale is one count.</para>
/// <para>Start never waits: it does what can be done and answers <see cref="SensorStatus.NotReady"/>; each further call of Start or
/// <see cref="Read"/> goes on from there, by the clock (DS section 9.1): reset and digital power, power-up ready (200 us, at most
/// 10 ms), settings, 600 ms for regulator and amplifier, internal offset calibration (at most 2 s), four conversions thrown away
/// while the filter fills. About a second at 80 conversions a second. Start on a running chip begins anew.</para>
/// <para>Registers: a reading is PU_CTRL to CTRL2 (3 bytes: power, ready, gain, rate, calibration error), ADCO_B2 to B0 in one
/// burst, and PU_CTRL again: had the next conversion landed by then, the three bytes could stem from two of them, so they are read once
/// more, or the reading is NotReady. About 0.5 ms at 400 kHz.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one conversion interval. The filter's own delay, some
/// conversions long, is not in it: a count is a mean over the past, at 320 a second over about 12 ms.</para>
/// <para>Errors: a transfer is tried twice, then reported. No conversion for eight intervals and 50 ms is
/// <see cref="SensorStatus.Timeout"/>, a failed calibration <see cref="SensorStatus.ChipFault"/>, lost power-up bits, gain or rate
/// <see cref="SensorStatus.ConfigurationLost"/>; each brings the chip up anew at the next reading. Within 0.4 % of either end the
/// count is <see cref="SensorStatus.Saturated"/>: the calibration offset moves the end where the converter sticks. Another
/// revision code is <see cref="SensorStatus.WrongChip"/>.</para>
/// <para>Undetectable: the chip sends no checksum, so a corrupted byte of the count passes; so do a torn bridge wire that leaves
/// both inputs alike, and changes of the chopper, amplifier and calibration registers after start.</para>
/// </remarks>
public sealed partial class Nau7802Sensor : ISensor, ITareable, ICalibratable
{
    /// <summary>Counts from here on are at the converter's end: 255/256 of full scale, see the remarks.</summary>
    public const int SaturationCount = 0x7F8000;

    /// <summary>Bound on power-up ready, which comes "after about 200 microseconds" (DS section 9.1, step 3).</summary>
    private const long PowerUpNanoseconds = 10000000L;

    /// <summary>Regulator and amplifier: "analog part wakeup stable plus data ready" after power-down, 600 ms (DS section 7, electrical characteristics).</summary>
    private const long SettlingNanoseconds = 600000000L;

    /// <summary>Bound on the calibration: some twenty conversions at the slowest rate; the data sheet gives no figure.</summary>
    private const long CalibrationNanoseconds = 2000000000L;

    /// <summary>Conversions until the digital filter holds nothing from before.</summary>
    private const int DiscardedConversions = 4;

    private const int ControlBytes = 3;
    private const int ResultBytes = 3;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly ForceStamped _force = new ForceStamped();
    private readonly byte[] _control = new byte[ControlBytes];
    private readonly byte[] _result = new byte[ResultBytes];
    private readonly byte[] _one = new byte[1];
    private readonly byte _powered;
    private readonly byte _control1;
    private readonly byte _control2;
    private readonly byte _powerControl;
    private readonly long _interval;
    private Nau7802Stage _stage;
    private Stamp _latest;
    private long _deadline;
    private long _waitingSince;
    private bool _waiting;
    private bool _hasReading;
    private int _discarded;
    private int _tare;

    /// <summary>Makes a driver with the default options: gain 128, 80 conversions a second, regulator at 3.0 V.</summary>
    public Nau7802Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, new Nau7802Options())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x2A.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is set up; read once, here.</param>
    public Nau7802Sensor(II2cBus bus, byte address, IClock clock, Nau7802Options options)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _powered = (byte)(Nau7802Registers.PowerUpDigital | Nau7802Registers.PowerUpAnalogue
            | (options.InternalLdo ? Nau7802Registers.InternalLdo : 0));
        _control1 = (byte)(((byte)options.Ldo << 3) | (byte)options.Gain);
        _control2 = (byte)((byte)options.Rate << 4);
        _powerControl = options.PgaCapacitor ? Nau7802Registers.PgaCapacitor : (byte)0;
        _interval = 1000000000L / (options.Rate == Nau7802Rate.PerSecond320 ? 320 : 10 << (int)options.Rate);
    }

    /// <summary>The force that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _force; }
    }

    /// <summary>How far the bring-up has come.</summary>
    public Nau7802Stage Stage
    {
        get { return _stage; }
    }

    /// <summary>The raw count that stands for no force.</summary>
    public int TareCount
    {
        get { return _tare; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Sets tare and scale, measured and computed elsewhere; they hold for this gain, regulator voltage and bridge.</summary>
    public void SetCalibration(int tareCount, Scale scale)
    {
        _tare = tareCount;
        _force.Scale = scale;
    }

    /// <summary>Takes the raw count of the latest good reading as the tare, from the next reading on.</summary>
    /// <returns>False if there has been no good reading: the tare stays.</returns>
    public bool TareToLatestReading()
    {
        if (_hasReading)
        {
            _tare = _force.RawCount;
        }

        return _hasReading;
    }

    /// <summary>One number: the raw count that stands for no force.</summary>
    public int TareLength
    {
        get { return 1; }
    }

    /// <summary>What one step of the value is worth.</summary>
    public Scale ValueScale
    {
        get { return _force.Scale; }
    }

    /// <summary>Takes the raw count of the latest good reading as the tare, from the next reading on.</summary>
    public TareOutcome Tare()
    {
        return TareToLatestReading() ? TareOutcome.Done : TareOutcome.NoReading;
    }

    /// <inheritdoc/>
    public bool TryGetTare(int[] tare)
    {
        tare[0] = _tare;
        return true;
    }

    /// <inheritdoc/>
    public void SetTare(int[] tare)
    {
        _tare = tare[0];
    }

    /// <inheritdoc/>
    public CalibrationOutcome Calibrate(int reference, Scale scale)
    {
        if (!_hasReading)
        {
            return CalibrationOutcome.NoReading;
        }

        CalibrationOutcome outcome = TwoPointCalibration.Calibrate(_tare, _force.RawCount, reference, scale, out Scale found);
        if (outcome == CalibrationOutcome.Done)
        {
            _force.Scale = found;
        }

        return outcome;
    }

    /// <inheritdoc/>
    public void SetScale(Scale scale)
    {
        _force.Scale = scale;
    }

    /// <summary>Begins or goes on with the bring-up; see the remarks.</summary>
    /// <returns>Ok once conversions are delivered, NotReady while there is time to wait, or the fault that ended this attempt.</returns>
    public SensorStatus Start()
    {
        if (_stage == Nau7802Stage.Running)
        {
            _stage = Nau7802Stage.Down;
        }

        return BringUp();
    }

    /// <summary>Takes the latest conversion, going on with the bring-up first where the chip is not running.</summary>
    public SensorStatus Read()
    {
        if (_stage != Nau7802Stage.Running)
        {
            SensorStatus status = BringUp();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        SensorStatus taken = TakeConversion();
        if (taken != SensorStatus.Ok)
        {
            return taken;
        }

        int count = Nau7802Codec.DecodeCount(_result[0], _result[1], _result[2]);
        if (count >= SaturationCount || count <= -SaturationCount)
        {
            return SensorStatus.Saturated;
        }

        _force.RawCount = count;
        _force.Value = count - _tare;
        _force.Stamp = _latest;
        _hasReading = true;
        return SensorStatus.Ok;
    }
}
