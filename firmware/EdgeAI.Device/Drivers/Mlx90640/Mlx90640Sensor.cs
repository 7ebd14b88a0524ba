using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Mlx90640;

/// <summary>
/// Reads the Melexis MLX90640, a 32 x 24 thermal array, as raw words: an <see cref="Image"/> of counts laid out by <see cref="Mlx90640Page"/>.
/// </summary>
/// <remarks>
/// <para>Split: temperatures need floating point and 832 words of the chip's EEPROM, so they are computed on the robot (its
/// room Thermal). <see cref="Mlx90640EepromSensor"/> sends that EEPROM on a stream of its own. Here are integers only.</para>
/// <para>Registers: start sets control register 1 (both subpages in turn, 18 bits, pattern and rate as asked) and reads it
/// back. A reading is the control register, the status register, clearing its new-data bit, the 768 pixel words and 43 auxiliary words in
/// bursts of at most 128 bytes, and the status again: 1,628 bytes of answer, about 38 ms at 400 kHz and 15 ms at 1 MHz.</para>
/// <para>Values: counts of the converter, two's complement, as they stand in RAM. A pixel of the page's own subpage at either end is
/// <see cref="SensorStatus.Saturated"/>; the other subpage's pixels are those of the page before.</para>
/// <para>Tearing: a subpage that lands during the bursts would mix two. The new-data bit, cleared before and asked after, shows it; the
/// words are then read once more, and if that fails too the reading is <see cref="SensorStatus.NotReady"/>. Four in a row are
/// <see cref="SensorStatus.Timeout"/>: the bus is too slow for the refresh rate.</para>
/// <para>Stamp: the middle of the bursts, give or take half of them and one refresh interval, since the chip does not tell when
/// it measured.</para>
/// <para>Start: returns at once. The first subpage after it may have begun under other settings and is thrown away.
/// No new subpage for four intervals and 80 ms is <see cref="SensorStatus.Timeout"/>.</para>
/// <para>Errors: a transfer is tried twice, then reported. A control register that does not hold what was written, select-subpage mark
/// included, is <see cref="SensorStatus.ConfigurationLost"/>. Auxiliary words that no working chip has (gain, PTAT or Vbe not above
/// zero, supply count not below) or a subpage other than 0 and 1 are <see cref="SensorStatus.Implausible"/>; the robot checks supply
/// and ambient temperature against the data sheet's limits.</para>
/// <para>Identity: the low byte of EEPROM word 0x240F is the chip's own I2C address (DS table 8); another value is
/// <see cref="SensorStatus.WrongChip"/>.</para>
/// <para>Undetectable: RAM has no checksum, so a pixel word corrupted on the wire passes as another temperature; so does a chip whose
/// optics are covered. Not checked against the data sheet's text, which does not say it: that writing the status register with
/// its other bits unchanged clears the new-data bit alone.</para>
/// </remarks>
public sealed class Mlx90640Sensor : ISensor
{
    private const int BurstWords = 64;
    private const int PatientTears = 4;

    private readonly WideRegisterPort _port;
    private readonly IClock _clock;
    private readonly byte _address;
    private readonly Image _image = new Image(Mlx90640Page.Samples);
    private readonly short[] _words = new short[Mlx90640Registers.Pixels];
    private readonly short[] _auxiliary = new short[Mlx90640Registers.AuxiliaryWords];
    private readonly byte[] _burst = new byte[2 * BurstWords];
    private readonly bool _chess;
    private readonly int _control;
    private readonly long _interval;
    private bool _configured;
    private bool _discarded;
    private long _waitingSince;
    private long _readBegan;
    private int _subpage;
    private int _tears;

