namespace EdgeAI.Gateway.Spool;

/// <summary>The spool's counters: the writer's thread and the publishers count, anyone reads.</summary>
internal sealed class SpoolCounters
{
    public long Bytes;
    public long LastSequence;
    public long TrimmedSequence;
    public long RecordsStored;
    public long BatchesAlreadyStored;
    public long Commits;
    public long FailedCommits;
    public long PublishesStored;
    public long RefusedFull;
    public long RefusedQueueFull;
    public long RefusedDiskError;
    public long RefusedTooOld;
    public long RefusedTooManyRobots;
    public long Quarantined;
    public long Lost;
    public volatile bool KeptRows;

    /// <summary>The set-aside and the lost records above the trimmed sequence: they leave holes in what waits.</summary>
    public long QuarantinedWaiting;
    public int LargestGroup;
    public volatile string LastError = "";

    public long Depth => Math.Max(0, Interlocked.Read(ref LastSequence) - Interlocked.Read(ref TrimmedSequence) - Interlocked.Read(ref QuarantinedWaiting));

    public void CountRefusal(StoreStatus status)
    {
        switch (status)
        {
            case StoreStatus.Full:
                Interlocked.Increment(ref RefusedFull);
                break;
            case StoreStatus.QueueFull:
                Interlocked.Increment(ref RefusedQueueFull);
                break;
            case StoreStatus.DiskError:
                Interlocked.Increment(ref RefusedDiskError);
                break;
            case StoreStatus.BatchTooOld:
                Interlocked.Increment(ref RefusedTooOld);
                break;
            case StoreStatus.TooManyRobots:
                Interlocked.Increment(ref RefusedTooManyRobots);
                break;
            default:
                break;
        }
    }

    public SpoolStatistics Snapshot() => new()
    {
        Depth = Depth,
        Bytes = Interlocked.Read(ref Bytes),
        LastSequence = Interlocked.Read(ref LastSequence),
        TrimmedSequence = Interlocked.Read(ref TrimmedSequence),
        RecordsStored = Interlocked.Read(ref RecordsStored),
        BatchesAlreadyStored = Interlocked.Read(ref BatchesAlreadyStored),
        Commits = Interlocked.Read(ref Commits),
        FailedCommits = Interlocked.Read(ref FailedCommits),
        PublishesStored = Interlocked.Read(ref PublishesStored),
        LargestGroup = Volatile.Read(ref LargestGroup),
        RefusedFull = Interlocked.Read(ref RefusedFull),
        RefusedQueueFull = Interlocked.Read(ref RefusedQueueFull),
        RefusedDiskError = Interlocked.Read(ref RefusedDiskError),
        RefusedTooOld = Interlocked.Read(ref RefusedTooOld),
        RefusedTooManyRobots = Interlocked.Read(ref RefusedTooManyRobots),
        Quarantined = Interlocked.Read(ref Quarantined),
        Lost = Interlocked.Read(ref Lost),
        Condition = KeptRows || Interlocked.Read(ref Lost) > 0 ? SpoolCondition.PagesDamaged : SpoolCondition.Sound,
        LastError = LastError,
    };
}
