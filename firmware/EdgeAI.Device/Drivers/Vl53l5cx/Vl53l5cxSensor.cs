using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// Reads the ST VL53L5CX, 8 x 8 time-of-flight ranges, as a <see cref="RangeGrid"/> in steps of a quarter of a millimetre, each zone with
/// its status. The chip runs firmware that is sent to it at every start, from an image that the user supplies.
/// </summary>
/// <remarks>
/// <para>Values: 20 to 4000 mm over 45 by 45 degrees, one target per zone, the statuses those of <see cref="Vl53l5cxResult.StatusOf"/>. Zones are in the
/// chip's order; its lens turns the picture, which the profile's frame says.</para>
/// <para>Start never waits. It takes 86 kB over the bus (2 s at 400 kHz) and some 25 commands; each call of <see cref="Read"/> does a stretch of it,
/// at most eight writes of 256 bytes (47 ms), and is <see cref="SensorStatus.NotReady"/>; see <see cref="Stage"/>. The image is
/// checked first (length, structure, CRC-32C): a wrong one is never sent; the reading then is <see cref="SensorStatus.Implausible"/>, the reason
/// stands in <see cref="ImageStatus"/>, and mending it takes a new driver with the right file.</para>
/// <para>A reading is the page register, the result's head (4 bytes), and, if that is new, the result in one burst of 316 bytes: 7.5 ms at 400 kHz.
/// Header and footer of the burst carry one number; if they differ it is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one ranging interval.</para>
/// <para>Configuration is read back: zone layout and frequency, after they were set. Errors: a transfer is tried twice, then reported;
/// <see cref="SensorStatus.WrongChip"/> for another number; <see cref="SensorStatus.ChipFault"/> where the chip's processor reports an error;
/// <see cref="SensorStatus.Timeout"/> for a command or poll that is not over in 2 s, or no result for four intervals and 200 ms;
/// <see cref="SensorStatus.ConfigurationLost"/> where the page register, which stays at 2 while running, has another value. Each brings the
/// chip up anew, firmware and all.</para>
/// <para>Not verified here, for want of a chip and of a published register map: the sequences (read in ST's public driver, see
/// <see cref="Vl53l5cxRegisters"/>); that commands may be written in chunks of 256 bytes, as ST's Arduino platform does in smaller ones; that the page
/// register reads back, and reads 0 after a reset; that firmware of other versions than that driver's keeps to this. Undetectable: results have no
/// checksum, so a corrupted byte of distance or status passes.</para>
/// </remarks>
public sealed partial class Vl53l5cxSensor : ISensor
{
    private const int ChunkBytes = 256;

    private readonly WideRegisterPort _port;
    private readonly IClock _clock;
    private readonly Vl53l5cxImage _image;
    private readonly Vl53l5cxCommands _commands;
    private readonly RangeGrid _grid = new RangeGrid(Vl53l5cxRegisters.Zones);
    private readonly RangeGrid _candidate = new RangeGrid(Vl53l5cxRegisters.Zones);
    private readonly byte[] _result = new byte[Vl53l5cxRegisters.ResultBytes];
    private readonly byte[] _head = new byte[4];
    private readonly byte[] _block = new byte[Vl53l5cxImage.ConfigurationBytes];
    private readonly byte[] _calibration = new byte[Vl53l5cxRegisters.CalibrationBytes];
    private readonly byte _frequency;
    private readonly long _interval;
    private Vl53l5cxStage _stage;
    private int _streamCount;
    private long _freshAt;

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x29, or what it was set to.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="image">Where the firmware image comes from, see <see cref="Vl53l5cxImage"/>.</param>
    /// <param name="imageCrc32C">The image's CRC-32C, from the profile.</param>
    /// <param name="hertz">Results a second, 1 to 15.</param>
    public Vl53l5cxSensor(II2cBus bus, byte address, IClock clock, IVl53l5cxImage image, uint imageCrc32C, int hertz)
    {
        if (hertz < 1 || hertz > Vl53l5cxRegisters.HighestFrequency)
        {
            throw new System.ArgumentException("a VL53L5CX with 8 x 8 zones ranges 1 to 15 times a second");
        }

        _port = new WideRegisterPort(bus, address, clock, ChunkBytes);
        _clock = clock;
        _image = new Vl53l5cxImage(image, imageCrc32C);
        _commands = new Vl53l5cxCommands(_port, clock);
        _frequency = (byte)hertz;
        _interval = 1000000000L / hertz;
        _grid.Width = Vl53l5cxRegisters.Side;
        _grid.Height = Vl53l5cxRegisters.Side;
        _grid.Scale = new Scale(25, -5, Unit.Metre);
        _grid.Minimum = Vl53l5cxRegisters.Nearest;
        _grid.Maximum = Vl53l5cxRegisters.Farthest;
        _grid.FieldOfViewXMilliradian = Vl53l5cxRegisters.FieldOfViewMilliradian;
        _grid.FieldOfViewYMilliradian = Vl53l5cxRegisters.FieldOfViewMilliradian;
    }

