namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>Typical time of one conversion; the values are those of VBUSCT and VSHCT (DS "Configuration register 00h").</summary>
public enum Ina226ConversionTime : byte
{
    /// <summary>140 us.</summary>
    Microseconds140 = 0,

    /// <summary>204 us.</summary>
    Microseconds204 = 1,

    /// <summary>332 us.</summary>
    Microseconds332 = 2,

    /// <summary>588 us.</summary>
    Microseconds588 = 3,

    /// <summary>1.1 ms.</summary>
    Microseconds1100 = 4,

    /// <summary>2.116 ms.</summary>
    Microseconds2116 = 5,

    /// <summary>4.156 ms.</summary>
    Microseconds4156 = 6,

    /// <summary>8.244 ms.</summary>
    Microseconds8244 = 7,
}
