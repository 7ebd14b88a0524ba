using System.Text.Json.Serialization;

namespace EdgeAI.City.Operation;

/// <summary>The status page as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CityStatus))]
internal sealed partial class CityJson : JsonSerializerContext;
