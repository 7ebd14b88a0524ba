using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Bosch BME280 climate sensor at register level, after the data sheet BST-BME280-DS002-15 (revision 1.6, September 2018; cited by
/// section). Simulated: trimming values and the codes that belong to them, sleep, forced and normal mode with their longest times,
/// delayed mode changes, oversampling with its resolution, the filter, humidity settings that wait for ctrl_meas, soft reset, status.
/// Not simulated: noise, the 3-wire interface, self-heating.
/// </summary>
public sealed class SimulatedBme280 : ISimulatedI2cChip
{
    /// <summary>The address with SDO at ground (section 6.2); 0x77 with SDO at supply.</summary>
    public const byte DefaultAddress = 0x76;

    private const byte ChipId = 0xD0;
    private const byte Reset = 0xE0;
    private const byte ControlHumidity = 0xF2;
    private const byte Status = 0xF3;
    private const byte ControlMeasure = 0xF4;
    private const byte Configuration = 0xF5;
    private const byte Pressure = 0xF7;
    private const byte Temperature = 0xFA;
    private const byte Humidity = 0xFD;

    // Section 5.4.1 and 5.4.2.
    private const byte ChipIdValue = 0x60;
    private const byte ResetWord = 0xB6;

    // Section 5.4.4.
    private const byte Measuring = 0x08;
    private const byte ImageUpdate = 0x01;

    // Section 5.4.5.
    private const int ModeMask = 0x03;
    private const int Sleep = 0;
    private const int Normal = 3;

    // Section 1.1, table 1: 2 ms from power to the first communication; a reset goes through the same (section 5.4.2).
    private const long StartupNanoseconds = 2_000_000;

    // Sections 5.4.7 to 5.4.9: what stands where nothing was measured.
    private const int SkippedCode = 0x80000;
    private const int SkippedHumidity = 0x8000;

    private readonly IClock _clock;
    private readonly IRoomClimate _room;
    private readonly Bme280FactoryTrimming _trimming;
    private readonly byte[] _memory = new byte[256];
    private byte _pointer;
    private long _startedAt;
    private bool _startedCold;
    private int _humidityOversampling;
    private long _cycleOrigin;
    private long _measured;
    private int _requestedMode = -1;
    private long _requestEnds;
    private double _filteredPressure = double.NaN;
    private double _filteredTemperature = double.NaN;

    /// <summary>Makes a sensor that has been powered for a second and sleeps.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="room">The air around it.</param>
    /// <param name="trimming">What it was delivered with.</param>
    public SimulatedBme280(IClock clock, IRoomClimate room, Bme280FactoryTrimming trimming)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(trimming);
        _clock = clock;
        _room = room;
        _trimming = trimming;
        PowerOn();
        _startedAt -= 1_000_000_000;
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => !_startedCold || !IsStarting;

    private bool IsStarting => _clock.Nanoseconds - _startedAt < StartupNanoseconds;

    private int Mode => _memory[ControlMeasure] & ModeMask;

    private int TemperatureOversampling => OversamplingOf(_memory[ControlMeasure] >> 5);

    private int PressureOversampling => OversamplingOf((_memory[ControlMeasure] >> 2) & 7);

    // Section 9.1, longest values, in nanoseconds: 1.25 ms, 2.3 ms a sample, 0.575 ms more where pressure or humidity is on.
    private long MeasureNanoseconds => 1_250_000
        + (2_300_000L * (TemperatureOversampling + PressureOversampling + _humidityOversampling))
        + (PressureOversampling > 0 ? 575_000 : 0)
        + (_humidityOversampling > 0 ? 575_000 : 0);

    // Section 5.4.6, table 27.
    private long StandbyNanoseconds => (_memory[Configuration] >> 5) switch
    {
        0 => 500_000,
        1 => 62_500_000,
        2 => 125_000_000,
        3 => 250_000_000,
        4 => 500_000_000,
        5 => 1_000_000_000,
        6 => 10_000_000,
        _ => 20_000_000,
    };

    // Section 5.4.6, table 28.
    private int FilterCoefficient => ((_memory[Configuration] >> 2) & 7) switch { 0 => 1, 1 => 2, 2 => 4, 3 => 8, _ => 16 };

    /// <inheritdoc/>
    public void PowerOn()
    {
        _pointer = 0;
        Start(cold: true);
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();

        // Section 6.2.1: a write is pairs of register and value; the register does not count up.
        for (int index = 0; index < data.Length; index += 2)
        {
            _pointer = data[index];
            if (index + 1 < data.Length)
            {
                WriteRegister(_pointer, data[index + 1]);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = ReadRegister(_pointer);
            _pointer++;
        }
    }

    // Section 5.4.3, table 20, and the like for the others.
    private static int OversamplingOf(int bits) => bits switch { 0 => 0, 1 => 1, 2 => 2, 3 => 4, 4 => 8, _ => 16 };

    private void Start(bool cold)
    {
        _startedAt = _clock.Nanoseconds;
        _startedCold = cold;
        _humidityOversampling = 0;
        _requestedMode = -1;
        _filteredPressure = double.NaN;
        _filteredTemperature = double.NaN;
        Array.Clear(_memory);
        _memory[ChipId] = ChipIdValue;
        _trimming.WriteTo(_memory);
        Put(Pressure, SkippedCode);
        Put(Temperature, SkippedCode);
        PutHumidity(SkippedHumidity);
    }

    private byte ReadRegister(byte register)
    {
        // After a soft reset the trimming values are being copied for the start-up time (section 5.4.4, im_update).
        bool isTrimming = register is (>= 0x88 and <= 0xA1) or (>= 0xE1 and <= 0xF0);
        if (register == Status)
        {
            return (byte)((IsStarting ? ImageUpdate : 0) | (IsMeasuringAt(_clock.Nanoseconds) ? Measuring : 0));
        }

        return isTrimming && IsStarting ? (byte)0 : _memory[register];
    }

    private void WriteRegister(byte register, byte value)
    {
        if (IsStarting)
        {
            return;
        }

        switch (register)
        {
            case Reset when value == ResetWord:
                Start(cold: false);
                break;
            case ControlHumidity when _requestedMode < 0:
                _memory[ControlHumidity] = (byte)(value & 0x07);
                break;
            case Configuration when Mode != Normal:
                // Section 5.4.6: writes in normal mode may be ignored; here they are.
                _memory[Configuration] = (byte)(value & 0xFD);
                break;
            case ControlMeasure:
                WriteControl(value);
                break;
        }
    }

    private void WriteControl(byte value)
    {
        // Section 3.3.1: a change of mode waits for the end of the measurement that runs; further changes are ignored until then.
        if (IsMeasuringAt(_clock.Nanoseconds))
        {
            if (_requestedMode < 0)
            {
                _requestedMode = value;
                _requestEnds = _cycleOrigin + (_measured * (MeasureNanoseconds + StandbyNanoseconds)) + MeasureNanoseconds;
            }

            return;
        }

        BeginMode(value, _clock.Nanoseconds);
    }

    private void BeginMode(int value, long now)
    {
        // Section 5.4.5: 01 and 10 are both forced mode. Section 5.4.3: humidity settings become effective here.
        _memory[ControlMeasure] = (byte)value;
        _humidityOversampling = OversamplingOf(_memory[ControlHumidity]);
        _cycleOrigin = now;
        _measured = 0;
    }

    private bool IsMeasuringAt(long now)
    {
        if (Mode == Sleep)
        {
            return false;
        }

        long since = now - _cycleOrigin;
        return Mode == Normal ? since % (MeasureNanoseconds + StandbyNanoseconds) < MeasureNanoseconds : since < MeasureNanoseconds;
    }

    private void PassTime()
    {
        long now = _clock.Nanoseconds;
        if (_requestedMode >= 0 && now >= _requestEnds)
        {
            FinishMeasurements(_requestEnds);
            int requested = _requestedMode;
            _requestedMode = -1;
            BeginMode(requested, _requestEnds);
        }

        FinishMeasurements(now);
    }

    private void FinishMeasurements(long now)
    {
        if (Mode == Sleep)
        {
            return;
        }

        long period = Mode == Normal ? MeasureNanoseconds + StandbyNanoseconds : MeasureNanoseconds;
        long finished = (now - _cycleOrigin + period - MeasureNanoseconds) / period;
        if (Mode != Normal)
        {
            finished = Math.Min(finished, 1);
        }

        // The filter forgets within its length: what lies further back would not show.
        long first = Math.Max(_measured, finished - (8 * FilterCoefficient));
        for (long cycle = first; cycle < finished; cycle++)
        {
            Measure(_cycleOrigin + (cycle * period) + MeasureNanoseconds);
        }

        _measured = Math.Max(_measured, finished);
        if (Mode != Normal && finished > 0)
        {
            _memory[ControlMeasure] &= unchecked((byte)~ModeMask);
        }
    }

    private void Measure(long instant)
    {
        int temperature = _trimming.TemperatureCode(_room.AirCelsius(instant));
        double fine = _trimming.FineTemperature(temperature);
        if (TemperatureOversampling == 0)
        {
            Put(Temperature, SkippedCode);
            _filteredTemperature = double.NaN;
        }
        else
        {
            Put(Temperature, Resolve(Filter(ref _filteredTemperature, temperature), TemperatureOversampling));
        }

        if (PressureOversampling == 0)
        {
            Put(Pressure, SkippedCode);
            _filteredPressure = double.NaN;
        }
        else
        {
            int pressure = _trimming.PressureCode(_room.AirPascals(instant), fine);
            Put(Pressure, Resolve(Filter(ref _filteredPressure, pressure), PressureOversampling));
        }

        // Section 3.4.1: humidity always has 16 bits and no filter.
        PutHumidity(_humidityOversampling == 0 ? SkippedHumidity : _trimming.HumidityCode(_room.AirRelativeHumidity(instant), fine));
    }

    // Section 3.4.4: the first value fills the filter.
    private int Filter(ref double memory, int code)
    {
        memory = double.IsNaN(memory) ? code : ((memory * (FilterCoefficient - 1)) + code) / FilterCoefficient;
        return (int)Math.Round(memory);
    }

    // Sections 3.4.2 and 3.4.3: 16 bits at one sample, one more with each doubling, 20 with the filter on.
    private int Resolve(int code, int oversampling)
    {
        int missing = FilterCoefficient > 1 ? 0 : oversampling switch { 1 => 4, 2 => 3, 4 => 2, 8 => 1, _ => 0 };
        int unit = 1 << missing;
        return Math.Min((code + (unit / 2)) / unit * unit, (1 << 20) - unit);
    }

    private void Put(byte register, int code)
    {
        _memory[register] = (byte)(code >> 12);
        _memory[register + 1] = (byte)(code >> 4);
        _memory[register + 2] = (byte)(code << 4);
    }

    private void PutHumidity(int code)
    {
        _memory[Humidity] = (byte)(code >> 8);
        _memory[Humidity + 1] = (byte)code;
    }
}
