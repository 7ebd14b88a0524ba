using System.Text.Json;

namespace EdgeAI.Profiles.Policies;

/// <summary>What of the records may leave the gateway, and in which shape. The first rule that matches a frame decides.</summary>
public sealed record PolicyProfile
{
    /// <summary>The policy's number, 1 or more: each governed record carries it, and a changed policy needs the next one.</summary>
    public required int Revision { get; init; }

    /// <summary>How often the counts of withheld frames are reported, in seconds, 1 to 60.</summary>
    public required int ReportSeconds { get; init; }

    /// <summary>Where the gateway and its robots stand, for geofences; null where robots move and tell where they are.</summary>
    public PlaceProfile? Position { get; init; }

    /// <summary>How old a told position may be before it counts as unknown, in seconds.</summary>
    public required double PositionMaximumAgeSeconds { get; init; }

    /// <summary>The rules, the first that matches first.</summary>
    public required IReadOnlyList<PolicyRuleProfile> Rules { get; init; }

    /// <summary>The policy as one line of JSON that is the same for the same policy: what its digest is taken of.</summary>
    public byte[] ToCanonicalJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProfileJsonContext.Default.PolicyProfile);
}
