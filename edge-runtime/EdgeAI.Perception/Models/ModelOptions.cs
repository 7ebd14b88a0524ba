namespace EdgeAI.Perception.Models;

/// <summary>How a model is opened and run.</summary>
public sealed record ModelOptions
{
    /// <summary>Threads inside one inference, 1 to 64. One is fastest for models of this size and makes sums repeat bit for bit.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>The largest model file that is read, with the weights beside it, in bytes; a bound on memory, far above what the shipped models need.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Inferences on zeros before the first real one, 0 to 1000: the runtime allocates its arena in the first, and open outputs are measured.</summary>
    public int WarmUpRuns { get; init; } = 3;

    /// <summary>The shapes to bind by the name of an input or output, before those of the card; -1 for a size that nobody asks for.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes { get; init; } = new Dictionary<string, int[]>();

    /// <summary>Checks that every option is within its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Check()
    {
        InRange(IntraOpThreads, 1, 64, nameof(IntraOpThreads));
        InRange(WarmUpRuns, 0, 1000, nameof(WarmUpRuns));
        InRange(MaxFileBytes, 1, Array.MaxLength, nameof(MaxFileBytes));
    }

    private static void InRange(long value, long low, long high, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, low, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, high, name);
    }
}
