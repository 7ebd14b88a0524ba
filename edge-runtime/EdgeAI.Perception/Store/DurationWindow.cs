namespace EdgeAI.Perception.Store;

/// <summary>The latest durations of something, of which exact percentiles are asked. One thread writes; nothing is allocated by it.</summary>
/// <param name="capacity">How many of the latest are kept.</param>
public sealed class DurationWindow(int capacity)
{
    private readonly long[] _durations = new long[capacity];
    private long _count;

    /// <summary>How many were added.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The median, nanoseconds; 0 for none.</summary>
    public double P50 => Percentile(0.5);

    /// <summary>What 99 in 100 do not exceed, nanoseconds; 0 for none.</summary>
    public double P99 => Percentile(0.99);

    /// <summary>Their mean, nanoseconds; 0 for none.</summary>
    public double Mean => Count == 0 ? 0 : Kept().Average();

    /// <summary>Adds one; the oldest gives way.</summary>
    /// <param name="nanoseconds">How long it was.</param>
    public void Add(long nanoseconds)
    {
        _durations[_count % _durations.Length] = nanoseconds;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Volatile.Write(ref _count, 0);

    /// <summary>What a fraction of those kept does not exceed, nanoseconds. Any thread: one that is being added may be missed.</summary>
    /// <param name="fraction">0 to 1.</param>
    public double Percentile(double fraction)
    {
        long[] sorted = Kept();
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(fraction * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private long[] Kept() => _durations[..(int)Math.Min(Count, _durations.Length)];
}
