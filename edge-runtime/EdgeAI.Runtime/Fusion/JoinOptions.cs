namespace EdgeAI.Runtime.Fusion;

/// <summary>How a <see cref="ReproducibleJoin{TPrimary}"/> waits.</summary>
public sealed record JoinOptions
{
    /// <summary>The bounds of the primary samples that wait.</summary>
    public HistoryOptions Primary { get; init; } = new();

    /// <summary>How long a primary sample waits for its inputs from when it came, on the robot's timeline, in nanoseconds, above 0.</summary>
    public long PatienceNanoseconds { get; init; } = 200_000_000;
}
