using System.Text.Json.Serialization;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>The source-generated serializer: System.Text.Json at its fastest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonReading))]
internal sealed partial class JsonReadings : JsonSerializerContext;
