using System.Buffers.Binary;
using System.IO.Compression;
using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>One of the shared pictures, blue, green, red.</summary>
internal sealed record SharedImage(byte[] Pixels, int Width, int Height)
{
    public ImageView View => new(Pixels, Width, Height, 3 * Width, PixelFormat.Bgr);

    /// <summary>Reads a picture under the shared data's folder vision; skips the running test where it is absent.</summary>
    public static SharedImage Load(string name)
    {
        string path = Checkout.SharedData(["vision", .. name.Split('/')]);
        return name.EndsWith(".png", StringComparison.Ordinal) ? OfPng(File.ReadAllBytes(path)) : OfJpeg(File.ReadAllBytes(path));
    }

    private static SharedImage OfJpeg(byte[] file)
    {
        bool isOpen = JpegDecoder.TryOpen(out JpegDecoder? decoder, out string problem);
        Assert.SkipUnless(isOpen, problem);
        using (decoder)
        {
            byte[] pixels = new byte[3 * 2048 * 2048];
            Assert.Equal(JpegRefusal.None, decoder!.Decode(file, pixels, out int width, out int height, out PixelFormat format));
            Assert.Equal(PixelFormat.Bgr, format);
            return new SharedImage(pixels[..(3 * width * height)], width, height);
        }
    }

    /// <summary>A PNG of red, green and blue bytes without interlacing (PNG specification, sections 4 to 11), which is all that the shared one needs.</summary>
    private static SharedImage OfPng(byte[] file)
    {
        int width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        int height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.Equal([8, 2, 0, 0, 0], file[24..29]);
        using MemoryStream packed = new();
        for (int at = 8; at < file.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
        {
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                packed.Write(file, at + 8, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)));
            }
        }

        packed.Position = 0;
        using ZLibStream unpacked = new(packed, CompressionMode.Decompress);
        byte[] before = new byte[3 * width];
        byte[] pixels = new byte[3 * width * height];
        for (int row = 0; row < height; row++)
        {
            int filter = unpacked.ReadByte();
            byte[] line = new byte[3 * width];
            unpacked.ReadExactly(line);
            Unfilter(filter, line, before);
            before = line;
            for (int column = 0; column < width; column++)
            {
                Span<byte> pixel = pixels.AsSpan(3 * ((row * width) + column), 3);
                (pixel[0], pixel[1], pixel[2]) = (line[(3 * column) + 2], line[(3 * column) + 1], line[3 * column]);
            }
        }

        return new SharedImage(pixels, width, height);
    }

    private static void Unfilter(int filter, byte[] line, byte[] above)
    {
        for (int index = 0; index < line.Length; index++)
        {
            int left = index < 3 ? 0 : line[index - 3];
            int corner = index < 3 ? 0 : above[index - 3];
            int up = above[index];
            line[index] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        (int byLeft, int byUp, int byCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