    /// <summary>The grid that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _grid; }
    }

    /// <summary>How far the bring-up has come.</summary>
    public Vl53l5cxStage Stage
    {
        get { return _stage; }
    }

    /// <summary>What was found out about the firmware image.</summary>
    public Vl53l5cxImageStatus ImageStatus
    {
        get { return _image.Status; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Begins or goes on with the bring-up; on a running chip it begins anew.</summary>
    /// <returns>Ok once results are delivered, NotReady while there is more to do, or the fault that ended this attempt.</returns>
    public SensorStatus Start()
    {
        if (_stage == Vl53l5cxStage.Running)
        {
            DownAfter(SensorStatus.NotReady);
        }

        return BringUp();
    }

    /// <summary>Takes the latest result, going on with the bring-up first where the chip is not running.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _stage == Vl53l5cxStage.Running ? SensorStatus.Ok : BringUp();
        return status == SensorStatus.Ok ? Take() : status;
    }

    private SensorStatus Take()
    {
        BusStatus bus = _port.Read(Vl53l5cxRegisters.Page, _head, 1);
        if (bus == BusStatus.Ok && _head[0] != Vl53l5cxRegisters.UserPage)
        {
            return DownAfter(SensorStatus.ConfigurationLost);
        }

        bus = bus != BusStatus.Ok ? bus : _port.Read(0, _head, 4);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if ((_head[3] & 0x80) != 0 && _head[2] >= Vl53l5cxRegisters.ProcessorError)
        {
            return DownAfter(SensorStatus.ChipFault);
        }

        if (!Vl53l5cxResult.IsNew(_head, _streamCount))
        {
            bool patient = _clock.Nanoseconds - _freshAt <= 4 * _interval + 200000000L;
            return patient ? SensorStatus.NotReady : DownAfter(SensorStatus.Timeout);
        }

        bus = _port.Read(0, _result, Vl53l5cxRegisters.ResultBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _streamCount = _result[0];
        _freshAt = _clock.Nanoseconds;
        if (!Vl53l5cxResult.TryParse(_result, _candidate))
        {
            return SensorStatus.Implausible;
        }

        System.Array.Copy(_candidate.Ranges, 0, _grid.Ranges, 0, Vl53l5cxRegisters.Zones);
        System.Array.Copy(_candidate.Statuses, 0, _grid.Statuses, 0, Vl53l5cxRegisters.Zones);
        long duration = _port.ReadEnded - _port.ReadBegan;
        _grid.Stamp = new Stamp(_port.ReadBegan + duration / 2, (duration + 1) / 2 + _interval);
        return SensorStatus.Ok;
    }

    private SensorStatus DownAfter(SensorStatus status)
    {
        _stage = Vl53l5cxStage.Down;
        _commands.Forget();
        return status;
    }
}
