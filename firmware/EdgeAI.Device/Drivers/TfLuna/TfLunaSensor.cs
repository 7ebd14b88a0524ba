using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.TfLuna;

/// <summary>
/// Reads the Benewake TF-Luna, a single-point range sensor, as a <see cref="RangeMeasurement"/> in steps of 1 cm, with its status.
/// </summary>
/// <remarks>
/// <para>Values: 20 to 800 cm are told reliably, over a cone of 2 degrees. An amplitude below 100 is
/// <see cref="RangeStatus.WeakSignal"/>, one from 32768 on <see cref="RangeStatus.Saturated"/> (sun, or a mirror), a sound one from below or
/// beyond those distances <see cref="RangeStatus.TooNear"/> or <see cref="RangeStatus.TooFar"/>; the distance then is what the chip said.</para>
/// <para>Registers: the chip measures by itself at the rate that stands in it (100 a second by default), which start reads and leaves, since
/// a new one only holds after saving to flash and a restart. A reading is DIST to ERROR in one burst of 10 bytes, the settings MODE to
/// DUMMY_DIST (11 bytes), and TICK again: had a measurement landed by then, the bytes could stem from two, so they are read once
/// more, or the reading is <see cref="SensorStatus.NotReady"/>. About 0.8 ms at 400 kHz.</para>
/// <para>Freshness: TICK, the chip's millisecond clock at the measurement, must have moved on; while it stands the
/// reading is <see cref="SensorStatus.NotReady"/>, and after ten intervals and 50 ms <see cref="SensorStatus.Timeout"/>.</para>
/// <para>Stamp: the middle of the burst, give or take half of it and one measuring interval.</para>
/// <para>Start: writes 1025 cm to DUMMY_DIST, unsaved, as the mark of a chip that has not restarted since (its default is 0). The manual asks for
/// 100 ms after a write; <see cref="Read"/> is NotReady so long and then compares. A lost mark, triggered mode or another rate is
/// <see cref="SensorStatus.ConfigurationLost"/>.</para>
/// <para>Errors: a transfer is tried twice, then reported. Another signature than "LUNA" is <see cref="SensorStatus.WrongChip"/>; a rate of 0
/// or above 250, a distance beyond any limit or a chip outside -40 to 100 degC is <see cref="SensorStatus.Implausible"/>; a raised
/// ERROR word, whose codes the manual does not list, is <see cref="SensorStatus.ChipFault"/> and stands in <see cref="LatestError"/>.</para>
/// <para>Undetectable: the registers have no checksum, so a corrupted byte of distance or amplitude that stays within the limits passes;
/// so does a target of 2 degrees that is not the one meant. That DUMMY_DIST keeps an unsaved value until the next restart, and no longer,
/// follows from the manual (section 6.3 of its edition A03) and was not tried on a chip.</para>
/// </remarks>
public sealed class TfLunaSensor : ISensor
{
    /// <summary>1025 cm, 0x0401: beyond every distance that the chip says, so that it cannot be taken for one.</summary>
    private const byte MarkLow = 0x01;
    private const byte MarkHigh = 0x04;
    private const int MarkCentimetres = 0x0401;

    private const int LowestTemperature = -4000;
    private const int HighestTemperature = 10000;

    private readonly RegisterPort _port;
    private readonly IClock _clock;
    private readonly RangeMeasurement _range = new RangeMeasurement();
    private readonly byte[] _data = new byte[TfLunaRegisters.DataBytes];
    private readonly byte[] _settings = new byte[TfLunaRegisters.SettingBytes];
    private readonly byte[] _pair = new byte[2];
    private readonly byte[] _signature = new byte[4];
    private bool _configured;
    private long _validFrom;
    private long _interval;
    private int _framesPerSecond;
    private int _tick;
    private bool _hasTick;
    private long _freshAt;
    private int _error;
    private short _temperature;

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x10, or what it was set to.</param>
    /// <param name="clock">The board's clock.</param>
    public TfLunaSensor(II2cBus bus, byte address, IClock clock)
    {
        _port = new RegisterPort(bus, address, clock);
        _clock = clock;
        _range.Scale = new Scale(1, -2, Unit.Metre);
        _range.Minimum = TfLunaRegisters.Nearest;
        _range.Maximum = TfLunaRegisters.Farthest;
        _range.FieldOfViewMilliradian = TfLunaRegisters.FieldOfViewMilliradian;
    }

