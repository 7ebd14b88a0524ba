using System.Text.Json.Serialization;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>How the arguments of commands about artifacts are read: camel case, unknown properties refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ArtifactManifest))]
[JsonSerializable(typeof(ArtifactOrder))]
[JsonSerializable(typeof(RolloutStopRequest))]
public sealed partial class DownlinkJson : JsonSerializerContext;
