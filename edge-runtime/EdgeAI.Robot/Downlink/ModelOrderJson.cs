using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Robot.Downlink;

/// <summary>How the arguments of commands about models are read: camel case, unknown properties refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelOrder))]
internal sealed partial class ModelOrderJson : JsonSerializerContext
{
    /// <summary>Reads an order; null where it is none. Never throws.</summary>
    public static ModelOrder? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.ModelOrder) is { Name.Length: > 0 } order ? order : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
