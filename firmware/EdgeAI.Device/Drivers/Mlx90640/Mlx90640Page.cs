namespace EdgeAI.Device.Drivers.Mlx90640;

/// <summary>
/// How the raw words of an MLX90640 lie in an image of counts: what the board writes and the robot reads. Rows 0 to 23 are the
/// pixels; row 24 is what calibration needs beside them. A word of 16 bits stands in a sample of 16 bits, unchanged.
/// </summary>
public static class Mlx90640Page
{
    /// <summary>Columns of a page.</summary>
    public const int Width = Mlx90640Registers.Columns;

    /// <summary>Rows of a page of readings: the pixels' 24 and one more.</summary>
    public const int Height = Mlx90640Registers.Rows + 1;

    /// <summary>Rows of the page that holds the EEPROM: 832 words.</summary>
    public const int EepromHeight = Mlx90640Registers.EepromWords / Width;

    /// <summary>Where row 24 begins.</summary>
    public const int Extra = Mlx90640Registers.Pixels;

    /// <summary>The subpage that was measured last, 0 or 1; the other subpage's pixels are those of the page before.</summary>
    public const int Subpage = Extra;

    /// <summary>Control register 1 as read with the page: pattern, resolution and rate.</summary>
    public const int Control = Extra + 1;

    /// <summary>Vbe (RAM 0x0700).</summary>
    public const int Vbe = Extra + 2;

    /// <summary>PTAT (RAM 0x0720).</summary>
    public const int Ptat = Extra + 3;

    /// <summary>Gain (RAM 0x070A).</summary>
    public const int Gain = Extra + 4;

    /// <summary>Supply voltage (RAM 0x072A).</summary>
    public const int Vdd = Extra + 5;

    /// <summary>Compensation pixel of subpage 0 (RAM 0x0708).</summary>
    public const int CompensationPixel0 = Extra + 6;

    /// <summary>Compensation pixel of subpage 1 (RAM 0x0728).</summary>
    public const int CompensationPixel1 = Extra + 7;

    /// <summary>Samples of a page of readings.</summary>
    public const int Samples = Width * Height;

    /// <summary>Whether a pixel belongs to a subpage (DS section 11.2.2.7).</summary>
    /// <param name="pixel">0 to 767, row by row.</param>
    /// <param name="chess">Whether the chip measures in chess pattern; otherwise row by row.</param>
    /// <returns>0 or 1.</returns>
    public static int SubpageOf(int pixel, bool chess)
    {
        int row = (pixel / Width) & 1;
        return chess ? row ^ (pixel & 1) : row;
    }
}
