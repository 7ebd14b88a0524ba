using System.Text.Json.Serialization;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>What an artifact is (DOWNLINK.md, "Artifacts").</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArtifactKind>))]
public enum ArtifactKind
{
    /// <summary>A model for the robots' stores: a tar of its folder, or one ONNX file.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>One file that lies ready for the robot's next start.</summary>
    [JsonStringEnumMemberName("configuration")]
    Configuration,
}
