using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>
/// Reads the Texas Instruments INA226, a shunt monitor, as an <see cref="ElectricalState"/> with signed current.
/// </summary>
/// <remarks>
/// <para>Values: bus voltage in steps of 1.25 mV, 0 to 36 V. Current in steps of 0.00512 / (calibration * shunt), about
/// <see cref="Ina226Options.CurrentStepMicroamperes"/>, positive from IN+ to IN-, at most +-81.92 mV across the shunt. Power is
/// computed here, current * bus voltage, in steps of 25 current steps as the chip's own register, which has no sign; it is the
/// product of the averages.</para>
/// <para>Registers: start resets the chip (0x00), asks for both identities, writes calibration, alert limit, mask and, last,
/// configuration, and reads them back. A reading is 0x06 (flags), 0x01, 0x02 and 0x04, then 0x00 and 0x05: six transfers,
/// about 0.9 ms at 400 kHz. All output registers change together at the end of an average (DS "Power calculation").</para>
/// <para>Stamp: the middle of the transfers of the three values, give or take half of them and one averaging interval.</para>
/// <para>Errors: a transfer is tried twice, then reported. CVRF not set is <see cref="SensorStatus.NotReady"/>, for eight intervals
/// <see cref="SensorStatus.Timeout"/>. Since reading the flags clears CVRF, a try of it that failed may have taken the flag along: then the
/// registers count as new once an interval has passed. OVF, or shunt, bus or current at their ends, are
/// <see cref="SensorStatus.Saturated"/>. Another configuration or calibration (after a reset it is 0, which none is here) is
/// <see cref="SensorStatus.ConfigurationLost"/>, and the next reading starts again. Current and shunt voltage that do not belong
/// together are read once more, since the next average may have landed between them; twice, or a bus above 40 V (DS "Absolute maximum
/// ratings"), is <see cref="SensorStatus.Implausible"/>.</para>
/// <para>Undetectable: the chip sends no checksum. The check of current against shunt voltage finds a corrupted bit of either down to the
/// third-lowest; a corrupted bus voltage below 40 V passes, as does a bus voltage one average newer than the current, an alert limit changed after
/// start, and a wrong shunt.</para>
/// <para>Checked against the data sheet's text: registers and their bits, identities, conversion times, equations and worked example, when CVRF falls and
/// when the outputs change. Not found in it: whether the current saturates or wraps at OVF, whether power has a sign.</para>
/// </remarks>
public sealed class Ina226Sensor : ISensor
{
    /// <summary>The highest bus voltage in steps: 40 V (DS "Absolute maximum ratings").</summary>
    private const int HighestBus = 32000;

    private const int Stalled = 8;

    private readonly CommandPort _port;
    private readonly IClock _clock;
    private readonly ElectricalState _state = new ElectricalState();
    private readonly ushort _configuration;
    private readonly ushort _mask;
    private readonly ushort _limit;
    private readonly int _calibration;
    private readonly long _interval;
    private bool _configured;
    private bool _alert;
    private long _latest;
    private short _shunt;
    private short _current;
    private ushort _bus;
    private Stamp _stamp;

    /// <summary>Makes a driver with the default options: 0.1 ohm, 25 uA a step, 4 averages of 588 us.</summary>
    public Ina226Sensor(II2cBus bus, byte address, IClock clock)
        : this(bus, address, clock, new Ina226Options())
    {
    }

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">0x40 to 0x4F, by A1 and A0.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">How the chip is wired and set up; read once, here.</param>
    /// <exception cref="ArgumentException">Shunt and current step do not go together.</exception>
    public Ina226Sensor(II2cBus bus, byte address, IClock clock, Ina226Options options)
    {
        _port = new CommandPort(bus, address, clock);
        _clock = clock;
        _calibration = Ina226Scaling.Calibration(options.ShuntMicroohms, options.CurrentStepMicroamperes);
        _configuration = (ushort)(Ina226Registers.FixedBits | ((int)options.Averages << 9)
            | ((int)options.ConversionTime << 6) | ((int)options.ConversionTime << 3) | Ina226Registers.Continuous);
        _mask = options.AlertShuntSteps == 0 ? (ushort)0 : Ina226Registers.ShuntOverVoltage;
        _limit = (ushort)options.AlertShuntSteps;
        _interval = Ina226Scaling.Interval(options.Averages, options.ConversionTime);
        _state.VoltageScale = new Scale(125, -5, Unit.Volt);
        _state.CurrentScale = Ina226Scaling.CurrentScale(_calibration, options.ShuntMicroohms);
        _state.PowerScale = new Scale(25 * _state.CurrentScale.Mantissa, _state.CurrentScale.Exponent, Unit.Watt);
    }

