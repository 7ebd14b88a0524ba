using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Store;

/// <summary>Reads and writes a store's files, indented, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ModelRef))]
[JsonSerializable(typeof(ModelGate))]
internal sealed partial class StoreJson : JsonSerializerContext;
