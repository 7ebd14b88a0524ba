using EdgeAI.Device.Drivers.Mlx90640;

namespace EdgeAI.Tests.Runtime.Thermal;

/// <summary>
/// The example that the MLX90640 data sheet calculates (3901090640, revision 12, 3 December 2019): EEPROM of table 12, RAM of table 11, and
/// for pixel (12, 16) the EEPROM word 0x25AF = 0x08A0 of section 11.2.2.5.2.
/// </summary>
internal static class WorkedExample
{
    /// <summary>Pixel (12, 16), counted from 0.</summary>
    public const int Pixel = (11 * 32) + 15;

    private static readonly ushort[] From2410 =
    [
        0x4210, 0xFFBB, 0x0202, 0xF202, 0xF2F2, 0xE2E2, 0xD1E1, 0xB1D1, 0xF10F, 0xF00F, 0xE0EF, 0xE0EF, 0xE1E1, 0xF3F2, 0xF404, 0xE504,
        0x79A6, 0x2F44, 0xFFDD, 0x2210, 0x3333, 0x2233, 0xEF01, 0x9ACC, 0xEEDC, 0x10FF, 0x2221, 0x3333, 0x2333, 0x0112, 0xEEFF, 0xBBDD,
        0x18EF, 0x2FF1, 0x5952, 0x9D68, 0x5454, 0x0994, 0x6956, 0x5354, 0x2363, 0xE446, 0xFBB5, 0x044B, 0xF020, 0x9797, 0x9797, 0x2889,
    ];

    public static short[] Eeprom()
    {
        short[] eeprom = new short[Mlx90640Registers.EepromWords];
        for (int i = 0; i < From2410.Length; i++)
        {
            eeprom[0x10 + i] = (short)From2410[i];
        }

        // Every pixel gets the word of the one that the data sheet calculates.
        eeprom.AsSpan(0x40).Fill(0x08A0);
        return eeprom;
    }

    public static short[] Page()
    {
        short[] page = new short[Mlx90640Page.Samples];
        page.AsSpan(0, Mlx90640Registers.Pixels).Fill(609);
        page[Mlx90640Page.Subpage] = 0;

        // The table says 0x0901 for the resolution; the calculation assumes chess pattern, so its bit 12 is set.
        page[Mlx90640Page.Control] = 0x1901;
        page[Mlx90640Page.Vbe] = 19442;
        page[Mlx90640Page.Ptat] = 1711;
        page[Mlx90640Page.Gain] = 6273;
        page[Mlx90640Page.Vdd] = -13115;
        page[Mlx90640Page.CompensationPixel0] = -54;
        page[Mlx90640Page.CompensationPixel1] = -56;
        return page;
    }
}
