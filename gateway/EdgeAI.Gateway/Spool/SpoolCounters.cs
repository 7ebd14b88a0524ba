using System.Collections.Immutable;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>The spool's counters: the writer's thread and the publishers count, anyone reads.</summary>
internal sealed class SpoolCounters(SpoolSegments segments)
{
    private SpoolSegments _segments = segments;

    public long Bytes;
    public long LastSequence;
    public long RecordsStored;
    public long BatchesAlreadyStored;
    public long Commits;
    public long FailedCommits;
    public long PublishesStored;
    public long Taken;
    public long Settled;
    public long RefusedFull;
    public long RefusedQueueFull;
    public long RefusedDiskError;
    public long RefusedTooOld;
    public long RefusedTooManyRobots;
    public long RefusedOutOfOrder;
    public long Quarantined;
    public long Unsealed;
    public long ChainsBegunAgain;
    public int LargestGroup;
    public volatile string LastError = "";
    public volatile string Salvaged = "";

    /// <summary>The records that wait.</summary>
    public long Depth => Volatile.Read(ref _segments).Depth();

    /// <summary>Goes on with the tables of another file.</summary>
    public void Follow(SpoolSegments segments) => Volatile.Write(ref _segments, segments);

    /// <summary>Tells what became of a damaged file, and behind it what was noticed when the one in its place was opened.</summary>
    public void TellSalvaged(string salvaged, string noticed)
    {
        Salvaged = salvaged;
        LastError = noticed.Length == 0 ? salvaged : $"{salvaged}; {noticed}";
    }

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
            case StoreStatus.DiskError or StoreStatus.ReadOnly:
                Interlocked.Increment(ref RefusedDiskError);
                break;
            case StoreStatus.BatchTooOld:
                Interlocked.Increment(ref RefusedTooOld);
                break;
            case StoreStatus.TooManyRobots:
                Interlocked.Increment(ref RefusedTooManyRobots);
                break;
            case StoreStatus.OutOfOrder:
                Interlocked.Increment(ref RefusedOutOfOrder);
                break;
            default:
                break;
        }
    }

    public SpoolStatistics Snapshot()
    {
        ImmutableArray<LaneStatistics> lanes = [.. SpoolSegments.Classes.Select(LaneOf)];
        long last = Interlocked.Read(ref LastSequence);

        // In this order: what is settled was taken before.
        long settled = Interlocked.Read(ref Settled);
        long taken = Interlocked.Read(ref Taken);
        long oldest = lanes.Where(lane => lane.Oldest > 0).Select(lane => lane.Oldest).DefaultIfEmpty(last + 1).Min();
        return new SpoolStatistics
        {
            Depth = lanes.Sum(lane => lane.Records),
            Lanes = lanes,
            Bytes = Interlocked.Read(ref Bytes),
            LastSequence = last,
            TrimmedSequence = oldest - 1,
            RecordsStored = Interlocked.Read(ref RecordsStored),
            BatchesAlreadyStored = Interlocked.Read(ref BatchesAlreadyStored),
            Commits = Interlocked.Read(ref Commits),
            FailedCommits = Interlocked.Read(ref FailedCommits),
            PublishesStored = Interlocked.Read(ref PublishesStored),
            InWriter = taken - settled,
            Settled = settled,
            LargestGroup = Volatile.Read(ref LargestGroup),
            RefusedFull = Interlocked.Read(ref RefusedFull),
            RefusedQueueFull = Interlocked.Read(ref RefusedQueueFull),
            RefusedDiskError = Interlocked.Read(ref RefusedDiskError),
            RefusedTooOld = Interlocked.Read(ref RefusedTooOld),
            RefusedTooManyRobots = Interlocked.Read(ref RefusedTooManyRobots),
            RefusedOutOfOrder = Interlocked.Read(ref RefusedOutOfOrder),
            Quarantined = Interlocked.Read(ref Quarantined),
            Unsealed = Interlocked.Read(ref Unsealed),
            ChainsBegunAgain = Interlocked.Read(ref ChainsBegunAgain),
            Lost = lanes.Sum(lane => lane.DeclaredLost),
            Condition = Volatile.Read(ref _segments).All().Any(segment => segment.IsClosed && !segment.HasClassColumn) ? SpoolCondition.PagesDamaged : SpoolCondition.Sound,
            LastError = LastError,
            Salvaged = Salvaged,
        };
    }

    private LaneStatistics LaneOf(RecordClass recordClass)
    {
        SpoolSegment[] lane = Volatile.Read(ref _segments).Of(recordClass);
        return new LaneStatistics(
            recordClass,
            lane.Sum(segment => segment.Records),
            lane.Sum(segment => segment.Bytes),
            lane.Select(segment => segment.Oldest).FirstOrDefault(oldest => oldest > 0),
            lane.Max(segment => segment.Newest),
            lane.Sum(segment => segment.Lost));
    }
}
