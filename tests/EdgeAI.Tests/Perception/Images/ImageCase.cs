using CsCheck;
using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Images;

/// <summary>An image with random bytes, and what is to become of it.</summary>
internal sealed record ImageCase(PixelFormat Format, int Width, int Height, int Step, byte[] Data, ImageTensorOptions Options)
{
    public ImageView View => new(Data, Width, Height, Step, Format);

    /// <summary>Every format, fit, filter and layout, sides from one pixel on, steps with and without a rest.</summary>
    public static Gen<ImageCase> Gen(int largestSide = 50)
    {
        Gen<ImageTensorOptions> options =
            from width in CsCheck.Gen.Int[1, largestSide]
            from height in CsCheck.Gen.Int[1, largestSide]
            from fit in CsCheck.Gen.Enum<ImageFit>()
            from colours in CsCheck.Gen.Enum<ImageColours>()
            from flags in CsCheck.Gen.Int[0, 7]
            from mean in CsCheck.Gen.Float[0, 255].Array[3]
            from scale in CsCheck.Gen.Float[0.001f, 2].Array[3]
            from isPlain in CsCheck.Gen.Bool
            from padding in CsCheck.Gen.Byte
            select new ImageTensorOptions
            {
                Width = width,
                Height = height,
                Fit = fit,
                Colours = colours,
                AveragesArea = (flags & 1) != 0,
                IsPlanar = (flags & 2) != 0,
                ConvertsColoursLast = (flags & 4) != 0,
                Mean = isPlain ? [0, 0, 0] : mean,
                Scale = isPlain ? [1, 1, 1] : scale,
                Padding = padding,
            };
        return
            from wanted in options
            from format in CsCheck.Gen.Enum<PixelFormat>()
            from width in CsCheck.Gen.Int[1, largestSide]
            from height in CsCheck.Gen.Int[1, largestSide]
            from rest in CsCheck.Gen.Int[0, 9]
            from seed in CsCheck.Gen.Int
            select Of(format, width, height, rest, seed, wanted);
    }

    public static ImageCase Of(PixelFormat format, int width, int height, int rest, int seed, ImageTensorOptions options)
    {
        bool isYuv = format is PixelFormat.Yuyv or PixelFormat.Nv12 or PixelFormat.I420;
        int evenWidth = isYuv ? width + (width % 2) : width;
        int evenHeight = format is PixelFormat.Nv12 or PixelFormat.I420 ? height + (height % 2) : height;
        int row = format is PixelFormat.Rgb or PixelFormat.Bgr ? 3 * evenWidth : format == PixelFormat.Yuyv ? 2 * evenWidth : evenWidth;
        int step = row + (format == PixelFormat.I420 ? rest / 2 * 2 : rest);
        byte[] data = new byte[format is PixelFormat.Nv12 or PixelFormat.I420 ? step * evenHeight * 3 / 2 : step * evenHeight];

        // Half of the images are all extremes: that is where something overflows.
        Random random = new(seed);
        random.NextBytes(data);
        if (seed % 2 == 0)
        {
            for (int place = 0; place < data.Length; place++)
            {
                data[place] = data[place] < 128 ? (byte)0 : (byte)255;
            }
        }

        return new ImageCase(format, evenWidth, evenHeight, step, data, options);
    }

    public override string ToString() => $"{Format} {Width} x {Height}, step {Step}, to {Options}";
}
