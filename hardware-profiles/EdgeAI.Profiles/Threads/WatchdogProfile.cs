namespace EdgeAI.Profiles.Threads;

/// <summary>How long a graph thread may be silent, that is not begin a step, before something is done about it.</summary>
public sealed record WatchdogProfile
{
    /// <summary>Then it is said, in milliseconds.</summary>
    public required double WarnMilliseconds { get; init; }

    /// <summary>Then stages that have a cheaper alternative go over to it, in milliseconds.</summary>
    public required double DegradeMilliseconds { get; init; }

    /// <summary>Then the robot declares its safe state, in milliseconds.</summary>
    public required double SafeStateMilliseconds { get; init; }
}
