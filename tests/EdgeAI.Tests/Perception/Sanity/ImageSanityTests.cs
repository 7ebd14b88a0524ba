using EdgeAI.Device.Wire;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Sanity;

namespace EdgeAI.Tests.Perception.Sanity;

public sealed class ImageSanityTests
{
    private const int Width = 128;
    private const int Height = 96;

    [Theory]
    [InlineData(PixelFormat.Grey)]
    [InlineData(PixelFormat.Bgr)]
    [InlineData(PixelFormat.Yuyv)]
    [InlineData(PixelFormat.Nv12)]
    public void Image_OfAScene_IsSound(PixelFormat format)
    {
        ImageSanity sanity = new(new ImageSanityOptions());
        for (int image = 0; image < 20; image++)
        {
            Assert.Equal(FrameFlags.None, Judge(sanity, Scene(image), format));
        }

        Assert.True(sanity.Sharpness > 0.05, $"{sanity.Sharpness}");
    }

    [Theory]
    [InlineData(PixelFormat.Grey)]
    [InlineData(PixelFormat.Bgr)]
    [InlineData(PixelFormat.Yuyv)]
    [InlineData(PixelFormat.Nv12)]
    public void Image_DamagedOrHidden_IsFlaggedWithItsReason(PixelFormat format)
    {
        ImageSanity sanity = new(new ImageSanityOptions());
        byte[] scene = Scene(1);
        Assert.Equal(FrameFlags.Saturated, Judge(sanity, [.. scene.Select(static value => (byte)(value / 14))], format) & FrameFlags.Saturated);
        Assert.Equal(FrameFlags.Saturated, Judge(sanity, [.. scene.Select(static value => (byte)Math.Min(255, value + 160))], format) & FrameFlags.Saturated);
        Assert.Equal(FrameFlags.Saturated | FrameFlags.Stuck, Judge(sanity, new byte[scene.Length], format));
        Assert.Equal(FrameFlags.Stuck, Judge(sanity, [.. scene.Select(static _ => (byte)120)], format));
        Assert.Equal(FrameFlags.Unfamiliar, Judge(sanity, Blurred(scene, 6), format));
    }

    [Fact]
    public void Image_ThatRepeats_IsFrozenUntilItMovesAgain()
    {
        ImageSanityOptions options = new();
        ImageSanity sanity = new(options);
        for (int image = 1; image <= 2 * options.FrozenImages; image++)
        {
            Assert.Equal(image < options.FrozenImages ? FrameFlags.None : FrameFlags.Stuck, Judge(sanity, Scene(3), PixelFormat.Grey));
        }

        Assert.Equal(FrameFlags.None, Judge(sanity, Scene(4), PixelFormat.Grey));
    }

    [Fact]
    public void Image_TooSmallToLookAt_SaysNothing()
    {
        ImageSanity sanity = new(new ImageSanityOptions());
        Assert.Equal(FrameFlags.Stuck, sanity.Judge(new ImageView([1, 2, 3, 4], 2, 2, 2, PixelFormat.Grey)));
    }

    [Fact]
    public void Image_InTheSteadyState_AllocatesNothing()
    {
        ImageSanity sanity = new(new ImageSanityOptions());
        byte[] scene = Scene(1);
        Assert.Equal(0, Allocation.Of(() =>
        {
            scene[700]++;
            sanity.Judge(new ImageView(scene, Width, Height, Width, PixelFormat.Grey));
        }));
    }

    private static FrameFlags Judge(ImageSanity sanity, byte[] grey, PixelFormat format)
    {
        // Brightness on the full range, told as the format tells it.
        byte[] limited = [.. grey.Select(static value => (byte)(16 + (value * 219 / 255)))];
        return format switch
        {
            PixelFormat.Bgr => sanity.Judge(new ImageView([.. grey.SelectMany(static value => (byte[])[value, value, value])], Width, Height, 3 * Width, format)),
            PixelFormat.Yuyv => sanity.Judge(new ImageView([.. limited.SelectMany(static value => (byte[])[value, 128])], Width, Height, 2 * Width, format)),
            PixelFormat.Nv12 => sanity.Judge(new ImageView([.. limited, .. Enumerable.Repeat((byte)128, Width * Height / 2)], Width, Height, Width, format)),
            _ => sanity.Judge(new ImageView(grey, Width, Height, Width, format)),
        };
    }

    /// <summary>Boxes of different brightness with a sensor's noise: edges at every scale that a camera shows.</summary>
    private static byte[] Scene(int seed)
    {
        Random random = new(seed);
        byte[] pixels = new byte[Width * Height];
        Array.Fill(pixels, (byte)110);
        for (int box = 0; box < 40; box++)
        {
            (int left, int top, int across, int down, byte level) = (random.Next(Width - 8), random.Next(Height - 8), random.Next(4, 30), random.Next(4, 30), (byte)random.Next(20, 235));
            for (int y = top; y < Math.Min(Height, top + down); y++)
            {
                pixels.AsSpan((y * Width) + left, Math.Min(across, Width - left)).Fill(level);
            }
        }

        return [.. pixels.Select(value => (byte)Math.Clamp(value + random.Next(-2, 3), 0, 255))];
    }

    /// <summary>Three means over a square: close to a Gaussian.</summary>
    private static byte[] Blurred(byte[] pixels, int radius)
    {
        double[] from = [.. pixels.Select(static value => (double)value)];
        for (int pass = 0; pass < 6; pass++)
        {
            double[] to = new double[from.Length];
            (int dx, int dy) = pass % 2 == 0 ? (1, 0) : (0, 1);
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    for (int step = -radius; step <= radius; step++)
                    {
                        to[(y * Width) + x] += from[(Math.Clamp(y + (step * dy), 0, Height - 1) * Width) + Math.Clamp(x + (step * dx), 0, Width - 1)] / ((2 * radius) + 1);
                    }
                }
            }

            from = to;
        }

        return [.. from.Select(static value => (byte)Math.Round(value))];
    }
}
