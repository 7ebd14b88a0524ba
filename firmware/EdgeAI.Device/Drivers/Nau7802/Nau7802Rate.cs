namespace EdgeAI.Device.Drivers.Nau7802;

/// <summary>Conversions a second; the values are those of CRS (DS section 11, REG0x02), which leaves 4 to 6 undefined.</summary>
public enum Nau7802Rate : byte
{
    /// <summary>10 a second.</summary>
    PerSecond10 = 0,

    /// <summary>20 a second.</summary>
    PerSecond20 = 1,

    /// <summary>40 a second.</summary>
    PerSecond40 = 2,

    /// <summary>80 a second.</summary>
    PerSecond80 = 3,

    /// <summary>320 a second.</summary>
    PerSecond320 = 7,
}
