namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>Amplification ahead of the converter; the values are those of GAINS (DS section 11, REG0x01).</summary>
public enum Nau7802Gain : byte
{
    /// <summary>Once.</summary>
    X1 = 0,

    /// <summary>Twice.</summary>
    X2 = 1,

    /// <summary>4 times.</summary>
    X4 = 2,

    /// <summary>8 times.</summary>
    X8 = 3,

    /// <summary>16 times.</summary>
    X16 = 4,

    /// <summary>32 times.</summary>
    X32 = 5,

    /// <summary>64 times.</summary>
    X64 = 6,

    /// <summary>128 times: a bridge of 2 mV/V uses about half of the range.</summary>
    X128 = 7,
}
