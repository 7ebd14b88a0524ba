using System.Text.Json.Serialization;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Profiles;

/// <summary>Turns a checked profile document into records, by code generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(BoardProfile))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
