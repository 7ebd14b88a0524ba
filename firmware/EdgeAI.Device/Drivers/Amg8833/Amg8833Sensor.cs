using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Amg8833;

/// <summary>
/// Reads the Panasonic Grid-EYE AMG8833, an 8 x 8 thermal array, as an <see cref="Image"/> in steps of 0.25 degC.
/// </summary>
/// <remarks>
/// <para>Registers: writes PCTL, RST, FPSC, INTC, INTHL and INTHH at start. A reading is the 64 pixels in one burst of
/// 128 bytes from 0x80, then FPSC to STAT (3 bytes), then INTHL to TTHH (8 bytes): 139 bytes of answer, about 3.5 ms at
/// 400 kHz. The settings are read after the pixels, so a reset during the burst is seen.</para>
/// <para>Units and range: degrees Celsius. The sensor is specified for objects of 0 to 80 degC, +-2.5 degC typical; its
/// code table runs from -55 to +125 degC. Values in between are delivered; one value beyond the table, or a thermistor
/// beyond -20 to 80 degC, and the whole reading is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Pixel order: sample i is pixel i + 1, as the registers hold them: eight to a row, from left to right, row by row.
/// The spec. draws pixel 1 at a corner of the package; a board that mounts the package turned says so in its profile
/// by the rotation of the sensor's frame. Nothing is turned or mirrored here.</para>
/// <para>Stamp: the middle of the pixel burst, give or take half of it and one frame interval, since the chip does not tell
/// when a frame was taken. The registers are not locked during the burst: one image may hold rows of two frames.</para>
/// <para>Start: Start returns at once; <see cref="Read"/> answers <see cref="SensorStatus.NotReady"/> for two frame intervals
/// after it, until the first whole frame stands in the registers. The chip's own values settle 15 s after power-on.</para>
/// <para>Errors: a transfer is tried twice, then reported. STAT overflow is <see cref="SensorStatus.ChipFault"/> and is
/// cleared for the next frame. The chip has no identity register and at 10 frames a second its settings after a reset equal
/// the wanted ones; so the upper interrupt limit (interrupts stay off) is set to 80 degC at start and serves as the
/// mark of a configured chip: another value is <see cref="SensorStatus.ConfigurationLost"/>, and the next reading starts again.</para>
/// <para>Undetectable: the chip sends no checksum, so a pixel corrupted on the wire into another value inside -55 to
/// +125 degC passes; so does another chip at the same address that keeps what is written to 0x00, 0x02, 0x03, 0x08
/// and 0x09; and so does a chip whose pixels have stopped changing.</para>
/// </remarks>
public sealed class Amg8833Sensor : ISensor
{
    /// <summary>Upper interrupt limit of 80 degC in quarters, 0x140: the end of the sensor's object range, never a reset value.</summary>
    private const byte MarkLow = 0x40;
    private const byte MarkHigh = 0x01;

    private const int PixelBytes = 2 * Amg8833Registers.Side * Amg8833Registers.Side;
    private const int SettingBytes = 3;
    private const int LimitBytes = 8;

    /// <summary>Frames until the pixels hold a whole frame after an initial reset (spec., "Operating mode": return from sleep).</summary>
    private const int FramesUntilValid = 2;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly Image _image = new Image(Amg8833Registers.Side * Amg8833Registers.Side);
    private readonly byte[] _pixels = new byte[PixelBytes];
    private readonly byte[] _settings = new byte[SettingBytes];
    private readonly byte[] _limits = new byte[LimitBytes];
    private readonly byte _frameRate;
    private readonly long _frameInterval;
    private bool _configured;
    private bool _settled;
    private long _validFrom;
    private short _thermistor;

