namespace EdgeAI.Perception.Store;

/// <summary>How a model store is kept.</summary>
public sealed record StoreOptions
{
    /// <summary>The most bytes that all objects take together; adding beyond it is refused.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>The largest file that is taken, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>The most files that a model's folder may have.</summary>
    public int MaxFiles { get; init; } = 64;

    /// <summary>The log begins anew above this many bytes; the one before is kept.</summary>
    public long MaxLogBytes { get; init; } = 8L << 20;
}
