using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Texas Instruments INA226 current and power monitor at register level, after the data sheet SBOS547B (June 2011, revised
/// September 2024; cited by section). Simulated: all registers, conversion times, averaging, triggered and continuous modes,
/// current and power with their overflow, the alert functions with their latch. Not simulated: offset and gain errors, the SMBus
/// alert response, high-speed mode.
/// </summary>
public sealed class SimulatedIna226 : ISimulatedI2cChip
{
    /// <summary>The address with A0 and A1 at ground (section 6.5.5.1, table 6-2); 0x40 to 0x4F by the pins.</summary>
    public const byte DefaultAddress = 0x40;

    private const byte Configuration = 0x00;
    private const byte Shunt = 0x01;
    private const byte Bus = 0x02;
    private const byte Power = 0x03;
    private const byte Current = 0x04;
    private const byte Calibration = 0x05;
    private const byte MaskEnable = 0x06;
    private const byte AlertLimit = 0x07;
    private const byte ManufacturerId = 0xFE;
    private const byte DieId = 0xFF;

    // Section 7.1, table 7-1.
    private const ushort ConfigurationReset = 0x4127;
    private const ushort ManufacturerValue = 0x5449;
    private const ushort DieValue = 0x2260;

    // Section 7.1.1: bit 15 resets, bits 14 to 12 are fixed at 100.
    private const ushort ResetBit = 0x8000;
    private const ushort ConfigurationWritable = 0x0FFF;

    // Section 7.1.7.
    private const ushort ShuntOver = 0x8000;
    private const ushort ShuntUnder = 0x4000;
    private const ushort BusOver = 0x2000;
    private const ushort BusUnder = 0x1000;
    private const ushort PowerOver = 0x0800;
    private const ushort ReadyToAlert = 0x0400;
    private const ushort AlertFlag = 0x0010;
    private const ushort ReadyFlag = 0x0008;
    private const ushort OverflowFlag = 0x0004;
    private const ushort ActiveHigh = 0x0002;
    private const ushort LatchEnable = 0x0001;
    private const ushort MaskWritable = 0xFC03;

    // Sections 7.1.2 and 7.1.3: 2.5 uV and 1.25 mV per bit; the bus register has no sign.
    private const double ShuntBitVolts = 2.5e-6;
    private const double BusBitVolts = 1.25e-3;

    // Section 6.5.2.1, equations 3 and 4.
    private const int CurrentDivisor = 2048;
    private const int PowerDivisor = 20_000;

    private readonly IClock _clock;
    private readonly IPowerLine _line;
    private byte _pointer;
    private ushort _configuration;
    private ushort _calibration;
    private ushort _limit;
    private ushort _mask;
    private ushort _flags;
    private short _shunt;
    private ushort _bus;
    private short _current;
    private ushort _power;
    private long _cycleOrigin;
    private long _cycles;

    /// <summary>Makes a monitor that has just been powered: it converts continuously, its current register stays at zero.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="line">What it is wired to.</param>
    public SimulatedIna226(IClock clock, IPowerLine line)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(line);
        _clock = clock;
        _line = line;
        PowerOn();
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => true;

    /// <summary>Whether the alert pin is asserted, as the polarity bit stands: low by default.</summary>
    public bool AlertPinHigh
    {
        get
        {
            PassTime();
            bool asserted = (_flags & AlertFlag) != 0 || ((_mask & ReadyToAlert) != 0 && (_flags & ReadyFlag) != 0);
            return asserted == ((_mask & ActiveHigh) != 0);
        }
    }

    private bool MeasuresShunt => (_configuration & 0x1) != 0;

    private bool MeasuresBus => (_configuration & 0x2) != 0;

    private bool IsContinuous => (_configuration & 0x4) != 0;

    // Section 7.1.1, table 7-3.
    private int Averages => ((_configuration >> 9) & 0x7) switch { 0 => 1, 1 => 4, 2 => 16, 3 => 64, 4 => 128, 5 => 256, 6 => 512, _ => 1024 };

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

        // A register takes both of its bytes or none (section 6.5.5.3); the pointer stays.
        if (data.Length >= 3)
        {
            WriteRegister((ushort)((data[1] << 8) | data[2]));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        ushort value = ReadRegister();

        // Two bytes, then the chip lets the line go.
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = index switch { 0 => (byte)(value >> 8), 1 => (byte)value, _ => 0xFF };
        }
    }

    // Section 7.1.1, tables 7-4 and 7-5, typical values.
    private static long ConversionNanoseconds(int selection) => selection switch
    {
        0 => 140_000,
        1 => 204_000,
        2 => 332_000,
        3 => 588_000,
        4 => 1_100_000,
        5 => 2_116_000,
        6 => 4_156_000,
        _ => 8_244_000,
    };

    private void Reset()
    {
        _configuration = ConfigurationReset;
        _calibration = 0;
        _limit = 0;
        _mask = 0;
        _flags = 0;
        _shunt = 0;
        _bus = 0;
        _current = 0;
        _power = 0;
        Restart();
    }

    private void Restart()
    {
        _cycleOrigin = _clock.Nanoseconds;
        _cycles = 0;
    }

    private ushort ReadRegister()
    {
        switch (_pointer)
        {
            case Configuration: return _configuration;
            case Shunt: return (ushort)_shunt;
            case Bus: return _bus;
            case Power: return _power;
            case Current: return (ushort)_current;
            case Calibration: return _calibration;
            case MaskEnable: return ReadMask();
            case AlertLimit: return _limit;
            case ManufacturerId: return ManufacturerValue;
            case DieId: return DieValue;
            default: return 0;
        }
    }

    // Section 7.1.7: reading clears the conversion ready flag, and the alert flag where it is latched.
    private ushort ReadMask()
    {
        ushort value = (ushort)(_mask | _flags);
        _flags &= unchecked((ushort)~ReadyFlag);
        if ((_mask & LatchEnable) != 0)
        {
            _flags &= unchecked((ushort)~AlertFlag);
        }

        return value;
    }

    private void WriteRegister(ushort value)
    {
        switch (_pointer)
        {
            case Configuration when (value & ResetBit) != 0:
                Reset();
                break;
            case Configuration:
                // Section 7.1.1: writing halts the conversion and starts a new one; section 7.1.7: it clears the ready flag
                // except where it selects power-down.
                _configuration = (ushort)((ConfigurationReset & 0x7000) | (value & ConfigurationWritable));
                _flags &= (_configuration & 0x3) == 0 ? ushort.MaxValue : unchecked((ushort)~ReadyFlag);
                Restart();
                break;
            case Calibration:
                // Bit 15 is not used (section 7.1.6).
                _calibration = (ushort)(value & 0x7FFF);
                break;
            case MaskEnable:
                _mask = (ushort)(value & MaskWritable);
                break;
            case AlertLimit:
                _limit = value;
                break;
        }
    }

    private void PassTime()
    {
        if (!MeasuresShunt && !MeasuresBus)
        {
            return;
        }

        long shunt = MeasuresShunt ? ConversionNanoseconds((_configuration >> 3) & 0x7) : 0;
        long bus = MeasuresBus ? ConversionNanoseconds((_configuration >> 6) & 0x7) : 0;
        long period = Averages * (shunt + bus);
        long cycles = (_clock.Nanoseconds - _cycleOrigin) / period;
        if (!IsContinuous)
        {
            cycles = Math.Min(cycles, 1);
        }

        if (cycles > _cycles)
        {
            _cycles = cycles;
            Convert(_cycleOrigin + ((cycles - 1) * period), shunt, bus);
        }
    }

    // Section 6.4.1: shunt and bus in turn, each from the middle of its own conversion; registers change when all are averaged.
    private void Convert(long start, long shunt, long bus)
    {
        double shuntSum = 0;
        double busSum = 0;
        for (int sample = 0; sample < Averages; sample++)
        {
            long begin = start + (sample * (shunt + bus));
            shuntSum += MeasuresShunt ? _line.ShuntVolts(begin + (shunt / 2)) : 0;
            busSum += MeasuresBus ? _line.BusVolts(begin + shunt + (bus / 2)) : 0;
        }

        _flags |= ReadyFlag;
        if (MeasuresShunt)
        {
            _shunt = (short)Math.Clamp(Math.Round(shuntSum / Averages / ShuntBitVolts), short.MinValue, short.MaxValue);
        }

        if (MeasuresBus)
        {
            _bus = (ushort)Math.Clamp(Math.Round(busSum / Averages / BusBitVolts), 0, short.MaxValue);
        }

        Multiply();
        CompareLimit();
    }

    private void Multiply()
    {
        int current = _shunt * _calibration / CurrentDivisor;
        long power = Math.Abs((long)current) * _bus / PowerDivisor;
        bool overflow = current is < short.MinValue or > short.MaxValue || power > ushort.MaxValue;
        _current = (short)Math.Clamp(current, short.MinValue, short.MaxValue);
        _power = (ushort)Math.Min(power, ushort.MaxValue);
        _flags = (ushort)((_flags & ~OverflowFlag) | (overflow ? OverflowFlag : 0));
    }

    // Section 6.3.1.2: of several functions the highest bit counts.
    private void CompareLimit()
    {
        bool exceeded = false;
        if ((_mask & ShuntOver) != 0)
        {
            exceeded = _shunt > (short)_limit;
        }
        else if ((_mask & ShuntUnder) != 0)
        {
            exceeded = _shunt < (short)_limit;
        }
        else if ((_mask & BusOver) != 0)
        {
            exceeded = _bus > _limit;
        }
        else if ((_mask & BusUnder) != 0)
        {
            exceeded = _bus < _limit;
        }
        else if ((_mask & PowerOver) != 0)
        {
            exceeded = _power > _limit;
        }

        // Section 7.1.7, LEN: transparent, the flag falls with the next conversion that is within the limit; latched, it stays.
        if (exceeded)
        {
            _flags |= AlertFlag;
        }
        else if ((_mask & LatchEnable) == 0)
        {
            _flags &= unchecked((ushort)~AlertFlag);
        }
    }
}
