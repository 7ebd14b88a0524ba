namespace EdgeAI.Device.Drivers.Mlx90640;

/// <summary>
/// Addresses and bits of the Melexis MLX90640. "DS" is Melexis, "MLX90640 32x24 IR array", datasheet 3901090640, revision 12
/// (3 December 2019). Every address is 16 bits and holds 16 bits, high byte first (DS section 10.2.1.4).
/// </summary>
public static class Mlx90640Registers
{
    /// <summary>The default address, programmable in EEPROM (DS section 10.2.1.4, figure 4).</summary>
    public const byte DefaultAddress = 0x33;

    /// <summary>The first pixel's word (DS section 10.7.2, figure 14).</summary>
    public const int Ram = 0x0400;

    /// <summary>Ta_Vbe, the first auxiliary word (DS section 10.7.2, figure 14).</summary>
    public const int Auxiliary = 0x0700;

    /// <summary>Vbe, relative to <see cref="Auxiliary"/> (DS section 10.7.2).</summary>
    public const int Vbe = 0x00;

    /// <summary>Compensation pixel of subpage 0, relative to <see cref="Auxiliary"/> (DS section 10.7.2: 0x0708).</summary>
    public const int CompensationPixel0 = 0x08;

    /// <summary>Gain, relative to <see cref="Auxiliary"/> (DS section 10.7.2: 0x070A).</summary>
    public const int Gain = 0x0A;

    /// <summary>PTAT, relative to <see cref="Auxiliary"/> (DS section 10.7.2: 0x0720).</summary>
    public const int Ptat = 0x20;

    /// <summary>Compensation pixel of subpage 1, relative to <see cref="Auxiliary"/> (DS section 10.7.2: 0x0728).</summary>
    public const int CompensationPixel1 = 0x28;

    /// <summary>Supply voltage, relative to <see cref="Auxiliary"/> (DS section 10.7.2: 0x072A).</summary>
    public const int Vdd = 0x2A;

    /// <summary>The auxiliary words up to and with <see cref="Vdd"/>.</summary>
    public const int AuxiliaryWords = Vdd + 1;

    /// <summary>The first word of the EEPROM (DS section 10.7.3).</summary>
    public const int Eeprom = 0x2400;

    /// <summary>Words of the EEPROM, up to 0x273F (DS section 10.7, figure 10).</summary>
    public const int EepromWords = 832;

    /// <summary>The EEPROM word whose low byte is the chip's own I2C address, relative to <see cref="Eeprom"/> (DS section 10.7.3, table 8: 0x240F).</summary>
    public const int EepromAddressWord = 0x0F;

    /// <summary>Status register (DS section 10.7.1, figure 11).</summary>
    public const int Status = 0x8000;

    /// <summary>Status bits 0 to 2: which subpage was measured last, 0 or 1 (DS figure 11).</summary>
    public const int SubpageMask = 0x0007;

    /// <summary>Status bit 3: new data available in RAM, to be cleared by the reader (DS figure 11).</summary>
    public const int NewData = 0x0008;

    /// <summary>Control register 1 (DS section 10.7.1, figure 12).</summary>
    public const int Control = 0x800D;

    /// <summary>Control bit 0: both subpages in turn (DS figure 12).</summary>
    public const int SubpageMode = 0x0001;

    /// <summary>
    /// Control bits 4 to 6, select subpage = 1. With bit 3 at 0 the chip takes both in turn whatever stands here (DS table 6), so it
    /// serves as the mark of a configured chip: the factory default and every reset hold 0 (DS table 8: 0x1901).
    /// </summary>
    public const int SelectSubpage1 = 0x0010;

    /// <summary>Control bits 7 to 9: refresh rate (DS figure 12).</summary>
    public const int RefreshRateShift = 7;

    /// <summary>Control bits 10 and 11: converter resolution (DS figure 12).</summary>
    public const int ResolutionShift = 10;

    /// <summary>18 bits, the resolution that chips are calibrated at (DS section 11.2.2.1).</summary>
    public const int Resolution18 = 2;

    /// <summary>Control bit 12: chess pattern; 0 is interleaved (DS figure 12).</summary>
    public const int ChessPattern = 0x1000;

    /// <summary>Columns (DS section 10.1).</summary>
    public const int Columns = 32;

    /// <summary>Rows (DS section 10.1).</summary>
    public const int Rows = 24;

    /// <summary>Pixels (DS section 10.1).</summary>
    public const int Pixels = Columns * Rows;

    /// <summary>Time from power-on until the chip answers, beyond the first refresh interval, in nanoseconds: 80 ms (DS section 10.5, figure 7).</summary>
    public const long PowerOnNanoseconds = 80000000L;

    /// <summary>The interval between subpages at rate code 0, in nanoseconds: 0.5 Hz; each further code halves it (DS figure 12).</summary>
    public const long LongestInterval = 2000000000L;
}
