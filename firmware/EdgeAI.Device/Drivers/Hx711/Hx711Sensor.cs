using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bridges;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Hx711;

/// <summary>
/// Reads the Avia Semiconductor HX711, a 24-bit converter for a bridge, as a <see cref="ForceStamped"/>, clocked by an SPI
/// controller's data line. "DS" is Avia's data sheet "24-Bit Analog-to-Digital Converter (ADC) for Weigh Scales".
/// </summary>
/// <remarks>
/// <para>Wiring: the controller's data out (MOSI) to PD_SCK, its data in (MISO) to DOUT; clock and chip select stay open. DOUT
/// never lets go of its line, so the chip has the controller for itself. Any of the four SPI modes, most significant bit first. MOSI must rest
/// low between transfers: an adapter that rests it high powers the chip down, which shows as <see cref="SensorStatus.Timeout"/>.</para>
/// <para>Why SPI: PD_SCK high for 60 us powers the chip down (DS page 5), and a board that is interrupted while it toggles a pin
/// exceeds that. Here a pulse is one SPI bit, made by hardware: 1 us at 1 MHz, allowed are 0.2 to 50 us (DS page 5, T3), and DOUT is
/// sampled half a bit after the edge, allowed from 0.1 us on (T2). Hence 100 kHz to 2.5 MHz.</para>
/// <para>Values: RawCount is the chip's two's complement count, -8388608 to 8388607 for +-0.5 * AVDD / gain. Value is RawCount less
/// the tare; times the scale it is the force. Tare and scale come from <see cref="SetCalibration"/> (see
/// <see cref="TwoPointCalibration"/>); until then the scale is one count.</para>
/// <para>Start resets the chip by PD_SCK high for 100 us and returns; conversions are thrown away for the settling time of 400 ms
/// at 10 a second, 50 ms at 80 (DS page 3), after a change of input once more. A reading asks for DOUT by a byte of zeros, which moves
/// nothing, and only when DOUT is low sends the pulses: 64 us at 1 MHz.</para>
/// <para>Stamp: the middle of the pulses, give or take half of them and one conversion interval. The filter's own delay, four
/// conversions long, is not in it.</para>
/// <para>Errors: asking is tried twice. A failed transfer of pulses leaves their number unknown: it is reported and the chip reset at
/// the next reading. DOUT never low after a reset is <see cref="SensorStatus.Timeout"/>: no power, no chip, no wire. DOUT high for two
/// intervals after a reading means that the chip stopped or was reset: <see cref="SensorStatus.ConfigurationLost"/>. DOUT low after
/// the 25th pulse, or eight counts in a row of all zeros or all ones, is <see cref="SensorStatus.ChipFault"/>: a line held low or a
/// converter that is dead. Two samples of one bit that differ are <see cref="SensorStatus.Implausible"/>. 0x7FFFFF and 0x800000 are
/// <see cref="SensorStatus.Saturated"/> (DS page 4): a torn bridge wire drives the inputs there.</para>
/// <para>After a reset the chip measures channel A at gain 128. With another input a conversion that waited for more than two
/// intervals is thrown away, since a reset in between would not have shown; read at least as often as the chip converts to avoid that.</para>
/// <para>Pulses that straddle the end of a conversion are the communication error that the data sheet warns of (DS page 4: 25 to 27 in one
/// period), and half of such counts pass. Ask at least twice in every conversion: then the pulses begin soon after its end and are never
/// overtaken. Asked once or less, about one count in 200 is overtaken at 80 conversions a second and 1 MHz, one in 1700 at 10.</para>
/// <para>Undetectable: the chip has no identity, no settings to read back and no checksum. A disturbance that lasts for both samples of
/// a bit passes as another count; so do a torn wire that leaves both inputs alike, and the unsettled conversions after a
/// brown-out shorter than one interval.</para>
/// <para>Checked against the data sheet's text: pulses, timing, power-down, selection after reset. From memory: settling times, noise, the counts at
/// saturation. Not found in it: how DOUT behaves while
/// the filter settles, and what becomes of a count that is overtaken while it is shifted out.</para>
/// </remarks>
public sealed class Hx711Sensor : ISensor, ITareable, ICalibratable
{
    /// <summary>The highest count; the converter sticks here above its range (DS page 4).</summary>
    public const int HighestCount = 0x7FFFFF;

