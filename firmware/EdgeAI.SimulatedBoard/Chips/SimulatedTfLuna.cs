using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Benewake TF-Luna range finder in its I2C mode, after the product manual SJ-PM-TF-Luna A05 (cited by section). It averages
/// what it measures 500 times a second over each output period. Simulated: the register table of appendix III, continuous and
/// trigger mode, rate, amplitude threshold with its dummy distance, distance limits, saving, reboot, factory reset, the time that a
/// written register takes. Not simulated: pin 6, both power saving modes, a changed address, tearing of a value that is read while it
/// changes, ERROR (0x08), whose meaning the manual does not tell. MIN_DIST and MAX_DIST are taken for centimetres: in the
/// millimetres of the table the initial value would end the range at 0.8 m.
/// </summary>
public sealed class SimulatedTfLuna : RegisterChip
{
    /// <summary>The address as delivered (section 6.3).</summary>
    public const byte DefaultAddress = 0x10;

    private const byte Distance = 0x00;
    private const byte Amplitude = 0x02;
    private const byte Temperature = 0x04;
    private const byte Tick = 0x06;
    private const byte Version = 0x0A;
    private const byte SerialNumber = 0x10;
    private const byte Save = 0x20;
    private const byte Reboot = 0x21;
    private const byte FirstSetting = 0x22;
    private const byte Mode = 0x23;
    private const byte Trigger = 0x24;
    private const byte Enable = 0x25;
    private const byte Rate = 0x26;
    private const byte Restore = 0x29;
    private const byte Threshold = 0x2A;
    private const byte Dummy = 0x2C;
    private const byte Minimum = 0x2E;
    private const byte Maximum = 0x30;
    private const byte LastSetting = 0x31;
    private const byte Signature = 0x3C;
    private const int RegisterCount = 0x40;

    // Section 6.5: 500 measurements a second, at most every second one given out.
    private const int InternalRate = 500;
    private const int HighestRate = 250;
    private const long InternalNanoseconds = 1_000_000_000 / InternalRate;

    // Section 6.3: a written register should be read no sooner than after 100 ms.
    private const long ProcessingNanoseconds = 100_000_000;

    // The manual gives no time from power-on; users of the module tell of some hundred milliseconds.
    private const long BootNanoseconds = 500_000_000;

    // Section 3, "Characteristics": 8 m at 90 % and 2.5 m at 10 %, both where the amplitude falls to 100.
    private const double AmplitudeAtOneMetre = 7_200;

    // Section 6.4: a sound amplitude is at most 30,000; 65,535 tells overexposure.
    private const double LargestAmplitude = 30_000;
    private const int Overexposure = 0xFFFF;

    private const double ChipCelsius = 40;

    private readonly IClock _clock;
    private readonly IRangeField _field;
    private readonly int _zone;
    private readonly byte[] _registers = new byte[RegisterCount];
    private readonly byte[] _pending = new byte[RegisterCount];
    private readonly long[] _dueAt = new long[RegisterCount];
    private readonly byte[] _saved = new byte[RegisterCount];
    private long _bootedAt;
    private long _origin;
    private long _outputs;
    private long _triggeredAt;

