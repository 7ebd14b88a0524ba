using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Melexis MLX90640 thermal array (32 x 24) at register level, after the data sheet 3901090640, rev. 11 (cited by section): 16-bit
/// registers, EEPROM, RAM whose words are what the calibrated calculation leads from the world to. Simulated: subpages in both
/// patterns, all refresh rates and resolutions, status and control register, data hold, subpage repeat. Not simulated: step mode,
/// writing the EEPROM, noise (what the world has of it is enough), warming up, broken and outlying pixels, a changed address.
/// </summary>
public sealed class SimulatedMlx90640 : ISimulatedI2cChip
{
    /// <summary>The address as delivered (section 10.2).</summary>
    public const byte DefaultAddress = 0x33;

    private const int RamStart = 0x0400;
    private const int RamWords = 0x0340;
    private const int EepromStart = 0x2400;
    private const int Status = 0x8000;
    private const int Control = 0x800D;
    private const int BusConfiguration = 0x800F;

    // RAM words behind the pixels, section 10.6.1, table 6.
    private const int BaseEmitter = 0x0300;
    private const int Compensation0 = 0x0308;
    private const int Gain = 0x030A;
    private const int Ptat = 0x0320;
    private const int Compensation1 = 0x0328;
    private const int Supply = 0x032A;

    // Section 10.6.2: status register.
    private const ushort NewData = 0x0008;
    private const ushort EnableOverwrite = 0x0010;

    // Section 10.6.2: control register.
    private const ushort ControlAtReset = 0x1901;
    private const ushort SubpagesOn = 0x0001;
    private const ushort DataHold = 0x0004;
    private const ushort SubpageRepeat = 0x0008;
    private const ushort Chess = 0x1000;

    // Section 7, "Electrical specifications": valid data 40 ms after power-on and one measurement later.
    private const long StartNanoseconds = 40_000_000;

    private readonly IClock _clock;
    private readonly IThermalImage _image;
    private readonly ushort[] _eeprom;
    private readonly Mlx90640Calibration _calibration;
    private readonly ushort[] _ram = new ushort[RamWords];
    private ushort _status;
    private ushort _control;
    private ushort _busConfiguration;
    private int _pointer;
    private int _nextSubpage;
    private long _origin;
    private long _measured;

    /// <summary>Makes an array that has just been powered.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="image">What it looks at.</param>
    /// <param name="eeprom">Its 832 words, from a real chip or from <see cref="Mlx90640Eeprom"/>.</param>
    /// <exception cref="ArgumentException">The EEPROM has another length.</exception>
    public SimulatedMlx90640(IClock clock, IThermalImage image, ushort[] eeprom)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(eeprom);
        if (eeprom.Length != Mlx90640Calibration.Words)
        {
            throw new ArgumentException($"An MLX90640's EEPROM has 832 words, not {eeprom.Length}", nameof(eeprom));
        }

