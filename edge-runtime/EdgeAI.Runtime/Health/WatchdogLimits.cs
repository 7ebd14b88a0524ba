namespace EdgeAI.Runtime.Health;

/// <summary>How long a graph thread may be silent, that is not begin a step, before each level, nanoseconds, growing.</summary>
/// <param name="Warn">Before it is said.</param>
/// <param name="Degrade">Before stages go over to their alternatives.</param>
/// <param name="SafeState">Before the safe state is declared.</param>
public readonly record struct WatchdogLimits(long Warn, long Degrade, long SafeState);
