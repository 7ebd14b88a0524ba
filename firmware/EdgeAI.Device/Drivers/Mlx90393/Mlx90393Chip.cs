using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Mlx90393;

/// <summary>
/// One Melexis MLX90393, a magnetometer of three axes on I2C: single measurements, begun and collected in two steps. What
/// <see cref="MagneticSkin"/> is built from.
/// </summary>
/// <remarks>
/// <para>The chip takes commands and answers each with a status byte, read after a repeated start together with the data (DS section 8). An
/// ERROR bit that is not explained by what follows is <see cref="SensorStatus.ChipFault"/>. A raised RS bit outside the configuration is
/// <see cref="SensorStatus.ConfigurationLost"/>; since the transfer that carries it may be lost, a mark (0x5A5A in WOXY_THRESHOLD, which no mode in
/// use reads) is asked for before every measurement too.</para>
/// <para>A command whose transfer failed may have been heard. A second start of a measurement is then rejected by a chip that already measures: ERROR
/// with SM_MODE, taken for a success. A second reading finds nothing to read any more: ERROR, reported as the first transfer's
/// failure, for the measurement is lost. ERROR on a first reading means that the measurement still goes on, until four times its time.</para>
/// <para>Not verified on a chip: that a second start during a measurement is rejected and not begun anew; either way what is collected was
/// measured after the first start.</para>
/// </remarks>
public sealed class Mlx90393Chip
{
    private const int Mark = 0x5A5A;
    private const int StatusBytes = 1;
    private const int RegisterAnswer = 3;
    private const int MeasurementAnswer = 7;

    private readonly II2cBus _bus;
    private readonly byte _address;
    private readonly IClock _clock;
    private readonly int _gainBits;
    private readonly int _filterBits;
    private readonly int _resolution;
    private readonly long _duration;
    private readonly byte[] _command = new byte[4];
    private readonly byte[] _answer = new byte[MeasurementAnswer];
    private long _begunAt;
    private bool _begun;
    private uint _retries;
    private bool _retried;

    /// <summary>Makes a chip.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x0C to 0x0F, by A1 and A0; other ordering codes have others.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How it is set up; read once, here.</param>
    public Mlx90393Chip(II2cBus bus, byte address, IClock clock, Mlx90393Options options)
    {
        _bus = bus;
        _address = address;
        _clock = clock;
        _resolution = options.Resolution;
        _gainBits = (options.Gain << 4) | Mlx90393Registers.HallConfiguration;
        _filterBits = (options.Resolution << 9) | (options.Resolution << 7) | (options.Resolution << 5) | (options.Filter << 2) | options.Oversampling;
        _duration = Mlx90393Registers.MeasurementNanoseconds(options.Filter, options.Oversampling);
    }

    /// <summary>The latest measurement's x in counts.</summary>
    public int X { get; private set; }

    /// <summary>The latest measurement's y in counts.</summary>
    public int Y { get; private set; }

    /// <summary>The latest measurement's z in counts, away from the chip's face.</summary>
    public int Z { get; private set; }

    /// <summary>The longest that a measurement takes, in nanoseconds.</summary>
    public long MeasurementNanoseconds
    {
        get { return _duration; }
    }

    /// <summary>Whether no measurement that was begun can still be going on.</summary>
    public bool IsIdle
    {
        get { return !_begun || _clock.Nanoseconds - _begunAt >= _duration; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _retries; }
    }

    /// <summary>Makes the chip leave whatever mode it is in; it answers again after <see cref="Mlx90393Registers.ExitNanoseconds"/>.</summary>
    public SensorStatus Exit()
    {
        _command[0] = Mlx90393Registers.Exit;
        _begun = false;
        return BusStatusMapping.ToSensorStatus(Transfer(1, StatusBytes));
    }

    /// <summary>Sets gain, resolution, filter and mark, and reads each back; bits that are the maker's stay as they are.</summary>
    /// <returns>Ok, a bus status, <see cref="SensorStatus.ChipFault"/>, or <see cref="SensorStatus.ConfigurationLost"/> if a register did not keep its value.</returns>
    public SensorStatus Configure()
    {
        SensorStatus status = Change(Mlx90393Registers.GainRegister, Mlx90393Registers.GainMask, _gainBits);
        status = status != SensorStatus.Ok ? status : Change(Mlx90393Registers.ModeRegister, Mlx90393Registers.TemperatureCompensation, 0);
        status = status != SensorStatus.Ok ? status : Change(Mlx90393Registers.FilterRegister, Mlx90393Registers.FilterMask, _filterBits);
        return status != SensorStatus.Ok ? status : Change(Mlx90393Registers.MarkRegister, 0xFFFF, Mark);
    }

