using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Sanity;

/// <summary>Reads input.json without reflection; a null where it needs a value is an error.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(InputStatisticsDocument))]
internal sealed partial class InputStatisticsJson : JsonSerializerContext;
