namespace EdgeAI.Perception.Images;

/// <summary>How many bytes an image of a format has, and where its planes lie.</summary>
internal static class ImageLayout
{
    /// <summary>Whether two pixels beside each other share their colour.</summary>
    public static bool HasSharedColour(PixelFormat format) => format is PixelFormat.Yuyv || HasHalfHeightColour(format);

    /// <summary>Whether two rows share their colour.</summary>
    public static bool HasHalfHeightColour(PixelFormat format) => format is PixelFormat.Nv12 or PixelFormat.I420;

    /// <summary>Bytes of a row of the first plane that are pixels.</summary>
    public static int RowBytes(PixelFormat format, int width) => format switch
    {
        PixelFormat.Rgb or PixelFormat.Bgr => 3 * width,
        PixelFormat.Yuyv => 2 * width,
        _ => width,
    };

    /// <summary>Bytes of a row of a colour plane that are colours; 0 where there is none.</summary>
    public static int ColourRowBytes(PixelFormat format, int width) => format switch
    {
        PixelFormat.Nv12 => width,
        PixelFormat.I420 => width / 2,
        _ => 0,
    };

    /// <summary>Bytes from one row of a colour plane to the next.</summary>
    public static int ColourStep(PixelFormat format, int step) => format == PixelFormat.I420 ? step / 2 : step;

    /// <summary>The first reason for which a size is none that the format can have.</summary>
    public static ImageRefusal Check(PixelFormat format, int width, int height)
    {
        if (width is < 1 or > ImageToTensor.LargestSide || height is < 1 or > ImageToTensor.LargestSide)
        {
            return ImageRefusal.SizeOutOfRange;
        }

        bool isOdd = (HasSharedColour(format) && width % 2 != 0) || (HasHalfHeightColour(format) && height % 2 != 0);
        return isOdd ? ImageRefusal.OddSize : ImageRefusal.None;
    }

    /// <summary>The first reason for which an image's bytes are not its rows.</summary>
    public static ImageRefusal Check(in ImageView image)
    {
        ImageRefusal refusal = Check(image.Format, image.Width, image.Height);
        if (refusal != ImageRefusal.None)
        {
            return refusal;
        }

        if (image.Step < RowBytes(image.Format, image.Width) || (image.Format == PixelFormat.I420 && image.Step % 2 != 0))
        {
            return ImageRefusal.StepTooSmall;
        }

        return image.Data.Length < NeededBytes(image) ? ImageRefusal.TooShort : ImageRefusal.None;
    }

    /// <summary>The bytes up to the last pixel: what follows it in the last row may be missing.</summary>
    private static long NeededBytes(in ImageView image)
    {
        long colourStep = ColourStep(image.Format, image.Step);
        long colourRows = image.Height / 2;
        long lastColours = ColourRowBytes(image.Format, image.Width);
        return image.Format switch
        {
            PixelFormat.Nv12 => ((long)image.Step * image.Height) + (colourStep * (colourRows - 1)) + lastColours,
            PixelFormat.I420 => ((long)image.Step * image.Height) + (colourStep * ((2 * colourRows) - 1)) + lastColours,
            _ => ((long)image.Step * (image.Height - 1)) + RowBytes(image.Format, image.Width),
        };
    }
}
