using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// The positions that robots tell on their own topics, <c>{"latitude":..,"longitude":..,"accuracyMetres":..}</c>. Kept in memory only:
/// after a restart they are unknown until they are told again, which keeps back what a geofence guards.
/// </summary>
internal sealed class RobotPositions : IPositionSource, ILocalPublishHandler
{
    private const int MaximumBytes = 1024;
    private const int MaximumRobots = 4096;
    private const string Suffix = "/position";
    private const string Refusal = "no position: write {\"latitude\":52.5,\"longitude\":13.4,\"accuracyMetres\":5}";

    private readonly string _prefix;
    private readonly long _maximumAge;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (GeoPosition Position, long ToldUtc)> _told = new(RobotNameComparer.Instance);
    private readonly Dictionary<string, (GeoPosition Position, long ToldUtc)>.AlternateLookup<ReadOnlySpan<byte>> _toldByAscii;

    /// <param name="site">The site's id.</param>
    /// <param name="maximumAge">How old a position may be.</param>
    /// <param name="time">UTC, for the age.</param>
    public RobotPositions(string site, TimeSpan maximumAge, TimeProvider time)
    {
        _prefix = $"edgeai/v1/{site}/";
        _maximumAge = maximumAge.Ticks * TimeSpan.NanosecondsPerTick;
        _time = time;
        _toldByAscii = _told.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool TryGet(ReadOnlySpan<byte> robot, long utcNanoseconds, out GeoPosition position)
    {
        lock (_told)
        {
            bool known = _toldByAscii.TryGetValue(robot, out (GeoPosition Position, long ToldUtc) told);
            position = told.Position;

            // A clock that went back has made the age unknowable: the position is, too.
            return known && Math.Abs(utcNanoseconds - told.ToldUtc) <= _maximumAge;
        }
    }

    public bool Handles(ReadOnlySpan<char> topic) => RobotOf(topic) is { IsEmpty: false };

    public Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
        => Task.FromResult(TryTell(RobotOf(topic).ToString(), payload.Span, out string? reason) ? null : reason);

    /// <summary>Takes one position; false, nothing changed and the reason where the bytes are none, or too many robots tell theirs.</summary>
    public bool TryTell(string robot, ReadOnlySpan<byte> json, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        if (json.Length > MaximumBytes || !TryRead(json, out GeoPosition position))
        {
            reason = Refusal;
            return false;
        }

        lock (_told)
        {
            if (_told.Count >= MaximumRobots && !_told.ContainsKey(robot))
            {
                reason = $"{MaximumRobots} robots tell their position already";
                return false;
            }

            _told[robot] = (position, Utc.Nanoseconds(_time));
            return true;
        }
    }

    private ReadOnlySpan<char> RobotOf(ReadOnlySpan<char> topic)
    {
        if (topic.Length <= _prefix.Length + Suffix.Length || !topic.StartsWith(_prefix, StringComparison.Ordinal) || !topic.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return [];
        }

        ReadOnlySpan<char> robot = topic[_prefix.Length..^Suffix.Length];
        return Identifier.IsValid(robot) ? robot : [];
    }

    private static bool TryRead(ReadOnlySpan<byte> json, out GeoPosition position)
    {
        position = default;
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            double accuracy = 0;
            if (root.ValueKind != JsonValueKind.Object
                || !TryNumber(root, "latitude", out double latitude)
                || !TryNumber(root, "longitude", out double longitude)
                || (root.TryGetProperty("accuracyMetres", out _) && !TryNumber(root, "accuracyMetres", out accuracy)))
            {
                return false;
            }

            position = new GeoPosition(latitude, longitude, accuracy);
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
