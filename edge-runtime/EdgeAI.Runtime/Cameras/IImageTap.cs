using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Cameras;

/// <summary>Hears the images of cameras whose images may leave the process.</summary>
public interface IImageTap
{
    /// <summary>Hears an image, borrowed for the length of the call. On the camera's thread; allocates nothing and waits for nobody's disk or network.</summary>
    void Hear(in Sample<CameraImage> sample);

    /// <summary>Hears a compressed image, before it is decoded.</summary>
    void Hear(in Sample<CompressedImage> sample);
}
