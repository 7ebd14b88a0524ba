namespace EdgeAI.Gateway.Spool;

/// <summary>Where the spool lies and how much it may hold.</summary>
public sealed record SpoolOptions
{
    /// <summary>The folder; created when it does not exist. One gateway at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>The gateway's id, written into a new spool and compared with an old one's.</summary>
    public required string Gateway { get; init; }

    /// <summary>The bytes that records may occupy before further ones are refused. The journal (some MiB) comes on top.</summary>
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <summary>The publishes that may wait for the writer before further ones are refused.</summary>
    public int QueueCapacity { get; init; } = 8192;

    /// <summary>The frames that one transaction takes at most; a robot batch is never split.</summary>
    public int MaximumGroupRecords { get; init; } = 4096;

    /// <summary>The robots whose batches are remembered, for the spool's whole life; batches of further ones are refused.</summary>
    public int MaximumRobots { get; init; } = 4096;

    /// <summary>The damaged records that are kept for an inquiry; further ones are counted only.</summary>
    public int MaximumQuarantinedRows { get; init; } = 10_000;

    /// <summary>UTC for the receipt of records.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name of a registered SQLite VFS to use instead of the default: fault injection in tests.</summary>
    internal string? Vfs { get; init; }

    /// <summary>Leaves out every sync, so that the tests can show that they notice.</summary>
    internal bool WithoutSync { get; init; }

    /// <summary>SQLite's own cap on pages, so that tests meet its "full" as a full disk gives it; 0 for none.</summary>
    internal int MaximumPageCount { get; init; }

    /// <summary>Called on the writer's thread before each commit: tests hold or fail a commit here.</summary>
    internal Action? BeforeCommit { get; init; }
}
