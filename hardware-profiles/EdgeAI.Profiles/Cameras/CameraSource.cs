using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Cameras;

/// <summary>Where a camera's images come from.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CameraSource>))]
public enum CameraSource
{
    /// <summary>A device of Linux, by Video4Linux.</summary>
    V4l2,

    /// <summary>A folder of JPEG files, in the order of their names.</summary>
    Files,

    /// <summary>Images that are drawn, for a robot whose world is simulated.</summary>
    TestPattern,
}
