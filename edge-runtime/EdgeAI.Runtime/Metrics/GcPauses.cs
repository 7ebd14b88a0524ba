namespace EdgeAI.Runtime.Metrics;

/// <summary>
/// How long garbage collection stopped every thread, stop by stop. Observed by looking, often, on a thread that may allocate: graph threads
/// pay nothing for it. Count and total are exact; of several collections between two looks the longest stops of one of each kind are seen.
/// </summary>
public sealed class GcPauses
{
    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.Background, GCKind.FullBlocking];

    private readonly long[] _seen = new long[Kinds.Length];
    private readonly TimeSpan _totalAtStart = GC.GetTotalPauseDuration();
    private readonly long _collectionsAtStart;
    private TimeSpan _latestTotal;
    private long _totalNanoseconds;
    private long _collections;

    /// <summary>Begins to count: what was before belongs to others.</summary>
    public GcPauses()
    {
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            _seen[kind] = GC.GetGCMemoryInfo(Kinds[kind]).Index;
        }

        _collectionsAtStart = GC.GetGCMemoryInfo(GCKind.Any).Index;
        _latestTotal = _totalAtStart;
    }

    /// <summary>The stops that were seen, nanoseconds. A background collection makes two.</summary>
    public LatencyHistogram Stops { get; } = new();

    /// <summary>Collections since the start, as of the latest look.</summary>
    public long Collections => Volatile.Read(ref _collections);

    /// <summary>All stops together, nanoseconds, as of the latest look.</summary>
    public long TotalNanoseconds => Volatile.Read(ref _totalNanoseconds);

    /// <summary>Looks for collections since the last look. One thread at a time.</summary>
    public void Observe()
    {
        // What a collection's figures are read into is an object: read them only when there was one.
        TimeSpan total = GC.GetTotalPauseDuration();
        if (total == _latestTotal)
        {
            return;
        }

        _latestTotal = total;
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo(Kinds[kind]);
            if (info.Index == _seen[kind])
            {
                continue;
            }

            _seen[kind] = info.Index;
            foreach (TimeSpan stop in info.PauseDurations)
            {
                if (stop > TimeSpan.Zero)
                {
                    Stops.Record((long)stop.TotalNanoseconds);
                }
            }
        }

        Volatile.Write(ref _collections, GC.GetGCMemoryInfo(GCKind.Any).Index - _collectionsAtStart);
        Volatile.Write(ref _totalNanoseconds, (long)(total - _totalAtStart).TotalNanoseconds);
    }
}
