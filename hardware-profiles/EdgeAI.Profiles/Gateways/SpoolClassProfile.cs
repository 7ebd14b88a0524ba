namespace EdgeAI.Profiles.Gateways;

/// <summary>How much of one class the spool keeps.</summary>
public sealed record SpoolClassProfile
{
    /// <summary>Room that no other class may take, in megabytes (10^6 bytes).</summary>
    public required int ReservedMegabytes { get; init; }

    /// <summary>The most that the class's records take, in megabytes (10^6 bytes); null: no bound of its own.</summary>
    public int? MaximumMegabytes { get; init; }

    /// <summary>How long a record is kept from its receipt on, in hours; null: for ever.</summary>
    public double? MaximumAgeHours { get; init; }
}
