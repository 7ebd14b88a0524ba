using EdgeAI.Device.Messages;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Store;

namespace EdgeAI.Perception.Stages;

/// <summary>A <see cref="Detector"/> that finds boxes, as a stage asks it.</summary>
public sealed class ImageDetector : IImageDetector
{
    private readonly Detector _detector;

    /// <summary>Makes a detector for images of one shape.</summary>
    /// <param name="slot">Where the model stands. Its owner disposes of it, after the detector.</param>
    /// <param name="width">Pixels in a row of the images.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="format">What their bytes are.</param>
    /// <param name="scoreThreshold">The least score of a detection, 0 to 1; null for the card's, or the head's own.</param>
    /// <param name="threads">The most threads that share an image before the model sees it, 1 to 64.</param>
    /// <exception cref="ArgumentException">The model finds no boxes in such images; the message says why.</exception>
    public ImageDetector(ModelSlot slot, int width, int height, PixelFormat format, double? scoreThreshold, int threads)
    {
        DetectorOptions options = new() { ScoreThreshold = (float?)scoreThreshold, MostDetections = Detection2DArray.MaxDetections, ImageThreads = threads };
        if (!Detector.TryMake(slot, width, height, format, options, out Detector? detector, out string problem))
        {
            throw new ArgumentException(problem);
        }

        _detector = detector!;
        if (_detector.Kind is HeadKind.Classification or HeadKind.Segmentation or HeadKind.Keypoints)
        {
            _detector.Dispose();
            throw new ArgumentException($"its head '{HeadTable.WordOf(_detector.Kind)}' finds no boxes");
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> ModelDigest => _detector.ModelDigest;

    /// <inheritdoc/>
    public ExecutionProvider Provider => _detector.Provider;

    /// <inheritdoc/>
    public bool TryDetect(in ImageView image, Span<byte> inputDigest, out ReadOnlySpan<Detection> found)
    {
        bool isSearched = _detector.TryDetect(in image, out _);
        _detector.HashInput(inputDigest);
        found = _detector.Found.Items;
        return isSearched;
    }

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();
}
