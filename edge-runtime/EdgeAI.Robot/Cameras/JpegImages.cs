using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Robot.Cameras;

/// <summary>Decodes cameras' JPEG images.</summary>
internal sealed class JpegImages : IImageDecoder
{
    public static JpegImages Open(string camera) => throw new Commands.CannotRunException(camera);

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> compressed, CameraImage image) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
