using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// Makes the EEPROM of a chip that never was: what all pixels share as in the data sheet's worked example (3901090640, rev. 11,
/// section 11.2.1), what pixels, rows and columns have of their own drawn from a seed.
/// </summary>
public static class Mlx90640Eeprom
{
    private const int FirstPixel = 0x40;
    private const ulong Salt = 0x6D6C_7839_3036;

    // Words 0x2400 + the index, up to the pixels.
    private static readonly (int Word, ushort Value)[] Shared =
    [
        (0x0C, 0x1901), (0x0F, 0xBE33), (0x10, 0x4210), (0x11, 0xFFBB), (0x20, 0x79A6), (0x21, 0x2F44), (0x30, 0x18EF), (0x31, 0x2FF1),
        (0x32, 0x5952), (0x33, 0x9D68), (0x34, 0x5454), (0x35, 0x0994), (0x36, 0x6956), (0x37, 0x5354), (0x38, 0x2363), (0x39, 0xE446),
        (0x3A, 0xFBB5), (0x3B, 0x044B), (0x3C, 0xF020), (0x3D, 0x9797), (0x3E, 0x9797), (0x3F, 0x2889),
    ];

    /// <summary>The 832 words of the chip that belongs to a seed; words 0x2407 to 0x2409 are its identity.</summary>
    public static ushort[] Generate(ulong seed)
    {
        ushort[] words = new ushort[Mlx90640Calibration.Words];
        foreach ((int word, ushort value) in Shared)
        {
            words[word] = value;
        }

        RandomStream random = RandomStream.For(seed ^ Salt, 0);
        for (int word = 0x07; word <= 0x09; word++)
        {
            words[word] = (ushort)random.NextBits();
        }

        // Row and column corrections, four signed nibbles a word: of the offset -3 to 3, of the sensitivity -1 to 1.
        for (int word = 0x12; word < 0x30; word++)
        {
            if (word is not (0x20 or 0x21))
            {
                int reach = word < 0x20 ? 3 : 1;
                words[word] = (ushort)(Draw(ref random, reach, 4) | (Draw(ref random, reach, 4) << 4)
                    | (Draw(ref random, reach, 4) << 8) | (Draw(ref random, reach, 4) << 12));
            }
        }

        for (int pixel = 0; pixel < Mlx90640Calibration.Pixels; pixel++)
        {
            words[FirstPixel + pixel] = (ushort)((Draw(ref random, 12, 6) << 10) | (Draw(ref random, 10, 6) << 4) | (Draw(ref random, 2, 3) << 1));
        }

        return words;
    }

    // A signed field of some bits, -reach to reach.
    private static int Draw(ref RandomStream random, int reach, int bits) =>
        ((int)(random.NextUniform() * ((2 * reach) + 1)) - reach) & ((1 << bits) - 1);
}
