namespace EdgeAI.Runtime.Metrics;

/// <summary>
/// Counts the bytes that one thread allocates: 0 exactly when it allocates nothing, whatever other threads and the collector do.
/// The runtime's own counter alone does not hold that. A thread allocates from a piece of the heap of about 8 kB, the counter counts the
/// whole piece and subtracts its unused rest, and the stop in which a background collection ends its marking takes the rest away without
/// correcting the count: it jumps by up to a piece although nobody allocated, and the number of collections does not change with it. A
/// foreground collection takes the piece away too, and corrects the count. So the meter begins with one: a thread that has no piece
/// has no rest to lose, and it gets its next piece only by allocating.
/// </summary>
public readonly struct AllocationMeter
{
    private readonly long _start;
    private readonly int _thread;

    private AllocationMeter(long start, int thread)
    {
        _start = start;
        _thread = thread;
    }

    /// <summary>
    /// Bytes since the start. Exact while it is 0; once it is not, it may be too high by up to 8 kB for each background collection since.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is not the thread that started the meter.</exception>
    public long Bytes => _thread == Environment.CurrentManagedThreadId
        ? GC.GetAllocatedBytesForCurrentThread() - _start
        : throw new InvalidOperationException("only the thread that started the meter can read what it has allocated");

    /// <summary>Starts a meter on the calling thread, with a collection of the youngest generation: for warm-ups and tests, not for a hot path.</summary>
    public static AllocationMeter Start()
    {
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        return new AllocationMeter(GC.GetAllocatedBytesForCurrentThread(), Environment.CurrentManagedThreadId);
    }
}
