using System.Numerics;
using System.Runtime.InteropServices;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Sanity;

/// <summary>
/// Says of each image of a camera whether a model can see anything on it: too dark, too bright, uniform, frozen, blurred. It looks at a grid of
/// some ten thousand pixels and their neighbours, so that its cost hardly grows with the image. Allocates nothing after construction; one camera, one thread.
/// </summary>
public sealed class ImageSanity
{
    private const int GridRows = 64;
    private const int GridColumns = 160;

    // BT.601's limited range has black at 16 and white at 235.
    private const double LimitedBlack = 16;
    private const double LimitedRange = 219;

    private readonly ImageSanityOptions _options;
    private ulong _lastDigest;
    private int _equal;

    /// <summary>Makes a check that has seen no image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ImageSanity(ImageSanityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FrozenImages, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.DarkShare);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BrightShare);
        _options = options;
    }

    /// <summary>The standard deviation of the latest image's brightness, on the full range 0 to 255.</summary>
    public double Contrast { get; private set; }

    /// <summary>The mean square of the latest image's Laplacian over the variance of its brightness; 0 for a uniform image.</summary>
    public double Sharpness { get; private set; }

    /// <summary>Takes the next image of the camera and says why an answer on it would be suspect. An image below 3 x 3 pixels is uniform.</summary>
    /// <param name="image">The image; its planes must hold what its size says.</param>
    public FrameFlags Judge(in ImageView image)
    {
        FrameFlags suspicion = IsFrozen(image) ? FrameFlags.Stuck : FrameFlags.None;
        if (image.Width < 3 || image.Height < 3)
        {
            return suspicion | FrameFlags.Stuck;
        }

        (int first, int pixel) = image.Format switch
        {
            PixelFormat.Rgb or PixelFormat.Bgr => (1, 3),
            PixelFormat.Yuyv => (0, 2),
            _ => (0, 1),
        };
        bool isLimited = image.Format is PixelFormat.Yuyv or PixelFormat.Nv12 or PixelFormat.I420;
        double gain = isLimited ? 255 / LimitedRange : 1;
        int dark = (int)(isLimited ? LimitedBlack + (_options.DarkLevel / gain) : _options.DarkLevel);
        int bright = (int)(isLimited ? LimitedBlack + (_options.BrightLevel / gain) : _options.BrightLevel);
        int rowStep = Math.Max(1, (image.Height - 2) / GridRows);
        int columnStep = Math.Max(1, (image.Width - 2) / GridColumns);
        long count = 0;
        long darkCount = 0;
        long brightCount = 0;
        long sum = 0;
        long squares = 0;
        long bends = 0;
        for (int y = 1; y < image.Height - 1; y += rowStep)
        {
            ReadOnlySpan<byte> above = image.Data.Slice(((y - 1) * image.Step) + first, ((image.Width - 1) * pixel) + 1);
            ReadOnlySpan<byte> row = image.Data.Slice((y * image.Step) + first, above.Length);
            ReadOnlySpan<byte> below = image.Data.Slice(((y + 1) * image.Step) + first, above.Length);
            for (int x = pixel; x < row.Length - pixel; x += columnStep * pixel)
            {
                int value = row[x];
                int bend = row[x - pixel] + row[x + pixel] + above[x] + below[x] - (4 * value);
                count++;
                darkCount += value <= dark ? 1 : 0;
                brightCount += value >= bright ? 1 : 0;
                sum += value;
                squares += value * value;
                bends += bend * bend;
            }
        }

        double mean = (double)sum / count;
        double variance = Math.Max(0, ((double)squares / count) - (mean * mean));
        Contrast = Math.Sqrt(variance) * gain;
        Sharpness = variance > 0 ? bends / (variance * count) : 0;
        bool isUniform = Contrast < _options.LeastContrast;
        suspicion |= darkCount >= _options.DarkShare * count || brightCount >= _options.BrightShare * count ? FrameFlags.Saturated : FrameFlags.None;
        suspicion |= isUniform ? FrameFlags.Stuck : FrameFlags.None;
        return suspicion | (!isUniform && Sharpness < _options.LeastSharpness ? FrameFlags.Unfamiliar : FrameFlags.None);
    }

    /// <summary>Whether the rows of the grid were the same in as many images as the options say.</summary>
    private bool IsFrozen(in ImageView image)
    {
        int rowStep = Math.Max(1, (image.Height - 2) / GridRows);
        int length = Math.Min(image.Step, image.Data.Length);
        ulong digest = (ulong)image.Height;
        for (int y = 0; y < image.Height && (y * image.Step) + length <= image.Data.Length; y += rowStep)
        {
            ReadOnlySpan<byte> row = image.Data.Slice(y * image.Step, length);
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(row))
            {
                digest = BitOperations.RotateLeft((digest ^ word) * 0x9E37_79B9_7F4A_7C15, 29);
            }

            for (int tail = row.Length & ~7; tail < row.Length; tail++)
            {
                digest = BitOperations.RotateLeft((digest ^ row[tail]) * 0x9E37_79B9_7F4A_7C15, 29);
            }
        }

        _equal = digest == _lastDigest ? Math.Min(_equal + 1, _options.FrozenImages) : 1;
        _lastDigest = digest;
        return _equal >= _options.FrozenImages;
    }
}