    /// <summary>Makes a range finder that has been running for long, at its factory settings.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What it looks at.</param>
    /// <param name="zone">Where in the field its 2 degree beam points, 0 to 63, row-major.</param>
    public SimulatedTfLuna(IClock clock, IRangeField field, int zone)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _field = field;
        _zone = zone;
        FactorySettings(_saved);
        PowerOn();
        _bootedAt -= BootNanoseconds;
        _origin = _bootedAt;
    }

    /// <summary>Whether ambient light blinds the receiver.</summary>
    public bool Overexposed { get; set; }

    /// <inheritdoc/>
    public override bool AcknowledgesAddress => _clock.Nanoseconds >= _bootedAt;

    /// <inheritdoc/>
    protected override void ResetAtPowerOn()
    {
        Array.Clear(_registers);
        _saved.CopyTo(_registers, 0);
        Array.Fill(_dueAt, long.MaxValue);
        _registers[Version] = 8;
        _registers[Version + 2] = 3;
        "SIMULATED00001"u8.CopyTo(_registers.AsSpan(SerialNumber));
        "LUNA"u8.CopyTo(_registers.AsSpan(Signature));
        _bootedAt = _clock.Nanoseconds + BootNanoseconds;
        _triggeredAt = long.MaxValue;
        RestartOutput(_bootedAt);
    }

    /// <inheritdoc/>
    protected override void PassTime()
    {
        long now = _clock.Nanoseconds;
        for (int register = FirstSetting; register <= LastSetting; register++)
        {
            if (_dueAt[register] <= now)
            {
                Settle(register);
            }
        }

        if (_registers[Enable] == 0)
        {
            return;
        }

        if (_registers[Mode] != 0)
        {
            if (_triggeredAt <= now)
            {
                Measure(_triggeredAt, 1);
                _triggeredAt = long.MaxValue;
            }

            return;
        }

        int averaged = Averaged();
        long outputs = (now - _origin) / (averaged * InternalNanoseconds);
        if (outputs > _outputs)
        {
            _outputs = outputs;
            Measure(_origin + (outputs * averaged * InternalNanoseconds), averaged);
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register) => register < RegisterCount ? _registers[register] : (byte)0;

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        switch (register)
        {
            case Save when value == 0x01:
                SaveSettings();
                break;
            case Reboot when value == 0x02:
                PowerOn();
                break;
            case Restore when value == 0x01:
                FactorySettings(_saved);
                _saved.AsSpan(FirstSetting, LastSetting - FirstSetting + 1).CopyTo(_registers.AsSpan(FirstSetting));
                RestartOutput(_clock.Nanoseconds);
                break;
            case Trigger when value == 0x01 && _registers[Mode] != 0 && _registers[Enable] != 0:
                _triggeredAt = _clock.Nanoseconds + InternalNanoseconds;
                break;
            case >= FirstSetting and <= LastSetting and not (Trigger or Restore):
                _pending[register] = value;
                _dueAt[register] = _clock.Nanoseconds + ProcessingNanoseconds;
                break;
        }
    }

    private static void FactorySettings(byte[] settings)
    {
        // Appendix III, column "Initial value".
        Array.Clear(settings);
        settings[FirstSetting] = DefaultAddress;
        settings[Enable] = 0x01;
        settings[Rate] = 0x64;
        settings[Threshold] = 0x64;
        settings[Maximum] = 0x20;
        settings[Maximum + 1] = 0x03;
    }

    private void SaveSettings()
    {
        for (int register = FirstSetting; register <= LastSetting; register++)
        {
            _saved[register] = _dueAt[register] == long.MaxValue ? _registers[register] : _pending[register];
        }
    }

    private void Settle(int register)
    {
        long due = _dueAt[register];
        _dueAt[register] = long.MaxValue;
        byte before = _registers[register];
        _registers[register] = _pending[register];
        if (register is Rate or Rate + 1 && Word(Rate) is 0 or > HighestRate)
        {
            // Section 6.5: no such rate; what was set before stays.
            _registers[register] = before;
        }

        if (before != _registers[register] && register is Mode or Enable or Rate or Rate + 1)
        {
            RestartOutput(due);
        }
    }

    private void RestartOutput(long instant)
    {
        _origin = instant;
        _outputs = 0;
    }

    // Section 6.5: the rate is 500 over a whole number.
    private int Averaged() => Math.Max(2, InternalRate / Word(Rate));

    private void Measure(long instant, int averaged)
    {
        double metres = 0;
        double amplitude = 0;
        for (int back = 0; back < averaged; back++)
        {
            long t = instant - (back * InternalNanoseconds);
            double distance = _field.Metres(t, _zone);
            metres += distance;
            amplitude += Math.Min(AmplitudeAtOneMetre / 0.9 * _field.Reflectance(t, _zone) / (distance * distance), LargestAmplitude);
        }

        amplitude /= averaged;
        metres /= averaged;

        // Section 6.8: a weak echo gives the dummy distance; section 6.9: the limits do not work on it.
        bool weak = amplitude < Word(Threshold);
        int centimetres = weak ? Word(Dummy) : (int)Math.Clamp(Math.Round(metres * 100), Word(Minimum), Word(Maximum));
        SetWord(Distance, Overexposed ? 0 : centimetres);
        SetWord(Amplitude, Overexposed ? Overexposure : (int)Math.Round(amplitude));

        // Appendix III: hundredths of a degree.
        SetWord(Temperature, (int)(ChipCelsius * 100));
        SetWord(Tick, (int)((instant - _bootedAt) / 1_000_000) & 0xFFFF);
    }

    private int Word(int register) => _registers[register] | (_registers[register + 1] << 8);

    private void SetWord(int register, int value)
    {
        _registers[register] = (byte)value;
        _registers[register + 1] = (byte)(value >> 8);
    }
}
