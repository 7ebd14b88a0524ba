using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Cameras;

/// <summary>In which form a camera's images may leave the robot's process.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ImagesLeaving>))]
public enum ImagesLeaving
{
    /// <summary>In none: only what stages say of them leaves.</summary>
    None,

    /// <summary>As the camera compressed them.</summary>
    Compressed,

    /// <summary>As the pixels that stages get.</summary>
    Raw,
}
