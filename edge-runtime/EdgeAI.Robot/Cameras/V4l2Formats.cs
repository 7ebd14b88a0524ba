using EdgeAI.Profiles.Cameras;

namespace EdgeAI.Robot.Cameras;

/// <summary>The four characters by which Linux knows a format (linux/videodev2.h).</summary>
internal static class V4l2Formats
{
    /// <summary>A format's characters.</summary>
    public static string Of(CameraFormat format) => format switch
    {
        CameraFormat.Yuyv => "YUYV",
        CameraFormat.Nv12 => "NV12",
        CameraFormat.Mjpeg => "MJPG",
        CameraFormat.Grey => "GREY",
        CameraFormat.Rgb3 => "RGB3",
        CameraFormat.Bgr3 => "BGR3",
        _ => throw new InvalidOperationException($"the format '{format}' is known to profiles and not to the robot"),
    };
}