    /// <summary>The range that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _range; }
    }

    /// <summary>The chip's ERROR word at the latest reading that was taken; 0 is none.</summary>
    public int LatestError
    {
        get { return _error; }
    }

    /// <summary>The chip's own temperature at the latest good reading, in hundredths of a degree Celsius, -4000 to 10000.</summary>
    public short TemperatureHundredths
    {
        get { return _temperature; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Identifies the chip, asks for its rate and sets the mark.</summary>
    /// <returns>Ok, a bus status, <see cref="SensorStatus.WrongChip"/>, or <see cref="SensorStatus.Implausible"/> for a rate that the chip cannot have.</returns>
    public SensorStatus Start()
    {
        _configured = false;
        _hasTick = false;
        BusStatus bus = _port.Read(TfLunaRegisters.Signature, _signature, 4);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_signature[0] != 'L' || _signature[1] != 'U' || _signature[2] != 'N' || _signature[3] != 'A')
        {
            return SensorStatus.WrongChip;
        }

        bus = _port.Read(TfLunaRegisters.Mode, _settings, TfLunaRegisters.SettingBytes);
        bus = bus != BusStatus.Ok ? bus : _port.Write(TfLunaRegisters.Mode, 0);
        bus = bus != BusStatus.Ok ? bus : _port.Write(TfLunaRegisters.DummyDistance, MarkLow);
        bus = bus != BusStatus.Ok ? bus : _port.Write(TfLunaRegisters.DummyDistance + 1, MarkHigh);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        _framesPerSecond = FramesPerSecond();
        if (_framesPerSecond < 1 || _framesPerSecond > 250)
        {
            return SensorStatus.Implausible;
        }

        _interval = 1000000000L / _framesPerSecond;
        _validFrom = _clock.Nanoseconds + TfLunaRegisters.WriteNanoseconds;
        _freshAt = _validFrom;
        _configured = true;
        return SensorStatus.Ok;
    }

    /// <summary>Takes the latest measurement, starting the chip first where it is not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : Start();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        if (_clock.Nanoseconds < _validFrom)
        {
            return SensorStatus.NotReady;
        }

        for (int attempt = 0; attempt < 2; attempt++)
        {
            BusStatus bus = _port.Read(TfLunaRegisters.Distance, _data, TfLunaRegisters.DataBytes);
            Stamp stamp = _port.StampOfLatestRead(_interval);
            bus = bus != BusStatus.Ok ? bus : _port.Read(TfLunaRegisters.Mode, _settings, TfLunaRegisters.SettingBytes);
            bus = bus != BusStatus.Ok ? bus : _port.Read(TfLunaRegisters.Tick, _pair, 2);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            if (!HoldsSettings())
            {
                _configured = false;
                return SensorStatus.ConfigurationLost;
            }

            if (_pair[0] == _data[TfLunaRegisters.Tick] && _pair[1] == _data[TfLunaRegisters.Tick + 1])
            {
                return Accept(stamp);
            }
        }

        return SensorStatus.NotReady;
    }

    private static int Word(byte[] bytes, int at)
    {
        return bytes[at] | (bytes[at + 1] << 8);
    }

    private int FramesPerSecond()
    {
        return Word(_settings, TfLunaRegisters.FramesPerSecondAt);
    }

    private bool HoldsSettings()
    {
        const int MarkAt = TfLunaRegisters.DummyDistance - TfLunaRegisters.Mode;
        return _settings[0] == 0 && FramesPerSecond() == _framesPerSecond && Word(_settings, MarkAt) == MarkCentimetres;
    }

    private SensorStatus Accept(Stamp stamp)
    {
        int tick = Word(_data, TfLunaRegisters.Tick);
        if (_hasTick && tick == _tick)
        {
            if (_clock.Nanoseconds - _freshAt <= 10 * _interval + 50000000L)
            {
                return SensorStatus.NotReady;
            }

            _configured = false;
            return SensorStatus.Timeout;
        }

        _hasTick = true;
        _tick = tick;
        _freshAt = _clock.Nanoseconds;
        int distance = Word(_data, 0);
        int amplitude = Word(_data, 2);
        short temperature = (short)Word(_data, 4);
        _error = Word(_data, 8);
        if (_error != 0)
        {
            return SensorStatus.ChipFault;
        }

        bool isDistance = distance <= TfLunaRegisters.Limit || distance == MarkCentimetres;
        if (!isDistance || temperature < LowestTemperature || temperature > HighestTemperature)
        {
            return SensorStatus.Implausible;
        }

        _temperature = temperature;
        _range.Distance = distance;
        _range.SignalStrength = (uint)amplitude;
        _range.Status = StatusOf(distance, amplitude);
        _range.Stamp = stamp;
        return SensorStatus.Ok;
    }

    private static RangeStatus StatusOf(int distance, int amplitude)
    {
        if (amplitude < TfLunaRegisters.WeakAmplitude)
        {
            return RangeStatus.WeakSignal;
        }

        if (amplitude >= TfLunaRegisters.OverexposedAmplitude)
        {
            return RangeStatus.Saturated;
        }

        if (distance < TfLunaRegisters.Nearest)
        {
            return RangeStatus.TooNear;
        }

        return distance > TfLunaRegisters.Farthest ? RangeStatus.TooFar : RangeStatus.Valid;
    }
}
