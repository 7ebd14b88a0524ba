using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeAI.Perception.Store;

namespace EdgeAI.Robot.Models;

/// <summary>What the commands print for machines.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelRef[]))]
[JsonSerializable(typeof(StoreRecord[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(BenchRow[]))]
[JsonSerializable(typeof(GateVerdict))]
internal sealed partial class ModelsJson : JsonSerializerContext;
