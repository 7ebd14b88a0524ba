namespace EdgeAI.Device.Drivers.Ads1115;

/// <summary>Conversions a second; the values are the codes of DR (DS section 8.1.3). Slower is quieter.</summary>
public enum Ads1115Rate : byte
{
    /// <summary>8 a second.</summary>
    PerSecond8 = 0,

    /// <summary>16 a second.</summary>
    PerSecond16 = 1,

    /// <summary>32 a second.</summary>
    PerSecond32 = 2,

    /// <summary>64 a second.</summary>
    PerSecond64 = 3,

    /// <summary>128 a second, the chip's default.</summary>
    PerSecond128 = 4,

    /// <summary>250 a second.</summary>
    PerSecond250 = 5,

    /// <summary>475 a second.</summary>
    PerSecond475 = 6,

    /// <summary>860 a second.</summary>
    PerSecond860 = 7,
}
