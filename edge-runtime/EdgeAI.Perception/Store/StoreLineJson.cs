using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Store;

/// <summary>Reads and writes the lines of a store's log, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(StoreRecord))]
internal sealed partial class StoreLineJson : JsonSerializerContext;
