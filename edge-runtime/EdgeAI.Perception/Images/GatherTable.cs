using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>
/// From where in a row to load, and how to shuffle what was loaded, so that the samples of two neighbouring pixels each come to
/// lie side by side, colour by colour. Every load stays inside the row.
/// </summary>
internal sealed class GatherTable
{
    /// <summary>A shuffle's index for a byte that becomes zero, on every processor: above 127 for pshufb, above 15 for tbl.</summary>
    private const byte Zero = 0xFF;

    /// <summary>Bytes that AVX-512 VBMI shuffles at once.</summary>
    private const int WideBytes = 128;

    private GatherTable(int loads, int shuffles, bool isWide)
    {
        Offsets = new int[loads];
        Shuffles = new byte[16 * shuffles];
        Array.Fill(Shuffles, Zero);
        IsWide = isWide;
    }

    /// <summary>The byte of the row from which each pair is loaded, or each four, or each eight.</summary>
    public int[] Offsets { get; }

    /// <summary>The shuffles: 16 bytes for two pairs of eight bytes, or for four pairs of four bytes or of sixteen together; 64 for eight pairs.</summary>
    public byte[] Shuffles { get; }

    /// <summary>Whether four or eight pairs lie so close that they are loaded together.</summary>
    public bool IsWide { get; }

    /// <summary>
    /// For colours that lie in one plane. Eight bytes are loaded per pair: a shuffled vector has two pairs of the first colour in its
    /// first four bytes, of the second in the next, of the third in the next. Or 128 bytes for eight pairs, where a processor
    /// shuffles so many at once: a shuffled vector has eight pairs of the first colour in its first sixteen bytes, and so on.
    /// </summary>
    /// <param name="format">Rgb, Bgr or Yuyv; the colours come out as blue, green, red or Y, U, V.</param>
    /// <param name="first">Each pair's first pixel, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row has, 8 or more.</param>
    public static GatherTable OfPixels(PixelFormat format, int[] first, int[] second, int rowBytes)
    {
        bool isWide = Avx512Vbmi.IsSupported && rowBytes >= WideBytes;
        for (int pair = 0; pair < first.Length; pair += 8)
        {
            isWide &= ByteOf(format, second[pair + 7], 2) + 3 - StartOf(format, first[pair]) <= WideBytes;
        }

        return isWide ? OfPixelsWide(format, first, second, rowBytes) : OfPixelsTwoByTwo(format, first, second, rowBytes);
    }

    /// <summary>For one colour that has a plane to itself: a shuffled vector has four pairs, in its first eight bytes and its last in turn.</summary>
    /// <param name="pixelsPerSample">1 for a plane of the image's width, 2 for one of half of it.</param>
    /// <param name="first">Each pair's first pixel, in ascending order, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row of the plane has, 16 or more.</param>
    public static GatherTable OfPlane(int pixelsPerSample, int[] first, int[] second, int rowBytes) => OfPlane(
        Array.ConvertAll(first, pixel => pixel / pixelsPerSample),
        Array.ConvertAll(second, pixel => pixel / pixelsPerSample),
        colours: 1,
        rowBytes);

    /// <summary>For the plane in which U and V take turns: a shuffled vector has four pairs of U, then four of V.</summary>
    /// <param name="first">Each pair's first pixel, in ascending order, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row of the plane has, 16 or more.</param>
    public static GatherTable OfTwoColours(int[] first, int[] second, int rowBytes) => OfPlane(
        Array.ConvertAll(first, static pixel => pixel / 2 * 2),
        Array.ConvertAll(second, static pixel => pixel / 2 * 2),
        colours: 2,
        rowBytes);

    private static GatherTable OfPixelsTwoByTwo(PixelFormat format, int[] first, int[] second, int rowBytes)
    {
        GatherTable table = new(first.Length, first.Length / 2, isWide: false);
        for (int pair = 0; pair < first.Length; pair++)
        {
            int offset = Math.Min(StartOf(format, first[pair]), rowBytes - 8);
            table.Offsets[pair] = offset;
            int half = 8 * (pair % 2);
            int shuffle = (pair / 2 * 16) + (2 * (pair % 2));
            for (int colour = 0; colour < 3; colour++)
            {
                table.Shuffles[shuffle + (4 * colour)] = (byte)(half + ByteOf(format, first[pair], colour) - offset);
                table.Shuffles[shuffle + (4 * colour) + 1] = (byte)(half + ByteOf(format, second[pair], colour) - offset);
            }
        }

        return table;
    }

    private static GatherTable OfPixelsWide(PixelFormat format, int[] first, int[] second, int rowBytes)
    {
        GatherTable table = new(first.Length / 8, first.Length / 2, isWide: true);
        for (int pair = 0; pair < first.Length; pair++)
        {
            int offset = Math.Min(StartOf(format, first[pair / 8 * 8]), rowBytes - WideBytes);
            table.Offsets[pair / 8] = offset;
            int shuffle = (pair / 8 * 64) + (2 * (pair % 8));
            for (int colour = 0; colour < 3; colour++)
            {
                table.Shuffles[shuffle + (16 * colour)] = (byte)(ByteOf(format, first[pair], colour) - offset);
                table.Shuffles[shuffle + (16 * colour) + 1] = (byte)(ByteOf(format, second[pair], colour) - offset);
            }
        }

        return table;
    }

    private static GatherTable OfPlane(int[] first, int[] second, int colours, int rowBytes)
    {
        bool isWide = true;
        for (int pair = 0; pair < first.Length; pair += 4)
        {
            isWide &= second[pair + 3] + colours - first[pair] <= 16;
        }

        GatherTable table = new(isWide ? first.Length / 4 : first.Length, first.Length / 4, isWide);
        for (int pair = 0; pair < first.Length; pair++)
        {
            int offset = isWide ? Math.Min(first[pair / 4 * 4], rowBytes - 16) : Math.Min(first[pair], rowBytes - 4);
            table.Offsets[isWide ? pair / 4 : pair] = offset;
            int loaded = (isWide ? 0 : 4 * (pair % 4)) - offset;
            int shuffle = (pair / 4 * 16) + (2 * (pair % 4)) + (colours == 1 ? 8 * (pair / 4 % 2) : 0);
            for (int colour = 0; colour < colours; colour++)
            {
                table.Shuffles[shuffle + (8 * colour)] = (byte)(loaded + first[pair] + colour);
                table.Shuffles[shuffle + (8 * colour) + 1] = (byte)(loaded + second[pair] + colour);
            }
        }

        return table;
    }

    private static int StartOf(PixelFormat format, int pixel) => format == PixelFormat.Yuyv ? 4 * (pixel / 2) : 3 * pixel;

    private static int ByteOf(PixelFormat format, int pixel, int colour) => format switch
    {
        PixelFormat.Rgb => (3 * pixel) + 2 - colour,
        PixelFormat.Bgr => (3 * pixel) + colour,
        _ => colour == 0 ? 2 * pixel : (4 * (pixel / 2)) + (2 * colour) - 1,
    };
}
