namespace EdgeAI.Perception.Models;

/// <summary>How a model is opened and run.</summary>
public sealed record ModelOptions
{
    /// <summary>Threads inside one inference, 1 to 64. One is fastest for models of this size and makes sums repeat bit for bit.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>The largest model file that is read, in bytes; a bound on memory, far above what the shipped models need.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Inferences on zeros before the first real one, 1 to 1000: the runtime allocates its arena in the first.</summary>
    public int WarmUpRuns { get; init; } = 3;
}
