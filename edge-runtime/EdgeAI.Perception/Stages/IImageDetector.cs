using EdgeAI.Device.Messages;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Stages;

/// <summary>Finds things in images of one shape. Allocates nothing per image; not thread safe.</summary>
public interface IImageDetector : IDisposable
{
    /// <summary>SHA-256 of the model file.</summary>
    ReadOnlySpan<byte> ModelDigest { get; }

    /// <summary>Where the model runs.</summary>
    ExecutionProvider Provider { get; }

    /// <summary>Searches an image.</summary>
    /// <param name="image">The image, of the shape that the detector was made for.</param>
    /// <param name="inputDigest">Takes the SHA-256 of the model's input, 32 bytes.</param>
    /// <param name="found">What was found, most certain first, in the image's pixels; valid until the next search.</param>
    /// <returns>False for an image of another shape, or one on which the model failed.</returns>
    bool TryDetect(in ImageView image, Span<byte> inputDigest, out ReadOnlySpan<Detection> found);
}
