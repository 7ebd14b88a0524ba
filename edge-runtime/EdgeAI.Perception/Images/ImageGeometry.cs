namespace EdgeAI.Perception.Images;

/// <summary>Which part of an image is drawn where in a tensor, in pixels.</summary>
/// <param name="Left">The tensor's first column that is image.</param>
/// <param name="Top">The tensor's first row that is image.</param>
/// <param name="Width">Columns that are image.</param>
/// <param name="Height">Rows that are image.</param>
/// <param name="SourceX">The image's first column that is drawn.</param>
/// <param name="SourceY">The image's first row that is drawn.</param>
/// <param name="SourceWidth">Columns of the image that are drawn.</param>
/// <param name="SourceHeight">Rows of the image that are drawn.</param>
internal readonly record struct ImageGeometry(
    int Left, int Top, int Width, int Height, int SourceX, int SourceY, int SourceWidth, int SourceHeight)
{
    /// <summary>Where the image lies in the tensor.</summary>
    public ImagePlacement Placement
    {
        get
        {
            float scaleX = (float)((double)SourceWidth / Width);
            float scaleY = (float)((double)SourceHeight / Height);
            return new(scaleX, scaleY, SourceX - (Left * scaleX), SourceY - (Top * scaleY));
        }
    }

    /// <summary>Fits an image into a tensor.</summary>
    public static ImageGeometry Of(int width, int height, ImageTensorOptions options) => options.Fit switch
    {
        ImageFit.Stretch => new(0, 0, options.Width, options.Height, 0, 0, width, height),
        ImageFit.Crop => Cropped(width, height, options.Width, options.Height),
        _ => Letterboxed(width, height, options),
    };

    private static ImageGeometry Cropped(int width, int height, int tensorWidth, int tensorHeight)
    {
        bool isWide = (long)width * tensorHeight > (long)height * tensorWidth;
        int keptWidth = isWide ? Rounded((long)height * tensorWidth, tensorHeight) : width;
        int keptHeight = isWide ? height : Rounded((long)width * tensorHeight, tensorWidth);
        return new(0, 0, tensorWidth, tensorHeight, (width - keptWidth) / 2, (height - keptHeight) / 2, keptWidth, keptHeight);
    }

    private static ImageGeometry Letterboxed(int width, int height, ImageTensorOptions options)
    {
        // YOLOX cuts the fraction of a pixel off (data_augment.py, preproc); YOLOv5 and its heirs round (augmentations.py, letterbox).
        bool isCentred = options.Fit == ImageFit.LetterboxCentre;
        bool isWide = (long)width * options.Height > (long)height * options.Width;
        long across = (long)options.Height * width;
        long down = (long)options.Width * height;
        int drawnWidth = isWide ? options.Width : isCentred ? Rounded(across, height) : Cut(across, height);
        int drawnHeight = !isWide ? options.Height : isCentred ? Rounded(down, width) : Cut(down, width);
        int left = isCentred ? (options.Width - drawnWidth) / 2 : 0;
        int top = isCentred ? (options.Height - drawnHeight) / 2 : 0;
        return new(left, top, drawnWidth, drawnHeight, 0, 0, width, height);
    }

    private static int Rounded(long dividend, long divisor) => (int)Math.Max(1, ((2 * dividend) + divisor) / (2 * divisor));

    private static int Cut(long dividend, long divisor) => (int)Math.Max(1, dividend / divisor);
}
