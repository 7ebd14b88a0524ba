using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Sanity;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Tells what a detector finds in each image of a camera, nothing found included, boxes in sixteenths of the image's pixels. On an image that
/// says nothing (dark, blown out, uniform, frozen, blurred) the answer is told as suspect.
/// </summary>
public sealed class DetectStage : IStage<CameraImage, Detection2DArray>
{
    // Far beyond any image, and far from overflowing once it is counted in sixteenths.
    private const float FarthestPixel = 1_000_000;

    private readonly IImageDetector _detector;
    private readonly DetectOptions _options;
    private readonly ImageSanity _sanity = new(new ImageSanityOptions());
    private FrameFlags _suspicion;

    /// <summary>Makes the stage.</summary>
    /// <param name="detector">The detector, made for the camera's images. Its owner disposes of it.</param>
    /// <param name="options">What is taken and told.</param>
    public DetectStage(IImageDetector detector, DetectOptions options)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(options);
        _detector = detector;
        _options = options;
    }

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<CameraImage> input, Detection2DArray output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        oldestInput = input.Stamp.Nanoseconds;
        CameraImage image = input.Value;
        ImageView view = new(image.Data.AsSpan(0, image.Length), image.Width, image.Height, image.Step, _options.Format);
        if (image.Width != _options.Width || image.Height != _options.Height || !_detector.TryDetect(in view, output.InputDigest, out ReadOnlySpan<Detection> found))
        {
            return StageOutcome.Unusable;
        }

        _suspicion = _sanity.Judge(in view);
        output.ImageWidth = image.Width;
        output.ImageHeight = image.Height;
        output.Provider = _detector.Provider;
        _detector.ModelDigest.CopyTo(output.ModelDigest);
        output.Count = 0;
        foreach (ref readonly Detection detection in found)
        {
            if (output.Count < Detection2DArray.MaxDetections && (_options.Classes is null || _options.Classes.Contains(detection.ClassIndex)))
            {
                Add(in detection, output);
            }
        }

        return StageOutcome.Decided;
    }

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags) => flags |= _suspicion;

    private static void Add(in Detection detection, Detection2DArray output)
    {
        int at = output.Count++;
        int left = InSteps(detection.Left);
        int top = InSteps(detection.Top);
        int right = Math.Max(left, InSteps(detection.Right));
        int bottom = Math.Max(top, InSteps(detection.Bottom));
        output.ClassIndices[at] = (ushort)Math.Clamp(detection.ClassIndex, 0, ushort.MaxValue);
        output.Scores[at] = (ushort)Math.Round(Math.Clamp(detection.Score, 0f, 1f) * ushort.MaxValue);
        output.CentreX[at] = (left + right) >> 1;
        output.CentreY[at] = (top + bottom) >> 1;
        output.SizeX[at] = right - left;
        output.SizeY[at] = bottom - top;
    }

    private static int InSteps(float pixels) => (int)MathF.Round(Math.Clamp(pixels, -FarthestPixel, FarthestPixel) * Detection2DArray.StepsPerPixel);
}
