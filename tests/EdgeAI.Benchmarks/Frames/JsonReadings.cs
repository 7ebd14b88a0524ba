using System.Text.Json.Serialization;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>The source-generated serializer: System.Text.Json at its fastest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonForce))]
[JsonSerializable(typeof(JsonTactile))]
[JsonSerializable(typeof(JsonImage))]
[JsonSerializable(typeof(JsonImu))]
[JsonSerializable(typeof(JsonRange))]
[JsonSerializable(typeof(JsonScalar))]
internal sealed partial class JsonReadings : JsonSerializerContext;
