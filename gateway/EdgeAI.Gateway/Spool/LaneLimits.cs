namespace EdgeAI.Gateway.Spool;

/// <summary>How much of one class the spool keeps.</summary>
public sealed record LaneLimits
{
    /// <summary>The bytes that no other class may take: they are room for this one, and its records are not dropped for others while they need no more.</summary>
    public long ReservedBytes { get; init; }

    /// <summary>The bytes that the class's records may occupy; no bound of its own unless said.</summary>
    public long MaximumBytes { get; init; } = long.MaxValue;

    /// <summary>How long a record is kept from its receipt on; for ever unless said.</summary>
    public TimeSpan? MaximumAge { get; init; }
}
