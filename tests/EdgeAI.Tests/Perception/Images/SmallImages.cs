namespace EdgeAI.Tests.Perception.Images;

/// <summary>The small images under Vectors, which make_vectors.py made with OpenCV, and what can be cut out of a JPEG.</summary>
internal static class SmallImages
{
    public const int Width = 64;
    public const int Height = 48;

    private const int StartOfScan = 0xDA;
    private const int HuffmanTable = 0xC4;

    /// <summary>The JPEG as a camera for MJPEG leaves it: without its Huffman tables, which are the standard's.</summary>
    public static byte[] WithoutHuffmanTables(byte[] jpeg)
    {
        List<byte> kept = [.. jpeg[..2]];
        int place = 2;
        while (true)
        {
            int end = place + 2 + (jpeg[place + 2] * 256) + jpeg[place + 3];
            if (jpeg[place + 1] == StartOfScan)
            {
                return [.. kept, .. jpeg[place..]];
            }

            if (jpeg[place + 1] != HuffmanTable)
            {
                kept.AddRange(jpeg[place..end]);
            }

            place = end;
        }
    }

    /// <summary>A progressive JPEG with more scans, each with a table of its own, whose one code says that 16384 blocks, which is all, have nothing new.</summary>
    public static byte[] WithScans(byte[] progressive, int more)
    {
        byte[] scan =
        [
            0xFF, HuffmanTable, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0,
            0xFF, StartOfScan, 0, 8, 1, 1, 0, 1, 63, 0,
            0x00, 0x01,
        ];
        return [.. progressive[..^2], .. Enumerable.Repeat(scan, more).SelectMany(static bytes => bytes), .. progressive[^2..]];
    }

    /// <summary>Where a JPEG says how high and how wide it is, two bytes each.</summary>
    public static int PlaceOfSize(byte[] jpeg)
    {
        int place = 2;
        while (jpeg[place + 1] is not (0xC0 or 0xC2))
        {
            place += 2 + (jpeg[place + 2] * 256) + jpeg[place + 3];
        }

        return place + 5;
    }
}