    /// <summary>Asks whether the mark still stands.</summary>
    public SensorStatus CheckMark()
    {
        SensorStatus status = ReadRegister(Mlx90393Registers.MarkRegister, out int mark);
        if (status == SensorStatus.Ok && (mark != Mark || (_answer[0] & Mlx90393Registers.Reset) != 0))
        {
            return SensorStatus.ConfigurationLost;
        }

        return status;
    }

    /// <summary>Begins a measurement; to be called while <see cref="IsIdle"/>.</summary>
    public SensorStatus Begin()
    {
        _command[0] = Mlx90393Registers.StartSingle | Mlx90393Registers.Axes;
        BusStatus bus = Transfer(1, StatusBytes);
        _begunAt = _clock.Nanoseconds;
        _begun = true;
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool already = _retried && (_answer[0] & Mlx90393Registers.SingleMode) != 0;
        return already ? SensorStatus.Ok : StatusOf(_answer[0]);
    }

    /// <summary>Collects the measurement that was begun.</summary>
    /// <returns>
    /// Ok with new <see cref="X"/>, <see cref="Y"/> and <see cref="Z"/>; <see cref="SensorStatus.NotReady"/> while it goes on; otherwise what went
    /// wrong, <see cref="SensorStatus.Saturated"/> if an axis stands at the end of its range.
    /// </returns>
    public SensorStatus Collect()
    {
        long waited = _clock.Nanoseconds - _begunAt;
        if (waited < _duration)
        {
            return SensorStatus.NotReady;
        }

        _command[0] = Mlx90393Registers.ReadMeasurement | Mlx90393Registers.Axes;
        BusStatus bus = Once(1, MeasurementAnswer);
        if (bus != BusStatus.Ok)
        {
            _retries++;
            BusStatus second = Once(1, MeasurementAnswer);
            if (second != BusStatus.Ok || (_answer[0] & Mlx90393Registers.Error) != 0)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }
        }

        if ((_answer[0] & Mlx90393Registers.Reset) != 0)
        {
            return SensorStatus.ConfigurationLost;
        }

        if ((_answer[0] & Mlx90393Registers.Error) != 0)
        {
            return waited < 4 * _duration ? SensorStatus.NotReady : SensorStatus.ChipFault;
        }

        return Accept();
    }

    private static SensorStatus StatusOf(byte status)
    {
        if ((status & Mlx90393Registers.Reset) != 0)
        {
            return SensorStatus.ConfigurationLost;
        }

        return (status & Mlx90393Registers.Error) != 0 ? SensorStatus.ChipFault : SensorStatus.Ok;
    }

    private SensorStatus Accept()
    {
        int x = CountAt(1);
        int y = CountAt(3);
        int z = CountAt(5);
        if (IsLimit(x) || IsLimit(y) || IsLimit(z))
        {
            return SensorStatus.Saturated;
        }

        X = x;
        Y = y;
        Z = z;
        return SensorStatus.Ok;
    }

    /// <summary>A count; at 18 and 19 bits it is unsigned with an offset of 0x8000 and 0x4000 (DS section 15.1.5, RES).</summary>
    private int CountAt(int at)
    {
        int word = (_answer[at] << 8) | _answer[at + 1];
        switch (_resolution)
        {
            case 2:
                return word - 0x8000;
            case 3:
                return word - 0x4000;
            default:
                return (short)word;
        }
    }

    private bool IsLimit(int count)
    {
        int highest = _resolution == 3 ? 0xFFFF - 0x4000 : 0x7FFF;
        int lowest = _resolution == 3 ? -0x4000 : -0x8000;
        return count >= highest || count <= lowest;
    }

    private SensorStatus Change(int register, int mask, int bits)
    {
        SensorStatus status = ReadRegister(register, out int before);
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        int wanted = (before & ~mask) | bits;
        _command[0] = Mlx90393Registers.WriteRegister;
        _command[1] = (byte)(wanted >> 8);
        _command[2] = (byte)wanted;
        _command[3] = (byte)(register << 2);
        BusStatus bus = Transfer(4, StatusBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        status = ReadRegister(register, out int after);
        return status == SensorStatus.Ok && after != wanted ? SensorStatus.ConfigurationLost : status;
    }

    private SensorStatus ReadRegister(int register, out int value)
    {
        value = 0;
        _command[0] = Mlx90393Registers.ReadRegister;
        _command[1] = (byte)(register << 2);
        BusStatus bus = Transfer(2, RegisterAnswer);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        value = (_answer[1] << 8) | _answer[2];
        return (_answer[0] & Mlx90393Registers.Error) != 0 ? SensorStatus.ChipFault : SensorStatus.Ok;
    }

    private BusStatus Transfer(int send, int receive)
    {
        _retried = false;
        BusStatus status = Once(send, receive);
        if (status != BusStatus.Ok)
        {
            _retried = true;
            _retries++;
            status = Once(send, receive);
        }

        return status;
    }

    private BusStatus Once(int send, int receive)
    {
        return _bus.WriteRead(_address, _command, send, _answer, receive);
    }
}
