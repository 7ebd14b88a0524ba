using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>
/// One Sensirion SHT4x: identifies it, has it measure, and shares each measurement among the <see cref="Sht4xSensor"/>s of its two quantities.
/// </summary>
/// <remarks>
/// <para>Why a chip and two sensors: a stream carries one message type, and both quantities come of one measurement. A sensor that has
/// not had the latest measurement gets it for 50 ms after it was fetched; else the chip measures again. So two streams of one rate cost one
/// measurement a period.</para>
/// <para>On request: the chip measures when told to, with high precision, at most 8.3 ms (DS "Timings"), does not acknowledge meanwhile, and sleeps after. So a reading
/// takes two calls: the first sends the command and answers <see cref="SensorStatus.NotReady"/>, one that comes 9 ms or more later fetches
/// six bytes. The heater is never used.</para>
/// <para>Start never waits either: reset, 1 ms, serial number, 1 ms, six bytes with two checksums. The chip has no other identity and no
/// settings: every measurement stands for itself, so a reset costs at most the measurement under way and needs no detection.</para>
/// <para>Range: -40 to +125 degC, 0 to 100 %. Stamp: the middle between command and end of the longest measurement, give or take half of it;
/// it is when the chip measured, not when it was asked for the bytes.</para>
/// <para>Errors: sending a command is tried twice; fetching once, since the chip gives a measurement away once. A wrong checksum, or a temperature
/// out of range, is <see cref="SensorStatus.Implausible"/>; humidity beyond its ends is cropped, as the data sheet asks. No answer is
/// <see cref="SensorStatus.NotAcknowledged"/>: asleep, reset during the measurement, or gone.</para>
/// <para>Undetectable: each word has a checksum of eight bits, which finds every error of up to three bits and one in 256 of the
/// rest passes. A word that was overwritten whole with its checksum passes (two chips at one address), and so do condensation and drift.</para>
/// <para>Checked against the data sheet's text: command for high precision, 8.3 ms, ranges, no clock stretching; the checksum against its
/// own example (as the SHT3x's data sheet prints it). The conversion's constants against public code. From memory: 1 ms for reset and serial number.</para>
/// </remarks>
public sealed class Sht4xChip
{
    private const int AnswerBytes = 6;

    /// <summary>8.3 ms (DS "Timings", high repeatability, maximum), and what the board's clock may be off.</summary>
    private const long MeasureNanoseconds = 9000000L;

    /// <summary>Reset and serial number (DS "Timings", soft reset time, maximum).</summary>
    private const long ShortNanoseconds = 1000000L;

    /// <summary>How long a measurement is handed to sensors that have not had it: above the time between two streams' turns.</summary>
    private const long ShareNanoseconds = 50000000L;

    private readonly CommandPort _port;
    private readonly IClock _clock;
    private readonly byte[] _answer = new byte[AnswerBytes];
    private Sht4xStage _stage;
    private long _deadline;
    private Stamp _pending;
    private long _fetchedAt;
    private bool _measured;
    private int _serialHigh;
    private int _serialLow;

    /// <summary>Makes a chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x44, 0x45 or 0x46, by variant.</param>
    /// <param name="clock">The board's clock.</param>
    public Sht4xChip(II2cBus bus, byte address, IClock clock)
    {
        _port = new CommandPort(bus, address, clock);
        _clock = clock;
    }

    /// <summary>What the chip is doing.</summary>
    public Sht4xStage Stage
    {
        get { return _stage; }
    }

    /// <summary>The serial number, 32 bits, unique to the chip; 0 before the first start.</summary>
    public long SerialNumber
    {
        get { return ((long)_serialHigh << 16) | (long)_serialLow; }
    }

    /// <summary>How many times the chip was identified; a sensor that has seen this one and asks for a start wants another.</summary>
    public int BringUps { get; private set; }

    /// <summary>The number of the latest measurement; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>When the latest measurement was made.</summary>
    public Stamp Stamp { get; private set; }

