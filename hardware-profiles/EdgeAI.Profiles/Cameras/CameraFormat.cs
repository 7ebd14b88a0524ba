using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Cameras;

/// <summary>The formats that a device is asked for, by the names that Linux has for them.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CameraFormat>))]
public enum CameraFormat
{
    /// <summary>Y0 U Y1 V for two pixels.</summary>
    Yuyv,

    /// <summary>A plane of Y, then one of U and V in turn at half the size both ways.</summary>
    Nv12,

    /// <summary>A JPEG an image.</summary>
    Mjpeg,

    /// <summary>A byte of brightness.</summary>
    Grey,

    /// <summary>Red, green, blue, a byte each.</summary>
    Rgb3,

    /// <summary>Blue, green, red, a byte each.</summary>
    Bgr3,
}
