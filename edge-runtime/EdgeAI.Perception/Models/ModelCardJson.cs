using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Models;

/// <summary>Reads card.json without reflection; a null where the card needs a value is an error.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
