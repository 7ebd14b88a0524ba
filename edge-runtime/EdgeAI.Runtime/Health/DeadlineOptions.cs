namespace EdgeAI.Runtime.Health;

/// <summary>A stage's deadline and what is done when it misses it.</summary>
/// <param name="LimitNanoseconds">From the input's stamp to the end of the stage's work on it.</param>
/// <param name="Policy">What is done about a miss.</param>
/// <param name="CalmNanoseconds">How long there must be no miss before a degraded stage decides again.</param>
public readonly record struct DeadlineOptions(long LimitNanoseconds, MissPolicy Policy, long CalmNanoseconds);
