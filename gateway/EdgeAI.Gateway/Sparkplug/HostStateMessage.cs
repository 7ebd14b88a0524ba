using System.Text.Json;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>What a host application says of itself (Sparkplug 3.0.0, 6.4.27): JSON with <c>online</c> and <c>timestamp</c>.</summary>
/// <param name="Online">Whether it is online.</param>
/// <param name="Timestamp">When its connection began, in milliseconds since 1970-01-01T00:00:00 UTC: tells a late message of an older connection.</param>
internal readonly record struct HostStateMessage(bool Online, ulong Timestamp)
{
    private const int MaximumLength = 4096;

    /// <summary>Reads a message; false where it is none. Other members are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out HostStateMessage message)
    {
        message = default;
        if (json.Length > MaximumLength)
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(json);
            JsonElement root = JsonElement.ParseValue(ref reader);
            if (root.ValueKind != JsonValueKind.Object || reader.BytesConsumed != json.Length
                || !root.TryGetProperty("online"u8, out JsonElement online) || online.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                || !root.TryGetProperty("timestamp"u8, out JsonElement timestamp) || timestamp.ValueKind != JsonValueKind.Number || !timestamp.TryGetUInt64(out ulong milliseconds))
            {
                return false;
            }

            message = new HostStateMessage(online.GetBoolean(), milliseconds);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
