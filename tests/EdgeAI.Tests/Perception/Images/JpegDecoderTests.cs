using CsCheck;
using EdgeAI.Perception.Images;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Tests.Perception.Images;

public sealed class JpegDecoderTests : IDisposable
{
    private const int Width = 768;
    private const int Height = 576;
    private readonly JpegDecoder _decoder;
    private readonly byte[] _pixels = new byte[3 * Width * Height];

    public JpegDecoderTests()
    {
        bool isOpen = JpegDecoder.TryOpen(out JpegDecoder? decoder, out string problem);
        Assert.SkipUnless(isOpen, problem);
        _decoder = decoder!;
    }

    public void Dispose() => _decoder?.Dispose();

    [Theory]
    [InlineData("small-420.jpg", PixelFormat.Bgr)]
    [InlineData("small-422.jpg", PixelFormat.Bgr)]
    [InlineData("small-444.jpg", PixelFormat.Bgr)]
    [InlineData("small-grey.jpg", PixelFormat.Grey)]
    [InlineData("small-progressive.jpg", PixelFormat.Bgr)]
    public void Decode_EverySampling_IsCloseToWhatWasEncoded(string name, PixelFormat expected)
    {
        byte[] original = File.ReadAllBytes(Vector("small-bgr.bin"));

        Assert.Equal(JpegRefusal.None, _decoder.Decode(File.ReadAllBytes(Vector(name)), _pixels, out int width, out int height, out PixelFormat format));

        Assert.Equal((SmallImages.Width, SmallImages.Height, expected), (width, height, format));
        double error = 0;
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            int grey = PlainColours.ToGrey(original[3 * pixel], original[(3 * pixel) + 1], original[(3 * pixel) + 2]);
            int decoded = format == PixelFormat.Grey
                ? _pixels[pixel]
                : PlainColours.ToGrey(_pixels[3 * pixel], _pixels[(3 * pixel) + 1], _pixels[(3 * pixel) + 2]);
            error += Math.Abs(grey - decoded);
        }

