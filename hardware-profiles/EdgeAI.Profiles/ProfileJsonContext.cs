using System.Text.Json.Serialization;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Policies;

namespace EdgeAI.Profiles;

/// <summary>Turns a checked profile document into records, by code generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(BoardProfile))]
[JsonSerializable(typeof(PolicyProfile))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
