using System.Text.Json;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// The position that a device tells the gateway on its topic, <c>{"latitude":..,"longitude":..,"accuracyMetres":..}</c>. Kept in memory
/// only: after a restart it is unknown until it is told again, which keeps back what a geofence guards.
/// </summary>
internal sealed class ReportedPosition : IPositionSource, ILocalPublishHandler
{
    private const int MaximumBytes = 1024;

    private readonly string _topic;
    private readonly long _maximumAge;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private GeoPosition _position;
    private long _toldUtc = long.MinValue;

    /// <param name="site">The site's id.</param>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="maximumAge">How old a position may be.</param>
    /// <param name="time">UTC, for the age.</param>
    public ReportedPosition(string site, string gateway, TimeSpan maximumAge, TimeProvider time)
    {
        _topic = TopicOf(site, gateway);
        _maximumAge = maximumAge.Ticks * TimeSpan.NanosecondsPerTick;
        _time = time;
    }

    /// <summary>Where a gateway is told its position.</summary>
    public static string TopicOf(string site, string gateway) => $"edgeai/v1/{site}/{gateway}/position";

    public bool TryGet(long utcNanoseconds, out GeoPosition position)
    {
        lock (_gate)
        {
            position = _position;

            // A clock that went back has made the age unknowable: the position is, too.
            return _toldUtc != long.MinValue && utcNanoseconds >= _toldUtc - _maximumAge && utcNanoseconds - _toldUtc <= _maximumAge;
        }
    }

    public bool Handles(ReadOnlySpan<char> topic) => topic.SequenceEqual(_topic);

    public Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
        => Task.FromResult(TryTell(payload.Span) ? null : "no position: write {\"latitude\":52.5,\"longitude\":13.4,\"accuracyMetres\":5}");

    /// <summary>Takes one position; false, and nothing changed, where the bytes are none.</summary>
    public bool TryTell(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumBytes || !TryRead(json, out GeoPosition position))
        {
            return false;
        }

        lock (_gate)
        {
            _position = position;
            _toldUtc = Utc.Nanoseconds(_time);
        }

        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> json, out GeoPosition position)
    {
        position = default;
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !TryNumber(root, "latitude", out double latitude) || !TryNumber(root, "longitude", out double longitude))
            {
                return false;
            }

            double accuracy = 0;
            position = new GeoPosition(latitude, longitude, accuracy);
            if (root.TryGetProperty("accuracyMetres", out _))
            {
                if (!TryNumber(root, "accuracyMetres", out accuracy))
                {
                    return false;
                }

                position = position with { AccuracyMetres = accuracy };
            }

            return position.IsValid;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryNumber(JsonElement root, string name, out double value)
    {
        value = 0;
        return root.TryGetProperty(name, out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out value);
    }
}
