namespace EdgeAI.Profiles.Boards;

/// <summary>What waits for a board's link, and what gives way.</summary>
public sealed record SendQueueProfile
{
    /// <summary>How many bytes of frames wait at most.</summary>
    public required int Bytes { get; init; }

    /// <summary>Which frames a full queue drops.</summary>
    public required SendQueuePolicy Policy { get; init; }
}