        _clock = clock;
        _image = image;
        _eeprom = [.. eeprom];
        _calibration = new Mlx90640Calibration(_eeprom);
        PowerOn();
    }

    /// <summary>The emissivity of everything in sight, above 0 to 1; skin has 0.98, most things 0.95.</summary>
    public double Emissivity { get; set; } = 0.95;

    /// <summary>How much colder than the chip is what surfaces reflect, in kelvin: 8, what section 11.2.2.9 takes for typical.</summary>
    public double ReflectedBelowAmbient { get; set; } = 8;

    /// <summary>The supply, in volts, 3.0 to 3.6.</summary>
    public double Volts { get; set; } = 3.3;

    /// <inheritdoc/>
    public bool AcknowledgesAddress => true;

    // Section 10.3.3: 0.5 Hz, doubled by each step, for one subpage.
    private long Period => 2_000_000_000L >> ((_control >> 7) & 0x07);

    /// <inheritdoc/>
    public void PowerOn()
    {
        Array.Clear(_ram);
        _status = 0;
        _control = ControlAtReset;
        _busConfiguration = 0;
        _pointer = 0;
        _nextSubpage = 0;
        _origin = _clock.Nanoseconds + StartNanoseconds;
        _measured = 0;
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length < 2)
        {
            return true;
        }

        _pointer = (data[0] << 8) | data[1];
        if (data.Length >= 4)
        {
            WriteRegister(_pointer, (ushort)((data[2] << 8) | data[3]));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        for (int index = 0; index < buffer.Length; index++)
        {
            ushort word = ReadRegister((_pointer + (index >> 1)) & 0xFFFF);
            buffer[index] = (byte)((index & 1) == 0 ? word >> 8 : word);
        }
    }

    private ushort ReadRegister(int register) => register switch
    {
        >= RamStart and < RamStart + RamWords => _ram[register - RamStart],
        >= EepromStart and < EepromStart + Mlx90640Calibration.Words => _eeprom[register - EepromStart],
        Status => _status,
        Control => _control,
        BusConfiguration => _busConfiguration,
        _ => 0,
    };

    private void WriteRegister(int register, ushort value)
    {
        switch (register)
        {
            case Status:
                // Section 10.6.2: the subpage is read only; new data is cleared by a 0 and cannot be claimed by a 1.
                _status = (ushort)((_status & 0x0007) | (_status & value & NewData) | (value & EnableOverwrite));
                break;
            case Control when value != _control:
                _control = value;
                _origin = Math.Max(_origin, _clock.Nanoseconds);
                _measured = 0;
                break;
            case BusConfiguration:
                _busConfiguration = (ushort)(value & 0x000F);
                break;
        }
    }

    private void PassTime()
    {
        long since = _clock.Nanoseconds - _origin;
        long due = since < 0 ? 0 : since / Period;

        // Of what nobody read only the latest two measurements can still be seen: one of each subpage.
        if (due - _measured > 2)
        {
            long skipped = due - _measured - 2;
            _nextSubpage ^= (int)(skipped & 1);
            _measured = due - 2;
        }

        while (_measured < due)
        {
            _measured++;
            Measure(_origin + (_measured * Period));
        }
    }

    private void Measure(long instant)
    {
        int subpage = Subpage();
        _nextSubpage = subpage ^ 1;

        // Section 10.6.2, control bit 2: held data changes only where the status register allows it.
        if ((_control & DataHold) != 0 && (_status & EnableOverwrite) == 0)
        {
            return;
        }

        bool chess = (_control & Chess) != 0;
        double ambient = _image.CameraCelsius(instant);
        Mlx90640Surroundings around = new(ambient, ambient - ReflectedBelowAmbient, Emissivity, Volts, !chess);
        double resolution = Math.ScaleB(1, ((_control >> 10) & 0x03) - _calibration.Resolution);
        for (int row = 0; row < Mlx90640Calibration.Rows; row++)
        {
            for (int column = 0; column < Mlx90640Calibration.Columns; column++)
            {
                // Section 10.4: chess board, or whole rows in turn.
                if ((chess ? (row + column) & 1 : row & 1) == subpage)
                {
                    double celsius = _image.SpotCelsius(
                        instant, (column + 0.5) / Mlx90640Calibration.Columns, (row + 0.5) / Mlx90640Calibration.Rows);
                    int pixel = (row * Mlx90640Calibration.Columns) + column;
                    _ram[pixel] = Word(_calibration.PixelWord(pixel, subpage, celsius, around) * resolution);
                }
            }
        }

        (double baseEmitter, double ptat) = _calibration.AmbientWords(ambient, Volts);
        _ram[BaseEmitter] = Word(baseEmitter * resolution);
        _ram[Ptat] = Word(ptat * resolution);
        _ram[Gain] = Word(Mlx90640Calibration.GainWord() * resolution);
        _ram[Supply] = Word(_calibration.SupplyWord(Volts) * resolution);
        _ram[subpage == 0 ? Compensation0 : Compensation1] = Word(_calibration.CompensationWord(subpage, ambient, Volts, !chess) * resolution);
        _status = (ushort)((_status & EnableOverwrite) | NewData | subpage);
    }

    // Section 10.6.2: both in turn, or the one that bits 6 to 4 name where repeating is on or subpages are off.
    private int Subpage()
    {
        bool alternating = (_control & SubpagesOn) != 0 && (_control & SubpageRepeat) == 0;
        return alternating ? _nextSubpage : (_control >> 4) & 0x01;
    }

    private static ushort Word(double value) => (ushort)(short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);
}
