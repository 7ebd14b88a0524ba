using EdgeAI.Device.Messages;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Stages;

/// <summary>A detector out of a model folder, for images of one shape.</summary>
public sealed class ImageDetector : IImageDetector
{
    /// <summary>Makes the detector.</summary>
    public ImageDetector(Model model, int width, int height, PixelFormat format, double? scoreThreshold)
    {
        throw new ArgumentException("not yet");
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> ModelDigest => default;

    /// <inheritdoc/>
    public ExecutionProvider Provider => default;

    /// <inheritdoc/>
    public bool TryDetect(in ImageView image, Span<byte> inputDigest, out ReadOnlySpan<Detection> found)
    {
        found = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
