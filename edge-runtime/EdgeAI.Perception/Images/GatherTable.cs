namespace EdgeAI.Perception.Images;

/// <summary>
/// From where in a row to load, and how to shuffle what was loaded, so that the samples of two neighbouring pixels each come to
/// lie side by side, colour by colour. Every load stays inside the row.
/// </summary>
internal sealed class GatherTable
{
    /// <summary>A shuffle's index for a byte that becomes zero, on every processor: above 127 for pshufb, above 15 for tbl.</summary>
    private const byte Zero = 0xFF;

    private GatherTable(int pairs)
    {
        Offsets = new int[pairs];
    }

    /// <summary>The byte of the row from which each pair is loaded.</summary>
    public int[] Offsets { get; }

    /// <summary>The shuffles, 16 bytes each: one for two pairs of eight bytes, or for four of four.</summary>
    public byte[] Shuffles { get; private init; } = [];

    /// <summary>
    /// For colours that lie in one plane, eight bytes loaded per pair: a shuffled vector has two pairs of the first colour in its
    /// first four bytes, of the second in the next, of the third in the next.
    /// </summary>
    /// <param name="format">Rgb, Bgr or Yuyv; the colours come out as blue, green, red or Y, U, V.</param>
    /// <param name="first">Each pair's first pixel, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row has, 8 or more.</param>
    public static GatherTable OfPixels(PixelFormat format, int[] first, int[] second, int rowBytes)
    {
        GatherTable table = new(first.Length) { Shuffles = new byte[first.Length * 8] };
        Array.Fill(table.Shuffles, Zero);
        for (int pair = 0; pair < first.Length; pair++)
        {
            int start = format == PixelFormat.Yuyv ? 4 * (first[pair] / 2) : 3 * first[pair];
            int offset = Math.Min(start, rowBytes - 8);
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

    /// <summary>For one colour that has a plane to itself, four bytes loaded per pair: a shuffled vector has four pairs, in its first eight bytes and its last in turn.</summary>
    /// <param name="pixelsPerSample">1 for a plane of the image's width, 2 for one of half of it.</param>
    /// <param name="first">Each pair's first pixel, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row of the plane has, 4 or more.</param>
    public static GatherTable OfPlane(int pixelsPerSample, int[] first, int[] second, int rowBytes)
    {
        GatherTable table = new(first.Length) { Shuffles = new byte[first.Length * 4] };
        Array.Fill(table.Shuffles, Zero);
        for (int pair = 0; pair < first.Length; pair++)
        {
            int start = first[pair] / pixelsPerSample;
            int offset = Math.Min(start, rowBytes - 4);
            table.Offsets[pair] = offset;
            int quarter = 4 * (pair % 4);
            int shuffle = (pair / 4 * 16) + (2 * (pair % 4)) + (8 * (pair / 4 % 2));
            table.Shuffles[shuffle] = (byte)(quarter + start - offset);
            table.Shuffles[shuffle + 1] = (byte)(quarter + (second[pair] / pixelsPerSample) - offset);
        }

        return table;
    }

    /// <summary>For the plane in which U and V take turns, four bytes loaded per pair: a shuffled vector has four pairs of U, then four of V.</summary>
    /// <param name="first">Each pair's first pixel, a multiple of eight of them.</param>
    /// <param name="second">Its second, the same or the next.</param>
    /// <param name="rowBytes">Bytes that a row of the plane has, 4 or more.</param>
    public static GatherTable OfTwoColours(int[] first, int[] second, int rowBytes)
    {
        GatherTable table = new(first.Length) { Shuffles = new byte[first.Length * 4] };
        for (int pair = 0; pair < first.Length; pair++)
        {
            int start = 2 * (first[pair] / 2);
            int offset = Math.Min(start, rowBytes - 4);
            table.Offsets[pair] = offset;
            int quarter = 4 * (pair % 4);
            int shuffle = (pair / 4 * 16) + (2 * (pair % 4));
            for (int colour = 0; colour < 2; colour++)
            {
                table.Shuffles[shuffle + (8 * colour)] = (byte)(quarter + start + colour - offset);
                table.Shuffles[shuffle + (8 * colour) + 1] = (byte)(quarter + (2 * (second[pair] / 2)) + colour - offset);
            }
        }

        return table;
    }

    private static int ByteOf(PixelFormat format, int pixel, int colour) => format switch
    {
        PixelFormat.Rgb => (3 * pixel) + 2 - colour,
        PixelFormat.Bgr => (3 * pixel) + colour,
        _ => colour == 0 ? 2 * pixel : (4 * (pixel / 2)) + (2 * colour) - 1,
    };
}
