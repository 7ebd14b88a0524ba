namespace EdgeAI.Profiles.Boards;

/// <summary>The way from a board to the robot.</summary>
public sealed record LinkProfile
{
    /// <summary>How the frames travel.</summary>
    public required LinkKind Kind { get; init; }

    /// <summary>How many bytes the link holds before it is full, in bytes.</summary>
    public required int CapacityBytes { get; init; }

    /// <summary>The longest time that a frame spends on the link, in microseconds: a part of the uncertainty of every stamp.</summary>
    public required int LatencyBoundMicroseconds { get; init; }
}
