namespace EdgeAI.Profiles.Gateways;

/// <summary>What each class of records may take of the spool.</summary>
public sealed record SpoolClassesProfile
{
    /// <summary>Never dropped for room.</summary>
    public SpoolClassProfile? Safety { get; init; }

    /// <summary>Dropped for room after telemetry.</summary>
    public SpoolClassProfile? Event { get; init; }

    /// <summary>Dropped for room after bulk.</summary>
    public SpoolClassProfile? Telemetry { get; init; }

    /// <summary>Dropped for room first.</summary>
    public SpoolClassProfile? Bulk { get; init; }
}
