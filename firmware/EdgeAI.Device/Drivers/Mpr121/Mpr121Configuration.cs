namespace EdgeAI.Device.Drivers.Mpr121;

/// <summary>The register values that a set of options stands for, computed once. Pure.</summary>
public sealed class Mpr121Configuration
{
    /// <summary>
    /// MHDR to FDLF (0x2B to 0x32) of AN3944: a rising signal is followed at once, a falling one slowly, so that a touch,
    /// which falls, does not become the new baseline. The touched set (0x33 to 0x35) stays 0: no tracking while touched.
    /// </summary>
    private static readonly byte[] BaselineFilter = new byte[] { 0x01, 0x01, 0x00, 0x00, 0x01, 0x01, 0xFF, 0x02 };

    /// <summary>CL = 10: tracking on, the baseline starts from the upper five bits of the first sample (DS section 5).</summary>
    private const byte BaselineFromFirstSample = 0x80;

    /// <summary>CDT = 001, 0.5 us (DS section 5): the default; SFI = 00, four samples.</summary>
    private const byte ChargeHalfMicrosecond = 0x20;

    /// <summary>BVA = 10 as CL (AN3889), ARE and ACE on, no retries, first filter six samples as in 0x5C.</summary>
    private const byte AutoConfigurationOn = 0x0B;

    /// <summary>Samples of the second filter at SFI = 00 (DS section 5).</summary>
    private const int SecondFilterSamples = 4;

    private readonly byte[] _registers;
    private readonly byte[] _values;
    private int _count;

    /// <summary>Computes the values for a set of options.</summary>
    public Mpr121Configuration(Mpr121Options options)
    {
        int capacity = BaselineFilter.Length + 2 * Mpr121Registers.Electrodes + 8;
        _registers = new byte[capacity];
        _values = new byte[capacity];
        ElectrodeCount = options.ElectrodeCount;
        AutoConfigure = options.AutoConfigure;
        ElectrodeConfiguration = (byte)(BaselineFromFirstSample | options.ElectrodeCount);
        SampleNanoseconds = SecondFilterSamples * 1000000L << options.SamplingIntervalExponent;
        for (int i = 0; i < BaselineFilter.Length; i++)
        {
            Add(Mpr121Registers.BaselineFilter + i, BaselineFilter[i]);
        }

        for (int electrode = 0; electrode < options.ElectrodeCount; electrode++)
        {
            Add(Mpr121Registers.Thresholds + 2 * electrode, options.TouchThreshold);
            Add(Mpr121Registers.Thresholds + 2 * electrode + 1, options.ReleaseThreshold);
        }

        Add(Mpr121Registers.Debounce, 0);
        Add(Mpr121Registers.Configuration1, Mpr121Registers.Configuration1Default);
        Add(Mpr121Registers.Configuration2, ChargeHalfMicrosecond | options.SamplingIntervalExponent);
        if (options.AutoConfigure)
        {
            AddAutoConfiguration(options.SupplyMillivolts);
        }
    }

    /// <summary>How many registers are written before the chip is started.</summary>
    public int Count
    {
        get { return _count; }
    }

    /// <summary>Electrodes in use.</summary>
    public int ElectrodeCount { get; }

    /// <summary>Whether auto-configuration is on.</summary>
    public bool AutoConfigure { get; }

    /// <summary>The value of ECR that starts the chip.</summary>
    public byte ElectrodeConfiguration { get; }

    /// <summary>Nanoseconds between two renewals of the filtered data: SFI times ESI (DS section 5).</summary>
    public long SampleNanoseconds { get; }

    /// <summary>The register written at a place in the sequence.</summary>
    public byte RegisterAt(int index)
    {
        return _registers[index];
    }

    /// <summary>The value written at a place in the sequence.</summary>
    public byte ValueAt(int index)
    {
        return _values[index];
    }

    /// <summary>USL = (VDD - 0.7 V) / VDD * 256, TL = 0.9 USL, LSL = 0.65 USL (DS section 5, page 19, equations 1 to 3).</summary>
    private void AddAutoConfiguration(int supplyMillivolts)
    {
        int upper = (supplyMillivolts - 700) * 256 / supplyMillivolts;
        Add(Mpr121Registers.AutoConfiguration0, AutoConfigurationOn);
        Add(Mpr121Registers.UpperSideLimit, upper);
        Add(Mpr121Registers.LowerSideLimit, upper * 65 / 100);
        Add(Mpr121Registers.TargetLevel, upper * 9 / 10);
    }

    private void Add(int register, int value)
    {
        _registers[_count] = (byte)register;
        _values[_count] = (byte)value;
        _count++;
    }
}
