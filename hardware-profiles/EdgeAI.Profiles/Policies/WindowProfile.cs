namespace EdgeAI.Profiles.Policies;

/// <summary>Frames of one stream whose stamps lie in one tumbling window leave as a single frame.</summary>
public sealed record WindowProfile
{
    /// <summary>The window's length in seconds; windows begin at whole multiples of it since 1970.</summary>
    public required double Seconds { get; init; }

    /// <summary>What of the frames' values leaves.</summary>
    public required WindowStatistic Keeps { get; init; }
}
