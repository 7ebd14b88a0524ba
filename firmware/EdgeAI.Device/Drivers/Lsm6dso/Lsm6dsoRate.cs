namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>Samples a second of both sensors; the values are those of ODR_XL and ODR_G (DS section 9, 10h and 11h).</summary>
public enum Lsm6dsoRate : byte
{
    /// <summary>12.5.</summary>
    PerSecond12 = 1,

    /// <summary>26.</summary>
    PerSecond26 = 2,

    /// <summary>52.</summary>
    PerSecond52 = 3,

    /// <summary>104.</summary>
    PerSecond104 = 4,

    /// <summary>208.</summary>
    PerSecond208 = 5,

    /// <summary>416.</summary>
    PerSecond416 = 6,

    /// <summary>833.</summary>
    PerSecond833 = 7,
}
