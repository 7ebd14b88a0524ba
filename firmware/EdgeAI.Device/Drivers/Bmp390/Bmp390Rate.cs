namespace EdgeAI.Device.Drivers.Bmp390;

/// <summary>
/// How often the chip measures, with the most oversampling of pressure that fits the interval: a measurement takes 234 us, for pressure 392 us and
/// 2.02 ms per sample, for temperature 313 us and 2.02 ms (DS section 3.9.2). The values are the codes of ODR (DS section 4.3.19).
/// </summary>
public enum Bmp390Rate : byte
{
    /// <summary>200 a second, no oversampling.</summary>
    PerSecond200 = 0,

    /// <summary>100 a second, the mean of two.</summary>
    PerSecond100 = 1,

    /// <summary>50 a second, the mean of eight.</summary>
    PerSecond50 = 2,

    /// <summary>25 a second, the mean of sixteen.</summary>
    PerSecond25 = 3,
}
