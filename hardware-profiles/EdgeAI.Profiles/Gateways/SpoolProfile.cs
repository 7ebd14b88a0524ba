namespace EdgeAI.Profiles.Gateways;

/// <summary>The gateway's durable store on disk (gateway/SPOOL.md).</summary>
public sealed record SpoolProfile
{
    /// <summary>The folder that holds the spool, relative to the working folder; created where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The most that the records take on disk, in megabytes (10^6 bytes).</summary>
    public required int MaximumMegabytes { get; init; }

    /// <summary>How long a publish may wait for others to share its transaction, besides those that came during the one before.</summary>
    public required double LingerMilliseconds { get; init; }

    /// <summary>drop-oldest: makes room, bulk first and safety never, and declares each loss. refuse: refuses what comes.</summary>
    public required FullSpoolHandling WhenFull { get; init; }

    /// <summary>start-new: a file that cannot be opened is kept aside and declared lost. stop: the gateway does not start.</summary>
    public required DamagedSpoolHandling WhenDamaged { get; init; }

    /// <summary>What each class of records may take of the spool.</summary>
    public SpoolClassesProfile? Classes { get; init; }
}