    /// <summary>The lowest count; the converter sticks here below its range (DS page 4).</summary>
    public const int LowestCount = -0x800000;

    /// <summary>Counts in a row of all zeros or all ones that no converter with noise gives (DS page 2: 50 nV rms is 20 counts).</summary>
    private const int ConstantLimit = 8;

    /// <summary>Conversions until the output has settled: 400 ms at 10 a second, 50 ms at 80 (DS page 3).</summary>
    private const int SettlingConversions = 4;

    private const int PollAttempts = 2;

    private readonly ISpiBus _bus;
    private readonly IClock _clock;
    private readonly ForceStamped _force = new ForceStamped();
    private readonly Hx711Input _input;
    private readonly long _interval;
    private readonly byte[] _poll = new byte[1];
    private readonly byte[] _pulses = new byte[Hx711Codec.FrameBytes];
    private readonly byte[] _powerDown;
    private readonly byte[] _received;
    private Hx711Stage _stage;
    private Stamp _latest;
    private long _validFrom;
    private long _deadline;
    private long _latestPulses;
    private long _waitingSince;
    private bool _waiting;
    private bool _selected;
    private bool _hasReading;
    private int _constant;
    private int _lastCount;
    private int _tare;
    private uint _retries;

    /// <summary>Makes a driver with the default options: channel A, gain 128, 10 conversions a second, 1 MHz.</summary>
    public Hx711Sensor(ISpiBus bus, IClock clock)
        : this(bus, clock, new Hx711Options())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The SPI controller that the chip has for itself.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is wired and used; read once, here.</param>
    /// <exception cref="ArgumentException">The clock is not 100 kHz to 2.5 MHz, or the rate neither 10 nor 80.</exception>
    public Hx711Sensor(ISpiBus bus, IClock clock, Hx711Options options)
    {
        if (options.ClockHertz < 100000 || options.ClockHertz > 2500000)
        {
            throw new ArgumentException("an HX711 needs an SPI clock of 100 kHz to 2.5 MHz");
        }

        if (options.ConversionsPerSecond != 10 && options.ConversionsPerSecond != 80)
        {
            throw new ArgumentException("an HX711 converts 10 or 80 times a second, by its RATE pin");
        }

        _bus = bus;
        _clock = clock;
        _input = options.Input;
        _interval = 1000000000L / options.ConversionsPerSecond;
        Hx711Codec.EncodePulses(_pulses, _input);

        // 100 us of ones, above the 60 us that the chip needs (DS page 5), then a byte of zeros that wakes it.
        int high = options.ClockHertz / 80000 + 1;
        _powerDown = new byte[high + 1];
        for (int i = 0; i < high; i++)
        {
            _powerDown[i] = 0xFF;
        }

        _received = new byte[_powerDown.Length > Hx711Codec.FrameBytes ? _powerDown.Length : Hx711Codec.FrameBytes];
    }

