using System.Collections.Immutable;

namespace EdgeAI.Gateway.Spool;

/// <summary>What the spool holds and has done since it was opened.</summary>
public sealed record SpoolStatistics
{
    /// <summary>The records that wait for the upstream's acknowledgement.</summary>
    public long Depth { get; init; }

    /// <summary>What waits of each class, safety first.</summary>
    public ImmutableArray<LaneStatistics> Lanes { get; init; } = [];

    /// <summary>The bytes of the database pages in use, without the journal.</summary>
    public long Bytes { get; init; }

    /// <summary>The highest sequence on disk; 0 when nothing was ever stored.</summary>
    public long LastSequence { get; init; }

    /// <summary>The highest sequence below which nothing waits any more, in no lane.</summary>
    public long TrimmedSequence { get; init; }

    /// <summary>The records stored since the start.</summary>
    public long RecordsStored { get; init; }

    /// <summary>The publishes whose batch number was already on disk.</summary>
    public long BatchesAlreadyStored { get; init; }

    /// <summary>The transactions that reached the disk.</summary>
    public long Commits { get; init; }

    /// <summary>The transactions that failed and were rolled back.</summary>
    public long FailedCommits { get; init; }

    /// <summary>The publishes stored by all transactions together: divided by <see cref="Commits"/>, the mean group.</summary>
    public long PublishesStored { get; init; }

    /// <summary>The publishes that the writer was given and has not settled yet.</summary>
    public long InWriter { get; init; }

    /// <summary>The publishes that the writer has settled: stored, found stored already, or refused.</summary>
    public long Settled { get; init; }

    /// <summary>The most records that one transaction took.</summary>
    public int LargestGroup { get; init; }

    /// <summary>The publishes refused because the spool or the disk was full.</summary>
    public long RefusedFull { get; init; }

    /// <summary>The publishes refused because too many waited for the writer.</summary>
    public long RefusedQueueFull { get; init; }

    /// <summary>The publishes refused because the disk or the file failed.</summary>
    public long RefusedDiskError { get; init; }

    /// <summary>The batches refused because their number was too old to tell whether they are stored.</summary>
    public long RefusedTooOld { get; init; }

    /// <summary>The batches refused because the spool remembers as many robots as it may.</summary>
    public long RefusedTooManyRobots { get; init; }

    /// <summary>The batches refused because an earlier one of the same robot boot was refused and did not come again.</summary>
    public long RefusedOutOfOrder { get; init; }

    /// <summary>The records that no seal names yet; none in a spool that does not seal.</summary>
    public long Unsealed { get; init; }

    /// <summary>How many chains of seals began again since the start, because where they stood was damaged or not known.</summary>
    public long ChainsBegunAgain { get; init; }

    /// <summary>The records set aside because they no longer say what was received, over the spool's whole life.</summary>
    public long Quarantined { get; init; }

    /// <summary>The records declared lost, over the spool's whole life: dropped for room or age, damaged, or on pages that cannot be read.</summary>
    public long Lost { get; init; }

    /// <summary>Whether the file can be trusted.</summary>
    public SpoolCondition Condition { get; init; }

    /// <summary>What became of a file that was too damaged to go on with, in one line; empty when none was since the start.</summary>
    public string Salvaged { get; init; } = "";

    /// <summary>The last error in one line; empty when there was none.</summary>
    public string LastError { get; init; } = "";
}
