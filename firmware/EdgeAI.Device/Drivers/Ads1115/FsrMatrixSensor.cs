using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Ads1115;

/// <summary>
/// Reads force-sensing resistors on the inputs of several ADS1115 as one <see cref="TactileArray"/>: four taxels to a converter, up to
/// 128 behind one TCA9548A (eight channels of four converters).
/// </summary>
/// <remarks>
/// <para>Wiring: each resistor from the supply to its input, a fixed resistor R from the input to ground. Its conductance then is
/// U / ((supply - U) * R), near enough proportional to the force; the robot does that, with supply and R from the profile. Values here are
/// the converter's counts, growing with the force, 0 to 32766; the scale is one count, since the supply is not measured.</para>
/// <para>Order: converter 0 inputs 0 to 3, then converter 1, and so on.</para>
/// <para>A scan takes four steps: all converters convert input 0 at once, then input 1, and so on. <see cref="Read"/> never waits: it begins a
/// step, or collects it and begins the next, and is <see cref="SensorStatus.NotReady"/> until the fourth is collected. At 860 conversions a
/// second a step takes 1.4 ms beyond the bus; a period of eight steps or more leaves room for it (see BoardCore).</para>
/// <para>Stamp: the middle of the whole scan, from the beginning of its first conversion to the end of its last transfer, give or take half of it.</para>
/// <para>Errors: whatever a converter says (see <see cref="Ads1115Converter"/>) ends the scan and is reported; nothing is delivered
/// from half a scan. The next reading begins a new one; after a lost mark it configures all converters first.</para>
/// <para>Undetectable: a torn wire to a resistor reads as no force; see <see cref="Ads1115Converter"/> for the rest.</para>
/// </remarks>
public sealed class FsrMatrixSensor : ISensor
{
    private const int Idle = -1;

    private readonly Ads1115Converter[] _converters;
    private readonly IClock _clock;
    private readonly TactileArray _array;
    private readonly short[] _values;
    private bool _configured;
    private int _input = Idle;
    private int _collected;
    private long _scanBegan;

    /// <summary>Makes a matrix.</summary>
    /// <param name="converters">1 to 32 converters, on any buses.</param>
    /// <param name="clock">The board's clock.</param>
    public FsrMatrixSensor(Ads1115Converter[] converters, IClock clock)
    {
        if (converters == null || converters.Length == 0 || converters.Length > 32)
        {
            throw new System.ArgumentException("a matrix needs 1 to 32 converters");
        }

        _converters = converters;
        _clock = clock;
        int taxels = converters.Length * Ads1115Registers.Inputs;
        _array = new TactileArray(taxels, 1);
        _array.TaxelCount = taxels;
        _array.Scale = new Scale(1, 0, Unit.Count);
        _values = new short[taxels];
    }

    /// <summary>The taxels that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _array; }
    }

    /// <summary>Sets and reads back every converter's mark; a scan that was going on is given up.</summary>
    public SensorStatus Start()
    {
        _configured = false;
        _input = Idle;
        for (int at = 0; at < _converters.Length; at++)
        {
            SensorStatus status = _converters[at].Configure();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _configured = true;
        return SensorStatus.Ok;
    }

    /// <summary>Begins or goes on with a scan, configuring the converters first where they are not.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _configured ? SensorStatus.Ok : Start();
        if (status == SensorStatus.Ok)
        {
            status = _input == Idle ? BeginScan() : Collect();
        }

        if (status != SensorStatus.Ok && status != SensorStatus.NotReady)
        {
            _input = Idle;
            _configured &= status != SensorStatus.ConfigurationLost;
        }

        return status;
    }

    private SensorStatus BeginScan()
    {
        // A scan that was given up may have left conversions behind.
        for (int at = 0; at < _converters.Length; at++)
        {
            if (!_converters[at].IsIdle)
            {
                return SensorStatus.NotReady;
            }
        }

        for (int at = 0; at < _converters.Length; at++)
        {
            SensorStatus status = _converters[at].CheckMark();
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _scanBegan = _clock.Nanoseconds;
        return BeginInput(0);
    }

    private SensorStatus BeginInput(int input)
    {
        for (int at = 0; at < _converters.Length; at++)
        {
            SensorStatus status = _converters[at].Begin(input);
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        _input = input;
        _collected = 0;
        return SensorStatus.NotReady;
    }

    private SensorStatus Collect()
    {
        while (_collected < _converters.Length)
        {
            Ads1115Converter converter = _converters[_collected];
            SensorStatus status = converter.Collect();
            if (status != SensorStatus.Ok)
            {
                return status;
            }

            _values[_collected * Ads1115Registers.Inputs + _input] = converter.Value;
            _collected++;
        }

        if (_input < Ads1115Registers.Inputs - 1)
        {
            return BeginInput(_input + 1);
        }

        _input = Idle;
        System.Array.Copy(_values, 0, _array.Values, 0, _values.Length);
        long ended = _converters[_converters.Length - 1].CollectedAt;
        long duration = ended - _scanBegan;
        _array.Stamp = new Stamp(_scanBegan + duration / 2, (duration + 1) / 2);
        return SensorStatus.Ok;
    }
}
