using EdgeAI.Profiles.Cameras;
using EdgeAI.Runtime.Cameras;

namespace EdgeAI.Robot.Cameras;

/// <summary>What a profile's cameras give.</summary>
internal static class CameraShapes
{
    /// <summary>The shape of a camera's images.</summary>
    public static CameraShape Of(CameraProfile camera) => new(camera.Width, camera.Height, camera.IsCompressed ? CameraShape.Jpeg : camera.Format switch
    {
        CameraFormat.Nv12 => "nv12",
        CameraFormat.Grey => "mono8",
        CameraFormat.Rgb3 => "rgb8",
        CameraFormat.Bgr3 => "bgr8",
        _ => "yuv422_yuy2",
    });
}
