using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Bosch BMP390 pressure sensor at register level, after the data sheet BST-BMP390-DS002, rev. 1.7 (cited by section).
/// Simulated: power modes, output data rate against conversion time, oversampling with its resolution, IIR filter, trimming
/// coefficients, status, event and error flags, soft reset. Not simulated: the FIFO (always empty), the interrupt pin, SPI, noise
/// (what the world has of it is enough).
/// </summary>
public sealed class SimulatedBmp390 : ISimulatedI2cChip
{
    /// <summary>The address with SDO low (section 5.2); 0x77 with it high.</summary>
    public const byte DefaultAddress = 0x76;

    private const byte ChipId = 0x00;
    private const byte Revision = 0x01;
    private const byte Error = 0x02;
    private const byte Status = 0x03;
    private const byte Pressure = 0x04;
    private const byte Temperature = 0x07;
    private const byte SensorTime = 0x0C;
    private const byte Event = 0x10;
    private const byte InterruptStatus = 0x11;
    private const byte FifoData = 0x14;
    private const byte FirstWritable = 0x15;
    private const byte InterfaceConfiguration = 0x1A;
    private const byte Power = 0x1B;
    private const byte Oversampling = 0x1C;
    private const byte DataRate = 0x1D;
    private const byte Filter = 0x1F;
    private const byte TrimmingChecksum = 0x30;
    private const byte Trimming = 0x31;
    private const byte Command = 0x7E;

    // Section 4.3.3, ERR_REG; 4.3.4, STATUS; 4.3.8, EVENT; 4.3.9, INT_STATUS.
    private const byte CommandError = 0x02;
    private const byte ConfigurationError = 0x04;
    private const byte CommandReady = 0x10;
    private const byte PressureReady = 0x20;
    private const byte TemperatureReady = 0x40;
    private const byte PowerOnDetected = 0x01;
    private const byte DataReady = 0x08;

    // Section 4.3.18, PWR_CTRL.
    private const byte PressureOn = 0x01;
    private const byte TemperatureOn = 0x02;
    private const byte ModeMask = 0x30;
    private const byte NormalMode = 0x30;

    // Section 4.3.22, CMD.
    private const byte FifoFlush = 0xB0;
    private const byte SoftReset = 0xB6;

    // Section 4.3.5: the data registers before the first measurement.
    private const int EmptyCode = 0x80_0000;

    // Table 2, "Start-up time".
    private const long StartNanoseconds = 2_000_000;

    // The counter behind SENSORTIME runs at 25.6 kHz.
    private const double SensorTimeNanoseconds = 39_062.5;

    // More conversions than this ago weighs less than one step in the slowest filter.
    private const long FilterMemory = 2_048;

    private readonly IClock _clock;
    private readonly IAirField _field;
    private readonly int _sensor;
    private readonly Bmp390Trimming _trimming = new();
    private readonly byte[] _registers = new byte[0x80];
    private byte _pointer;
    private byte _error;
    private byte _ready;
    private byte _event;
    private byte _interrupts;
    private long _poweredAt;
    private long _origin;
    private long _measured;
    private bool _filled;
    private double _filteredPressure;
    private double _filteredTemperature;
    private int _pressure;
    private int _temperature;

    /// <summary>Makes a sensor that has been powered long enough to answer, at its reset values: asleep.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What it stands in.</param>
    /// <param name="sensor">Which of the field's sensors it is, from 0.</param>
    public SimulatedBmp390(IClock clock, IAirField field, int sensor)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _field = field;
        _sensor = sensor;
        PowerOn();
        _poweredAt -= StartNanoseconds;
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => _clock.Nanoseconds - _poweredAt >= StartNanoseconds;

    private byte Mode => (byte)(_registers[Power] & ModeMask);

    // Section 4.3.20: 5 ms, doubled by each step up to 17.
    private long Period => 5_000_000L << Math.Min((int)_registers[DataRate], 17);

    /// <inheritdoc/>
    public void PowerOn()
    {
        _pointer = 0;
        Reset();
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length > 0)
        {
            _pointer = data[0];
        }

