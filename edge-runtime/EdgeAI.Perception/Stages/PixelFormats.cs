using EdgeAI.Perception.Images;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Perception.Stages;

/// <summary>Pixel formats by the names that images of cameras have for them (sensor_msgs/image_encodings.hpp).</summary>
public static class PixelFormats
{
    /// <summary>The format of a name.</summary>
    /// <param name="encoding">As <see cref="CameraImage.Encoding"/> says it.</param>
    /// <exception cref="ArgumentException">No kernel reads such pixels.</exception>
    public static PixelFormat Of(string encoding) => encoding switch
    {
        "rgb8" => PixelFormat.Rgb,
        "bgr8" => PixelFormat.Bgr,
        "mono8" => PixelFormat.Grey,
        "yuv422_yuy2" => PixelFormat.Yuyv,
        "nv12" => PixelFormat.Nv12,
        "i420" => PixelFormat.I420,
        _ => throw new ArgumentException($"no kernel reads images of '{encoding}'; a camera gives rgb8, bgr8, mono8, yuv422_yuy2 or nv12", nameof(encoding)),
    };
}
