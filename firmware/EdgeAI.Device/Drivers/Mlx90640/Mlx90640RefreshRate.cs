namespace EdgeAI.Device.Drivers.Mlx90640;

/// <summary>
/// How many subpages a second the chip measures; an image takes two. The values are the codes of control register 1 (DS section
/// 10.7.1, figure 12). A subpage takes 38 ms to read at 400 kHz and 15 ms at 1 MHz: 16 a second need the one, 32 the other, and 64 are
/// beyond what the whole array can be read at.
/// </summary>
public enum Mlx90640RefreshRate : byte
{
    /// <summary>One subpage in two seconds.</summary>
    HalfPerSecond = 0,

    /// <summary>One subpage a second.</summary>
    OnePerSecond = 1,

    /// <summary>Two subpages a second, the chip's default.</summary>
    TwoPerSecond = 2,

    /// <summary>Four subpages a second.</summary>
    FourPerSecond = 3,

    /// <summary>Eight subpages a second.</summary>
    EightPerSecond = 4,

    /// <summary>Sixteen subpages a second.</summary>
    SixteenPerSecond = 5,

    /// <summary>Thirty-two subpages a second.</summary>
    ThirtyTwoPerSecond = 6,
}