    /// <summary>Voltage, current and power that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _state; }
    }

    /// <summary>Whether the shunt voltage exceeded the alert limit when the flags were last read; false where no limit is set.</summary>
    public bool AlertRaised
    {
        get { return _alert; }
    }

    /// <summary>How many transfers needed a second try since construction; wraps.</summary>
    public uint Retries
    {
        get { return _port.Retries; }
    }

    /// <summary>Resets, identifies and configures the chip.</summary>
    /// <returns>Ok, a bus status, <see cref="SensorStatus.WrongChip"/>, or <see cref="SensorStatus.ConfigurationLost"/> if a register did not keep its value.</returns>
    public SensorStatus Start()
    {
        _configured = false;
        BusStatus bus = _port.ReadWord(Ina226Registers.Manufacturer, out ushort manufacturer);
        ushort die = 0;
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.Die, out die);
        if (bus == BusStatus.Ok && (manufacturer != Ina226Registers.ManufacturerId || die != Ina226Registers.DieId))
        {
            return SensorStatus.WrongChip;
        }

        bus = bus != BusStatus.Ok ? bus : _port.WriteWord(Ina226Registers.Configuration, Ina226Registers.Reset);
        bus = bus != BusStatus.Ok ? bus : _port.WriteWord(Ina226Registers.Calibration, (ushort)_calibration);
        bus = bus != BusStatus.Ok ? bus : _port.WriteWord(Ina226Registers.AlertLimit, _limit);
        bus = bus != BusStatus.Ok ? bus : _port.WriteWord(Ina226Registers.MaskEnable, _mask);
        bus = bus != BusStatus.Ok ? bus : _port.WriteWord(Ina226Registers.Configuration, _configuration);
        ushort limit = 0;
        ushort mask = 0;
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.AlertLimit, out limit);
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.MaskEnable, out mask);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool kept = limit == _limit && (mask & Ina226Registers.ShuntOverVoltage) == _mask;
        SensorStatus status = kept ? ConfirmSettings() : SensorStatus.ConfigurationLost;
        _configured = status == SensorStatus.Ok;
        _latest = _clock.Nanoseconds;
        return status;
    }

    /// <summary>Takes the latest average, starting the chip first where it is not configured.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : Start();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        uint retries = _port.Retries;
        BusStatus bus = _port.ReadWord(Ina226Registers.MaskEnable, out ushort flags);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        long waited = _clock.Nanoseconds - _latest;
        bool ready = (flags & Ina226Registers.ConversionReady) != 0 || (retries != _port.Retries && waited > _interval);
        bool belong = false;
        for (int attempt = 0; ready && !belong && attempt < 2 && bus == BusStatus.Ok; attempt++)
        {
            bus = ReadValues();
            belong = bus == BusStatus.Ok && CurrentBelongsToShunt();
        }

        status = bus == BusStatus.Ok ? ConfirmSettings() : BusStatusMapping.ToSensorStatus(bus);
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _alert = _mask != 0 && (flags & Ina226Registers.AlertFlag) != 0;
        if (!ready)
        {
            return Wait(waited);
        }

        _latest = _port.Ended;
        return Accept(flags, belong);
    }

    private BusStatus ReadValues()
    {
        BusStatus bus = _port.ReadWord(Ina226Registers.ShuntVoltage, out ushort shunt);
        long began = _port.Began;
        ushort current = 0;
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.BusVoltage, out _bus);
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.Current, out current);
        _shunt = (short)shunt;
        _current = (short)current;
        long duration = _port.Ended - began;
        _stamp = new Stamp(began + duration / 2, (duration + 1) / 2 + _interval);
        return bus;
    }

    private bool CurrentBelongsToShunt()
    {
        // Each sample of an average is truncated by itself, and so is the mean: a step of shunt voltage, and two of current.
        int difference = _current - Ina226Scaling.CurrentOf(_shunt, _calibration);
        int tolerance = _calibration / 2048 + 2;
        return IsAtEnd(_current) || (difference <= tolerance && difference >= -tolerance);
    }

    private SensorStatus Wait(long waited)
    {
        if (waited <= Stalled * _interval + 50000000L)
        {
            return SensorStatus.NotReady;
        }

        _configured = false;
        return SensorStatus.Timeout;
    }

    private SensorStatus ConfirmSettings()
    {
        BusStatus bus = _port.ReadWord(Ina226Registers.Configuration, out ushort configuration);
        ushort calibration = 0;
        bus = bus != BusStatus.Ok ? bus : _port.ReadWord(Ina226Registers.Calibration, out calibration);
        if (bus == BusStatus.Ok && (configuration != _configuration || calibration != _calibration))
        {
            _configured = false;
            return SensorStatus.ConfigurationLost;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus Accept(ushort flags, bool belong)
    {
        if ((flags & Ina226Registers.MathOverflow) != 0 || IsAtEnd(_shunt) || IsAtEnd(_current) || _bus == 0x7FFF)
        {
            return SensorStatus.Saturated;
        }

        if (!belong || _bus > HighestBus)
        {
            return SensorStatus.Implausible;
        }

        _state.Voltage = _bus;
        _state.Current = _current;
        _state.Power = Ina226Scaling.PowerOf(_current, _bus);
        _state.Stamp = _stamp;
        return SensorStatus.Ok;
    }

    private static bool IsAtEnd(short value)
    {
        return value == short.MaxValue || value == short.MinValue;
    }
}
