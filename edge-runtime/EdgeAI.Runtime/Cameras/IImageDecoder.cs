using EdgeAI.Runtime.Messages;

namespace EdgeAI.Runtime.Cameras;

/// <summary>Makes an image of a compressed one, for one thread. Allocates nothing per image; never throws for what the bytes are.</summary>
public interface IImageDecoder : IDisposable
{
    /// <summary>Decodes an image.</summary>
    /// <param name="compressed">The compressed image; any bytes.</param>
    /// <param name="image">Takes the pixels; its shape is the camera's and stays.</param>
    /// <returns>False, and the image undefined, for bytes that are no image of that shape.</returns>
    bool TryDecode(ReadOnlySpan<byte> compressed, CameraImage image);
}