        // Section 5.2.1: register and data in pairs; writing does not count the register up.
        for (int index = 1; index < data.Length; index += 2)
        {
            WriteRegister(data[index - 1], data[index]);
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

            // Section 3.6: the FIFO is read at one register.
            _pointer += (byte)(_pointer == FifoData ? 0 : 1);
        }
    }

    private void Reset()
    {
        Array.Clear(_registers);
        _registers[ChipId] = 0x60;
        _registers[Revision] = 0x01;

        // Section 4.2, memory map, column "reset": FIFO_WTM, FIFO_CONFIG, INT_CTRL, OSR; all others 0.
        _registers[0x15] = 0x01;
        _registers[0x17] = 0x02;
        _registers[0x18] = 0x02;
        _registers[0x19] = 0x02;
        _registers[Oversampling] = 0x02;
        _registers[TrimmingChecksum] = _trimming.Checksum();
        _trimming.Stored.CopyTo(_registers, Trimming);
        _error = 0;
        _ready = 0;
        _event = PowerOnDetected;
        _interrupts = 0;
        _pressure = EmptyCode;
        _temperature = EmptyCode;
        _filled = false;
        _poweredAt = _clock.Nanoseconds;
    }

    private byte ReadRegister(byte register)
    {
        switch (register)
        {
            case Error:
                return Take(ref _error);
            case Status:
                return (byte)(CommandReady | _ready);
            case >= Pressure and < Temperature:
                // Section 4.3.4: reading any byte of a measurement takes its ready bit away.
                _ready &= unchecked((byte)~PressureReady);
                return (byte)(_pressure >> (8 * (register - Pressure)));
            case >= Temperature and < Temperature + 3:
                _ready &= unchecked((byte)~TemperatureReady);
                return (byte)(_temperature >> (8 * (register - Temperature)));
            case >= SensorTime and < SensorTime + 3:
                long ticks = (long)((_clock.Nanoseconds - _poweredAt) / SensorTimeNanoseconds);
                return (byte)(ticks >> (8 * (register - SensorTime)));
            case Event:
                return Take(ref _event);
            case InterruptStatus:
                return Take(ref _interrupts);
            default:
                return register < _registers.Length ? _registers[register] : (byte)0;
        }
    }

    private static byte Take(ref byte flags)
    {
        byte value = flags;
        flags = 0;
        return value;
    }

    private void WriteRegister(byte register, byte value)
    {
        switch (register)
        {
            case Command:
                Execute(value);
                break;
            case Power:
                WritePower((byte)(value & (ModeMask | PressureOn | TemperatureOn)));
                break;
            case Oversampling:
                _registers[register] = (byte)(value & 0x3F);
                Restart();
                break;
            case DataRate:
                _registers[register] = (byte)(value & 0x1F);
                Restart();
                break;
            case Filter:
                _registers[register] = (byte)(value & 0x0E);
                _filled = false;
                break;
            case >= FirstWritable and <= InterfaceConfiguration:
                _registers[register] = value;
                break;
        }
    }

    private void Execute(byte command)
    {
        switch (command)
        {
            case SoftReset:
                Reset();
                break;
            case FifoFlush or 0:
                break;
            default:
                _error |= CommandError;
                break;
        }
    }

    private void WritePower(byte value)
    {
        byte before = _registers[Power];
        _registers[Power] = value;
        if (value != before || (value & ModeMask) is 0x10 or 0x20)
        {
            Restart();
        }
    }

    private void Restart()
    {
        _origin = _clock.Nanoseconds;
        _measured = 0;

        // Section 3.9.2 and 4.3.3: a rate that the conversion does not fit into is refused, and normal mode with it.
        if (Mode == NormalMode && Conversion() > Period)
        {
            _error |= ConfigurationError;
            _registers[Power] &= unchecked((byte)~ModeMask);
        }
    }

    // Section 3.9.2, "Measurement time".
    private long Conversion()
    {
        long microseconds = 234;
        if ((_registers[Power] & PressureOn) != 0)
        {
            microseconds += 392 + (2_020L << Steps(_registers[Oversampling]));
        }

        if ((_registers[Power] & TemperatureOn) != 0)
        {
            microseconds += 163 + (2_020L << Steps(_registers[Oversampling] >> 3));
        }

        return microseconds * 1_000;
    }

    // Section 4.3.19: up to x32.
    private static int Steps(int field) => Math.Min(field & 0x07, 5);

    private void PassTime()
    {
        if (Mode == 0)
        {
            return;
        }

        long since = _clock.Nanoseconds - _origin - Conversion();
        if (since < 0)
        {
            return;
        }

        if (Mode != NormalMode)
        {
            Measure(_origin + Conversion());
            _registers[Power] &= unchecked((byte)~ModeMask);
            return;
        }

        long due = (since / Period) + 1;
        int exponent = (_registers[Filter] >> 1) & 0x07;
        long memory = exponent == 0 ? 1 : FilterMemory;
        for (long number = Math.Max(_measured, due - memory); number < due; number++)
        {
            Measure(_origin + Conversion() + (number * Period));
        }

        _measured = due;
    }

    private void Measure(long instant)
    {
        bool pressure = (_registers[Power] & PressureOn) != 0;
        bool temperature = (_registers[Power] & TemperatureOn) != 0;
        if (!pressure && !temperature)
        {
            return;
        }

        // Section 4.3.21 and 3.4.3: the coefficient is 2^k - 1; the first measurement fills the filter.
        double keep = _filled ? (1 << ((_registers[Filter] >> 1) & 0x07)) - 1 : 0;
        double celsius = _field.AirCelsius(instant, _sensor);
        if (temperature)
        {
            _filteredTemperature = ((_filteredTemperature * keep) + _trimming.TemperatureCode(celsius)) / (keep + 1);
            _temperature = Resolve(_filteredTemperature, keep, Steps(_registers[Oversampling] >> 3));
            _ready |= TemperatureReady;
        }

        if (pressure)
        {
            _filteredPressure = ((_filteredPressure * keep) + _trimming.PressureCode(_field.Pascal(instant, _sensor), celsius)) / (keep + 1);
            _pressure = Resolve(_filteredPressure, keep, Steps(_registers[Oversampling]));
            _ready |= PressureReady;
        }

        _filled = true;
        _interrupts |= DataReady;
    }

    // Sections 3.4.1 and 3.4.2: 16 bits and one more for each doubling; filtered, the whole 24.
    private static int Resolve(double code, double keep, int steps)
    {
        double step = keep > 0 ? 1 : 256 >> steps;
        return (int)Math.Min(Math.Round(code / step) * step, 0xFF_FFFF);
    }
}