    /// <summary>Makes a driver for ten frames a second.</summary>
    public Amg8833Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, Amg8833FrameRate.TenPerSecond)
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x68 or 0x69, by AD_SELECT.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="frameRate">How often the chip renews its pixels.</param>
    public Amg8833Sensor(II2cBus bus, byte address, IClock clock, Amg8833FrameRate frameRate)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _frameRate = (byte)frameRate;
        _frameInterval = frameRate == Amg8833FrameRate.OnePerSecond ? 1000000000L : 100000000L;
        _image.Width = Amg8833Registers.Side;
        _image.Height = Amg8833Registers.Side;
        _image.Scale = new Scale(25, -2, Unit.DegreeCelsius);
    }

    /// <summary>The image that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _image; }
    }

    /// <summary>The sensor's own temperature at the latest good reading, in sixteenths of a degree Celsius, -320 to 1280.</summary>
    public short ThermistorSixteenths
    {
        get { return _thermistor; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Wakes and resets the chip, sets frame rate and mark, and reads them back.</summary>
    /// <returns>Ok, or a bus status, or <see cref="SensorStatus.ConfigurationLost"/> if the chip did not keep what was written.</returns>
    public SensorStatus Start()
    {
        _configured = false;
        _settled = false;
        BusStatus bus = Configure();
        if (bus == BusStatus.Ok)
        {
            bus = _port.Read(Amg8833Registers.PowerControl, _settings, 1);
        }

        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_settings[0] != Amg8833Registers.NormalMode)
        {
            return SensorStatus.ConfigurationLost;
        }

        SensorStatus status = ReadSettings();
        if (status == SensorStatus.Ok)
        {
            _configured = true;
            _validFrom = _clock.Nanoseconds + FramesUntilValid * _frameInterval;
        }

        return status;
    }

    /// <summary>Takes the pixels that stand in the chip, starting it first where it is not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : Start();
        if (status == SensorStatus.Ok && !_settled)
        {
            status = Settle();
        }

        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = _port.Read(Amg8833Registers.FirstPixelLow, _pixels, PixelBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        Stamp stamp = _port.StampOfLatestRead(_frameInterval);
        status = ReadSettings();
        if (status == SensorStatus.ConfigurationLost)
        {
            _configured = false;
        }

        if (status != SensorStatus.Ok)
        {
            return status;
        }

        int overflow = _settings[2] & (Amg8833Registers.PixelOverflow | Amg8833Registers.ThermistorOverflow);
        if (overflow != 0)
        {
            // Should the clearing fail, the flag stands at the next reading and is cleared then.
            _port.Write(Amg8833Registers.StatusClear, (byte)overflow);
            return SensorStatus.ChipFault;
        }

        return Accept(stamp);
    }

    private BusStatus Configure()
    {
        BusStatus bus = _port.Write(Amg8833Registers.PowerControl, Amg8833Registers.NormalMode);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Amg8833Registers.Reset, Amg8833Registers.InitialReset);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Amg8833Registers.FrameRate, _frameRate);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Amg8833Registers.InterruptControl, 0);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Amg8833Registers.UpperLimitLow, MarkLow);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Amg8833Registers.UpperLimitHigh, MarkHigh);
        return bus;
    }

    /// <summary>Waits for the first whole frame, then clears the flags that the frames before it may have raised.</summary>
    private SensorStatus Settle()
    {
        if (_clock.Nanoseconds < _validFrom)
        {
            return SensorStatus.NotReady;
        }

        BusStatus bus = _port.Write(Amg8833Registers.Reset, Amg8833Registers.FlagReset);
        _settled = bus == BusStatus.Ok;
        return BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Reads frame rate, interrupt control, status, limits and thermistor, and compares what was configured.</summary>
    private SensorStatus ReadSettings()
    {
        BusStatus bus = _port.Read(Amg8833Registers.FrameRate, _settings, SettingBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Amg8833Registers.UpperLimitLow, _limits, LimitBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        // Bit 0 is all that FPSC and INTC promise here; INTHH keeps four bits (spec., registers 0x02, 0x03, 0x09).
        bool kept = (_settings[0] & 0x01) == _frameRate
            && (_settings[1] & 0x01) == 0
            && _limits[0] == MarkLow
            && (_limits[1] & 0x0F) == MarkHigh;
        return kept ? SensorStatus.Ok : SensorStatus.ConfigurationLost;
    }

    private SensorStatus Accept(Stamp stamp)
    {
        const int ThermistorAt = Amg8833Registers.ThermistorLow - Amg8833Registers.UpperLimitLow;
        short thermistor = Amg8833Codec.DecodeThermistor(_limits[ThermistorAt], _limits[ThermistorAt + 1]);
        if (thermistor < Amg8833Registers.LowestThermistor || thermistor > Amg8833Registers.HighestThermistor)
        {
            return SensorStatus.Implausible;
        }

        for (int at = 0; at < PixelBytes; at += 2)
        {
            int pixel = Amg8833Codec.DecodePixel(_pixels[at], _pixels[at + 1]);
            if (pixel < Amg8833Registers.LowestPixel || pixel > Amg8833Registers.HighestPixel)
            {
                return SensorStatus.Implausible;
            }
        }

        for (int at = 0; at < PixelBytes; at += 2)
        {
            _image.Samples[at / 2] = Amg8833Codec.DecodePixel(_pixels[at], _pixels[at + 1]);
        }

        _thermistor = thermistor;
        _image.Stamp = stamp;
        return SensorStatus.Ok;
    }
}