    /// <summary>Hundredths of a degree Celsius.</summary>
    public int Temperature { get; private set; }

    /// <summary>Hundredths of a percent.</summary>
    public int Humidity { get; private set; }

    /// <summary>How many commands needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Begins or goes on with the identification; one that is done begins anew only for whoever has seen it.</summary>
    /// <param name="seen">The <see cref="BringUps"/> that the caller knows.</param>
    public SensorStatus Start(int seen)
    {
        if (_stage >= Sht4xStage.Idle && seen == BringUps)
        {
            _stage = Sht4xStage.Down;
        }

        return BringUp();
    }

    /// <summary>Sees to it that the latest measurement is one that the caller has not had.</summary>
    /// <param name="had">The <see cref="Number"/> that the caller has had.</param>
    /// <returns>Ok if there is one, NotReady while the chip measures or comes up, or the fault.</returns>
    public SensorStatus Take(long had)
    {
        SensorStatus status = BringUp();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        if (_measured && Number != had && _clock.Nanoseconds - _fetchedAt < ShareNanoseconds)
        {
            return SensorStatus.Ok;
        }

        if (_stage == Sht4xStage.Idle)
        {
            return Measure();
        }

        return _clock.Nanoseconds < _deadline ? SensorStatus.NotReady : FetchMeasurement();
    }

    private SensorStatus BringUp()
    {
        bool tooEarly = _clock.Nanoseconds < _deadline;
        switch (_stage)
        {
            case Sht4xStage.Down:
                return Command(Sht4xCommands.SoftReset, Sht4xStage.Resetting, ShortNanoseconds);
            case Sht4xStage.Resetting:
                return tooEarly ? SensorStatus.NotReady : Command(Sht4xCommands.ReadSerial, Sht4xStage.Identifying, ShortNanoseconds);
            case Sht4xStage.Identifying:
                return tooEarly ? SensorStatus.NotReady : FetchSerial();
            default:
                return SensorStatus.Ok;
        }
    }

    private SensorStatus Command(byte command, Sht4xStage next, long nanoseconds)
    {
        BusStatus bus = _port.Send(command);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _stage = next;
        _deadline = _clock.Nanoseconds + nanoseconds;
        return SensorStatus.NotReady;
    }

    private SensorStatus FetchSerial()
    {
        _stage = Sht4xStage.Down;
        BusStatus bus = _port.Fetch(_answer, AnswerBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool right = Sht4xCodec.TryDecodeWord(_answer, 0, out int high) & Sht4xCodec.TryDecodeWord(_answer, 3, out int low);
        if (!right)
        {
            return SensorStatus.Implausible;
        }

        _serialHigh = high;
        _serialLow = low;
        _measured = false;
        BringUps++;
        _stage = Sht4xStage.Idle;
        return SensorStatus.Ok;
    }

    private SensorStatus Measure()
    {
        SensorStatus status = Command(Sht4xCommands.MeasureHighPrecision, Sht4xStage.Measuring, MeasureNanoseconds);
        long duration = _deadline - _port.Began;
        _pending = new Stamp(_port.Began + duration / 2, (duration + 1) / 2);
        return status;
    }

    private SensorStatus FetchMeasurement()
    {
        _stage = Sht4xStage.Idle;
        BusStatus bus = _port.Fetch(_answer, AnswerBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool right = Sht4xCodec.TryDecodeWord(_answer, 0, out int temperature) & Sht4xCodec.TryDecodeWord(_answer, 3, out int humidity);
        int hundredths = Sht4xCodec.Temperature(temperature);
        if (!right || hundredths < -4000 || hundredths > 12500)
        {
            return SensorStatus.Implausible;
        }

        Temperature = hundredths;
        Humidity = Sht4xCodec.Humidity(humidity);
        Stamp = _pending;
        Number++;
        _measured = true;
        _fetchedAt = _clock.Nanoseconds;
        return SensorStatus.Ok;
    }
}
