namespace EdgeAI.Perception.Store;

/// <summary>One variant on one execution provider, measured.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Provider">The execution provider that ran it.</param>
/// <param name="P50Microseconds">The median inference, microseconds.</param>
/// <param name="P99Microseconds">What 99 in 100 inferences do not exceed, microseconds.</param>
/// <param name="PerSecond">Inferences a second, one after the other.</param>
/// <param name="MemoryBytes">By how much the process grew when it was opened.</param>
/// <param name="Loss">How far its answers are from the original's: 1 less the agreement, or the accuracy lost where there are labels.</param>
/// <param name="Fits">Whether the loss is within what was asked.</param>
/// <param name="IsChosen">Whether it is the fastest of those that fit.</param>
public sealed record BenchRow(string Variant, string Provider, double P50Microseconds, double P99Microseconds, double PerSecond, long MemoryBytes, double Loss, bool Fits, bool IsChosen);
