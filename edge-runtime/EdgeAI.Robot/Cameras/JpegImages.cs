using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Robot.Cameras;

/// <summary>Decodes cameras' JPEG images.</summary>
internal sealed class JpegImages : IImageDecoder
{
    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> compressed, CameraImage image) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