        Assert.InRange(error / (width * height), 0, 4);
    }

    [Fact]
    public void Decode_FrameWithoutHuffmanTables_IsTheSameAsWithThem()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-420.jpg"));
        byte[] frame = SmallImages.WithoutHuffmanTables(jpeg);
        byte[] expected = new byte[3 * SmallImages.Width * SmallImages.Height];
        byte[] pixels = new byte[expected.Length];
        Assert.InRange(frame.Length, 100, jpeg.Length - 400);

        Assert.Equal(JpegRefusal.None, _decoder.Decode(jpeg, expected, out _, out _, out _));
        Assert.Equal(JpegRefusal.None, _decoder.Decode(frame, pixels, out _, out _, out _));

        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void Decode_WithADivisor_IsASmallerImage()
    {
        CameraImage image = new(3 * 32 * 24);

        Assert.Equal(JpegRefusal.None, _decoder.Decode(File.ReadAllBytes(Vector("small-420.jpg")), image, divisor: 2));

        Assert.Equal((32, 24, 96, 32 * 24 * 3, "bgr8"), (image.Width, image.Height, image.Step, image.Length, image.Encoding));
        Assert.Equal(ImageRefusal.None, ImageView.TryOf(image, out ImageView view));
        Assert.Equal(PixelFormat.Bgr, view.Format);
    }

    [Fact]
    public void Decode_WhatIsNoJpeg_IsRefusedByName()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-420.jpg"));
        byte[] bomb = [.. jpeg];
        int size = SmallImages.PlaceOfSize(jpeg);
        (bomb[size], bomb[size + 1], bomb[size + 2], bomb[size + 3]) = (0xFF, 0xFF, 0xFF, 0xFF);

        Assert.Equal(JpegRefusal.NotJpeg, Refusal([]));
        Assert.Equal(JpegRefusal.NotJpeg, Refusal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]));
        Assert.Equal(JpegRefusal.NotJpeg, Refusal([0xFF, 0xD8, 0xFF, 0xD9]));
        Assert.Equal(JpegRefusal.Truncated, Refusal(jpeg.AsSpan(0, jpeg.Length * 2 / 3)));
        Assert.Equal(JpegRefusal.Truncated, Refusal(jpeg.AsSpan(0, jpeg.Length - 2)));
        Assert.Equal(JpegRefusal.TooLarge, Refusal(bomb));
        Assert.Equal(JpegRefusal.TooLarge, _decoder.Decode(jpeg, _pixels.AsSpan(0, (3 * SmallImages.Width * SmallImages.Height) - 1), out _, out _, out _));
        Assert.Equal(JpegRefusal.UnsupportedColours, Refusal(File.ReadAllBytes(Vector("small-cmyk.jpg"))));
        Assert.Equal(JpegRefusal.None, Refusal(jpeg));
    }

    [Fact]
    public void Decode_OfMoreScansThanAnyEncoderWrites_IsRefused()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-progressive.jpg"));

        Assert.Equal(JpegRefusal.None, Refusal(SmallImages.WithScans(jpeg, 50)));
        Assert.Equal(JpegRefusal.Damaged, Refusal(SmallImages.WithScans(jpeg, 120)));
    }

    [Fact]
    public void Decode_OfASmallImageOutOfAHugeOne_IsRefused()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-progressive.jpg"));
        int size = SmallImages.PlaceOfSize(jpeg);
        (jpeg[size], jpeg[size + 1], jpeg[size + 2], jpeg[size + 3]) = (0x40, 0, 0x40, 0);
        byte[] room = new byte[3 * 2048 * 2048];

        Assert.Equal(JpegRefusal.TooLarge, _decoder.Decode(jpeg, room, out _, out _, out _, divisor: 8));
    }

    [Fact]
    public void Decode_BytesBetweenTheLastRowAndTheEnd_AreIgnored()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-420.jpg"));

        Assert.Equal(JpegRefusal.None, Refusal([.. jpeg[..^2], 0, 0, 0, 0, .. jpeg[^2..]]));
        Assert.Equal(JpegRefusal.None, Refusal([.. jpeg, 1, 2, 3]));
    }

    [Fact]
    public void Decode_EveryImage_AllocatesNothing()
    {
        byte[] jpeg = File.ReadAllBytes(Vector("small-422.jpg"));
        byte[] damaged = jpeg[..^40];

        Assert.Equal(0, Allocation.Of(() =>
        {
            _decoder.Decode(jpeg, _pixels, out _, out _, out _);
            _decoder.Decode(damaged, _pixels, out _, out _, out _);
        }));
    }

    [Fact]
    public void Decode_DamagedFrames_AreImagesOrRefusalsAndLeaveNothingBehind()
    {
        byte[] good = File.ReadAllBytes(Vector("small-420.jpg"));
        byte[][] frames = [.. Directory.GetFiles(Checkout.SharedData("vision", "vtest"), "*.jpg").Order(StringComparer.Ordinal).Take(4).Select(File.ReadAllBytes)];
        foreach (byte[] frame in frames)
        {
            Assert.Equal(JpegRefusal.None, Refusal(frame));
        }

        Gen.Select(Gen.Int[0, frames.Length - 1], Gen.Select(Gen.Double.Unit, Gen.Byte).Array[0, 20], Gen.Double.Unit, Gen.Bool).Sample(
            (number, changes, share, isCut) =>
            {
                byte[] damaged = [.. frames[number]];
                foreach ((double place, byte value) in changes)
                {
                    // Half of the changes are in the header, where lengths and tables are.
                    damaged[(int)(place < 0.5 ? place * 1200 : place * (damaged.Length - 1))] = value;
                }

                Assert.True(Enum.IsDefined(Refusal(isCut ? damaged[..(int)(share * damaged.Length)] : damaged)));
                Assert.Equal(JpegRefusal.None, Refusal(good));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Decode_AnyBytesAfterTheStart_AreImagesOrRefusals() =>
        Gen.Byte.Array[0, 600].Sample(bytes => Assert.True(Enum.IsDefined(Refusal([0xFF, 0xD8, 0xFF, .. bytes]))), iter: 2000, threads: 1);

    private static string Vector(string name) => Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Images", "Vectors", name);

    private JpegRefusal Refusal(ReadOnlySpan<byte> jpeg) => _decoder.Decode(jpeg, _pixels, out _, out _, out _);
}
