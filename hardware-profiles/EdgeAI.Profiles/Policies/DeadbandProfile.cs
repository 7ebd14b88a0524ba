namespace EdgeAI.Profiles.Policies;

/// <summary>A frame leaves when one of the fields moved by more than its bound since the last one that left, or when that was long ago.</summary>
public sealed record DeadbandProfile
{
    /// <summary>After how long a frame leaves whatever it says, in seconds, by the stamps.</summary>
    public required double HeartbeatSeconds { get; init; }

    /// <summary>The fields that are watched.</summary>
    public required IReadOnlyList<DeadbandFieldProfile> Fields { get; init; }
}
