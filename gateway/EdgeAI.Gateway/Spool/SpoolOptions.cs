using EdgeAI.Gateway.Policy;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool;

/// <summary>Where the spool lies and how much it may hold.</summary>
public sealed record SpoolOptions
{
    /// <summary>The folder; created when it does not exist. One gateway at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>The gateway's id, written into a new spool and compared with an old one's.</summary>
    public required string Gateway { get; init; }

    /// <summary>The bytes that records may occupy before room is made or further ones are refused. The journal (some MiB) and the reserve come on top.</summary>
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <summary>How much of which class is kept, and what happens when it cannot.</summary>
    public SpoolRetention Retention { get; init; } = new();

    /// <summary>The bytes of a file that is given up when the disk is full, so that dropping and declaring the loss find room; 0 for none.</summary>
    public int ReserveBytes { get; init; } = 32 << 20;

    /// <summary>The publishes that may wait for the writer before further ones are refused.</summary>
    public int QueueCapacity { get; init; } = 8192;

    /// <summary>The frames that one transaction takes at most; a robot batch is never split.</summary>
    public int MaximumGroupRecords { get; init; } = 4096;

    /// <summary>The bytes that one transaction takes at most, so that none takes long; a robot batch is never split.</summary>
    public int MaximumGroupBytes { get; init; } = 2 << 20;

    /// <summary>How long a publish may wait for others to share its transaction, besides those that came during the one before. Zero for not at all.</summary>
    public TimeSpan MaximumLinger { get; init; } = TimeSpan.Zero;

    /// <summary>The robots whose batches are remembered, for the spool's whole life; batches of further ones are refused.</summary>
    public int MaximumRobots { get; init; } = 4096;

    /// <summary>The damaged records that are kept for an inquiry; further ones are counted only.</summary>
    public int MaximumQuarantinedRows { get; init; } = 10_000;

    /// <summary>The key that signs the seals of what is stored (RECORDS.md, "Seals"); nothing for a spool that does not seal. Only its writer uses it.</summary>
    public IRecordSigner? Signer { get; init; }

    /// <summary>How long a record may wait for the seal that names it.</summary>
    public TimeSpan SealWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many records of a class bring a seal at once; 1 to <see cref="Seal.MaximumCount"/>.</summary>
    public int SealRecords { get; init; } = 256;

    /// <summary>UTC for the receipt and the age of records.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What of the offered frames is kept; nothing for all of them as they are.</summary>
    internal IRecordPolicy? Policy { get; init; }

    /// <summary>Who sees each record once it is on disk.</summary>
    internal IReadOnlyList<IStoredRecordObserver> Observers { get; init; } = [];

    /// <summary>The name of a registered SQLite VFS to use instead of the default: fault injection in tests.</summary>
    internal string? Vfs { get; init; }

    /// <summary>Leaves out every sync, so that the tests can show that they notice.</summary>
    internal bool WithoutSync { get; init; }

    /// <summary>Leaves the chains of seals where a transaction brought them that was rolled back, so that the tests can show that they notice.</summary>
    internal bool WithoutRewind { get; init; }

    /// <summary>SQLite's own cap on pages, so that tests meet its "full" as a full disk gives it; 0 for none.</summary>
    internal int MaximumPageCount { get; init; }

    /// <summary>Called on the writer's thread before each commit: tests hold or fail a commit here.</summary>
    internal Action? BeforeCommit { get; init; }

    /// <summary>Starts no thread: whoever opened the spool runs each transaction (<see cref="RecordSpool.Step"/>). For simulations that replay.</summary>
    internal bool IsStepped { get; init; }
}
