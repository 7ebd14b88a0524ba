namespace EdgeAI.Perception.Images;

/// <summary>How an image's bytes are its pixels, with the name that sensor_msgs/image_encodings.hpp has for it.</summary>
public enum PixelFormat
{
    /// <summary>Red, green, blue, a byte each (rgb8).</summary>
    Rgb,

    /// <summary>Blue, green, red, a byte each (bgr8).</summary>
    Bgr,

    /// <summary>One byte of brightness (mono8).</summary>
    Grey,

    /// <summary>Y0 U Y1 V for two pixels, BT.601 limited range (yuv422_yuy2).</summary>
    Yuyv,

    /// <summary>A plane of Y, then one of U and V in turn at half the size both ways, BT.601 limited range (nv12).</summary>
    Nv12,

    /// <summary>A plane of Y, then one of U, then one of V at half the size both ways, BT.601 limited range (i420).</summary>
    I420,
}
