namespace EdgeAI.PowerCut;

/// <summary>How unkind the shim's disk is.</summary>
public sealed class PowerCutOptions
{
    /// <summary>The seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>The part of the unsynced writes that reach the real file early all the same, whole or torn, as a cache's write-back would have them.</summary>
    public double LeakedPart { get; init; } = 0.15;

    /// <summary>The longest pause within a sync, so that kills fall into it.</summary>
    public int MaximumSyncMilliseconds { get; init; } = 4;

    /// <summary>When it answers true, a write fails because the disk is full.</summary>
    public Func<bool>? IsFull { get; init; }

    /// <summary>When it answers true, a write fails because the disk may only be read.</summary>
    public Func<bool>? IsReadOnly { get; init; }

    /// <summary>When it answers true, a sync fails.</summary>
    public Func<bool>? FailsSync { get; init; }
}