    /// <summary>The force that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _force; }
    }

    /// <summary>How far the chip has come up.</summary>
    public Hx711Stage Stage
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
        get { return _retries; }
    }

    /// <summary>Sets tare and scale, measured and computed elsewhere; they hold for this input, supply and bridge.</summary>
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

    /// <summary>Resets the chip by its power-down and lets its filter settle.</summary>
    /// <returns>NotReady, since the chip settles from here on, or the bus status that kept it from being reset.</returns>
    public SensorStatus Start()
    {
        _stage = Hx711Stage.Down;
        _selected = false;
        _waiting = false;
        _constant = 0;
        BusStatus bus = _bus.Transfer(_powerDown, _received, _powerDown.Length);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        long now = _clock.Nanoseconds;
        _stage = Hx711Stage.Settling;
        _validFrom = now + SettlingConversions * _interval;
        _deadline = _validFrom + 2 * _interval;
        return SensorStatus.NotReady;
    }

    /// <summary>Takes the waiting conversion, resetting the chip first where it is down.</summary>
    public SensorStatus Read()
    {
        if (_stage == Hx711Stage.Down)
        {
            return Start();
        }

        SensorStatus status = AwaitData();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        long waited = _clock.Nanoseconds - _latestPulses;
        status = TakeConversion(out int count);
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        bool mayBeDefaultInput = _input != Hx711Input.ChannelA128 && waited > 2 * _interval;
        if (_stage == Hx711Stage.Settling)
        {
            return Settle();
        }

        return mayBeDefaultInput ? SensorStatus.NotReady : Accept(count);
    }

    /// <summary>Asks whether a conversion waits. The byte of zeros makes no edge on PD_SCK, so asking twice does no harm.</summary>
    private SensorStatus AwaitData()
    {
        BusStatus bus = BusStatus.Failed;
        for (int attempt = 1; attempt <= PollAttempts && bus != BusStatus.Ok; attempt++)
        {
            _retries += attempt > 1 ? 1u : 0u;
            bus = _bus.Transfer(_poll, _received, 1);
        }

        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_received[0] == 0)
        {
            _waiting = false;
            return SensorStatus.Ok;
        }

        // DOUT may be high for a moment while a count that nobody read gives way to the next: once is no silence.
        long now = _clock.Nanoseconds;
        if (!_waiting)
        {
            _waiting = true;
            _waitingSince = now;
        }

        if (now < _deadline || now - _waitingSince < _interval)
        {
            return SensorStatus.NotReady;
        }

        SensorStatus silent = _stage == Hx711Stage.Running ? SensorStatus.ConfigurationLost : SensorStatus.Timeout;
        _stage = Hx711Stage.Down;
        return silent;
    }

    private SensorStatus TakeConversion(out int count)
    {
        long began = _clock.Nanoseconds;
        BusStatus bus = _bus.Transfer(_pulses, _received, Hx711Codec.FrameBytes);
        long ended = _clock.Nanoseconds;
        if (bus != BusStatus.Ok)
        {
            count = 0;
            _stage = Hx711Stage.Down;
            return BusStatusMapping.ToSensorStatus(bus);
        }

        SensorStatus status = Hx711Codec.Decode(_received, out count);
        if (status != SensorStatus.Ok)
        {
            // The chip may have counted other pulses than were sent, and may measure another input now.
            _stage = Hx711Stage.Down;
            return status;
        }

        _latest = new Stamp(began + (ended - began) / 2, (ended - began + 1) / 2 + _interval);
        _latestPulses = ended;
        _deadline = ended + 2 * _interval;
        return SensorStatus.Ok;
    }

    private SensorStatus Settle()
    {
        if (!_selected)
        {
            _selected = true;
            _validFrom = _input == Hx711Input.ChannelA128 ? _validFrom : _clock.Nanoseconds + SettlingConversions * _interval;

            // The chip may show no data at all until the other input has settled.
            _deadline = _input == Hx711Input.ChannelA128 ? _deadline : _validFrom + 2 * _interval;
        }

        if (_clock.Nanoseconds >= _validFrom)
        {
            _stage = Hx711Stage.Running;
        }

        return SensorStatus.NotReady;
    }

    private SensorStatus Accept(int count)
    {
        if (count >= HighestCount || count <= LowestCount)
        {
            return SensorStatus.Saturated;
        }

        _constant = count == _lastCount && (count == 0 || count == -1) ? _constant + 1 : 0;
        _lastCount = count;
        if (_constant >= ConstantLimit - 1)
        {
            _constant = ConstantLimit - 1;
            return SensorStatus.ChipFault;
        }

        _force.RawCount = count;
        _force.Value = count - _tare;
        _force.Stamp = _latest;
        _hasReading = true;
        return SensorStatus.Ok;
    }
}