    /// <summary>Makes a driver for eight subpages a second in chess pattern, which chips are calibrated for.</summary>
    public Mlx90640Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, Mlx90640RefreshRate.EightPerSecond, true)
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x33, or what its EEPROM was programmed to.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="rate">Subpages a second; the bus must keep up, see <see cref="Mlx90640RefreshRate"/>.</param>
    /// <param name="chess">Whether to measure in chess pattern; otherwise row by row.</param>
    public Mlx90640Sensor(II2cBus bus, byte address, IClock clock, Mlx90640RefreshRate rate, bool chess)
    {
        _port = new WideRegisterPort(bus, address, clock, 2);
        _clock = clock;
        _address = address;
        _chess = chess;
        _interval = Mlx90640Registers.LongestInterval >> (int)rate;
        _control = Mlx90640Registers.SubpageMode
            | Mlx90640Registers.SelectSubpage1
            | ((int)rate << Mlx90640Registers.RefreshRateShift)
            | (Mlx90640Registers.Resolution18 << Mlx90640Registers.ResolutionShift)
            | (chess ? Mlx90640Registers.ChessPattern : 0);
        _image.Width = Mlx90640Page.Width;
        _image.Height = Mlx90640Page.Height;
        _image.Scale = new Scale(1, 0, Unit.Count);
    }

    /// <summary>The page that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _image; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Identifies the chip, sets control register 1, reads it back and forgets the subpage in RAM.</summary>
    /// <returns>Ok, a bus status, <see cref="SensorStatus.WrongChip"/>, or <see cref="SensorStatus.ConfigurationLost"/> if the register did not keep its value.</returns>
    public SensorStatus Start()
    {
        _configured = false;
        _discarded = false;
        _tears = 0;
        BusStatus bus = _port.Read(Mlx90640Registers.Eeprom + Mlx90640Registers.EepromAddressWord, _burst, 2);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_burst[1] != _address)
        {
            return SensorStatus.WrongChip;
        }

        bus = _port.WriteWord(Mlx90640Registers.Control, _control);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        SensorStatus status = CheckControl();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        bus = ReadWord(Mlx90640Registers.Status);
        bus = bus != BusStatus.Ok ? bus : ClearNewData();
        _configured = bus == BusStatus.Ok;
        _waitingSince = _clock.Nanoseconds;
        return BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Takes the subpage that stands in the chip's RAM, starting the chip first where it is not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? CheckControl() : Start();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = ReadWord(Mlx90640Registers.Status);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if ((_burst[1] & Mlx90640Registers.NewData) == 0)
        {
            return NoSubpage();
        }

        _waitingSince = _clock.Nanoseconds;
        if (!_discarded)
        {
            bus = ClearNewData();
            _discarded = bus == BusStatus.Ok;
            return bus == BusStatus.Ok ? SensorStatus.NotReady : BusStatusMapping.ToSensorStatus(bus);
        }

        status = TakeUntorn();
        return status == SensorStatus.Ok ? Accept() : status;
    }

    private SensorStatus CheckControl()
    {
        BusStatus bus = ReadWord(Mlx90640Registers.Control);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (((_burst[0] << 8) | _burst[1]) != _control)
        {
            _configured = false;
            return SensorStatus.ConfigurationLost;
        }

        return SensorStatus.Ok;
    }

    private SensorStatus NoSubpage()
    {
        if (_clock.Nanoseconds - _waitingSince <= 4 * _interval + Mlx90640Registers.PowerOnNanoseconds)
        {
            return SensorStatus.NotReady;
        }

        _configured = false;
        return SensorStatus.Timeout;
    }

    /// <summary>Reads RAM until no subpage landed meanwhile, twice at most. The status word stands in the burst buffer.</summary>
    private SensorStatus TakeUntorn()
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            _subpage = _burst[1] & Mlx90640Registers.SubpageMask;
            BusStatus bus = ClearNewData();
            bus = bus != BusStatus.Ok ? bus : ReadRam();
            bus = bus != BusStatus.Ok ? bus : ReadWord(Mlx90640Registers.Status);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            // Another subpage without the bit landed between the status and the clearing: torn all the same.
            if ((_burst[1] & (Mlx90640Registers.NewData | Mlx90640Registers.SubpageMask)) == _subpage)
            {
                _tears = 0;
                return SensorStatus.Ok;
            }
        }

        _tears++;
        if (_tears < PatientTears)
        {
            return SensorStatus.NotReady;
        }

        _configured = false;
        return SensorStatus.Timeout;
    }

    private BusStatus ReadRam()
    {
        BusStatus bus = BusStatus.Ok;
        for (int at = 0; at < Mlx90640Registers.Pixels && bus == BusStatus.Ok; at += BurstWords)
        {
            bus = _port.Read(Mlx90640Registers.Ram + at, _burst, 2 * BurstWords);
            _readBegan = at == 0 ? _port.ReadBegan : _readBegan;
            Unpack(_words, at, BurstWords);
        }

        if (bus == BusStatus.Ok)
        {
            bus = _port.Read(Mlx90640Registers.Auxiliary, _burst, 2 * Mlx90640Registers.AuxiliaryWords);
            Unpack(_auxiliary, 0, Mlx90640Registers.AuxiliaryWords);
        }

        return bus;
    }

    private void Unpack(short[] words, int at, int count)
    {
        for (int i = 0; i < count; i++)
        {
            words[at + i] = (short)((_burst[2 * i] << 8) | _burst[2 * i + 1]);
        }
    }

    /// <summary>Reads one word into the start of the burst buffer.</summary>
    private BusStatus ReadWord(int register)
    {
        return _port.Read(register, _burst, 2);
    }

    /// <summary>Writes the status word that stands in the burst buffer back, its new-data bit cleared.</summary>
    private BusStatus ClearNewData()
    {
        int status = (_burst[0] << 8) | _burst[1];
        return _port.WriteWord(Mlx90640Registers.Status, status & ~Mlx90640Registers.NewData);
    }

    private SensorStatus Accept()
    {
        // The status word took the buffer after the bursts, so its read ended them.
        long duration = _port.ReadEnded - _readBegan;
        bool plausible = _subpage <= 1
            && _auxiliary[Mlx90640Registers.Vbe] > 0
            && _auxiliary[Mlx90640Registers.Gain] > 0
            && _auxiliary[Mlx90640Registers.Ptat] > 0
            && _auxiliary[Mlx90640Registers.Vdd] < 0;
        if (!plausible)
        {
            return SensorStatus.Implausible;
        }

        for (int pixel = 0; pixel < Mlx90640Registers.Pixels; pixel++)
        {
            bool limit = _words[pixel] == short.MaxValue || _words[pixel] == short.MinValue;
            if (limit && Mlx90640Page.SubpageOf(pixel, _chess) == _subpage)
            {
                return SensorStatus.Saturated;
            }
        }

        System.Array.Copy(_words, 0, _image.Samples, 0, Mlx90640Registers.Pixels);
        _image.Samples[Mlx90640Page.Subpage] = (short)_subpage;
        _image.Samples[Mlx90640Page.Control] = (short)_control;
        _image.Samples[Mlx90640Page.Vbe] = _auxiliary[Mlx90640Registers.Vbe];
        _image.Samples[Mlx90640Page.Ptat] = _auxiliary[Mlx90640Registers.Ptat];
        _image.Samples[Mlx90640Page.Gain] = _auxiliary[Mlx90640Registers.Gain];
        _image.Samples[Mlx90640Page.Vdd] = _auxiliary[Mlx90640Registers.Vdd];
        _image.Samples[Mlx90640Page.CompensationPixel0] = _auxiliary[Mlx90640Registers.CompensationPixel0];
        _image.Samples[Mlx90640Page.CompensationPixel1] = _auxiliary[Mlx90640Registers.CompensationPixel1];
        _image.Stamp = new Stamp(_readBegan + duration / 2, (duration + 1) / 2 + _interval);
        return SensorStatus.Ok;
    }
}
