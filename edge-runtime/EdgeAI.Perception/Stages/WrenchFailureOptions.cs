namespace EdgeAI.Perception.Stages;

/// <summary>When a wrist's readings make a window.</summary>
public sealed record WrenchFailureOptions
{
    /// <summary>
    /// Time between two readings, in nanoseconds, more than zero. 21 ms: 15 samples span the 315 ms of the training data
    /// (UCI Robot Execution Failures, "Feature information").
    /// </summary>
    public long SamplePeriodNanoseconds { get; init; } = 21_000_000;

    /// <summary>The longest time between two readings of one window, in periods, 1 to 100: one lost reading would already show as a hole in the sequence.</summary>
    public double LongestGapPeriods { get; init; } = 2.5;
}
