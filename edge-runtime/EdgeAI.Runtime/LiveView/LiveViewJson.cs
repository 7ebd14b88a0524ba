using System.Text.Json.Serialization;

namespace EdgeAI.Runtime.LiveView;

/// <summary>Turns the protocol's text messages into JSON and back, by code generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16)]
[JsonSerializable(typeof(LiveViewText.Request))]
[JsonSerializable(typeof(LiveViewText.ServerInfo))]
[JsonSerializable(typeof(LiveViewText.Status))]
[JsonSerializable(typeof(LiveViewText.Advertise))]
[JsonSerializable(typeof(LiveViewText.AdvertiseServices))]
[JsonSerializable(typeof(LiveViewText.ParameterValues))]
[JsonSerializable(typeof(LiveViewText.ServiceCallFailure))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class LiveViewJson : JsonSerializerContext;
