using System.Text.Json.Serialization;

namespace EdgeAI.Profiles.Gateways;

/// <summary>The seals by which anyone can tell that no record is missing or altered (gateway/RECORDS.md, "Seals").</summary>
public sealed record SealProfile
{
    /// <summary>What hashes and signs.</summary>
    public required SealSuite Suite { get; init; }

    /// <summary>How long a record may wait for the seal that names it.</summary>
    [JsonPropertyName("withinMs")]
    public required int WithinMilliseconds { get; init; }

    /// <summary>How many records of a class bring a seal at once.</summary>
    public required int Records { get; init; }

    /// <summary>The file of the gateway's signing key, relative to the working folder; null: signing.pem in the spool's folder.</summary>
    public string? Key { get; init; }
}
