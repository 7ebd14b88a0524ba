using System.Numerics;

namespace EdgeAI.Runtime.Metrics;

/// <summary>
/// Counts durations in buckets that are at most 1/16 wide of their value, so that a percentile is read with at most that error.
/// Nothing is allocated after construction. One writer; a reader on another thread sees counts that may be a few behind.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 4;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];

    /// <summary>How many durations were counted.</summary>
    public long Count { get; private set; }

    /// <summary>The longest duration, nanoseconds.</summary>
    public long Maximum { get; private set; }

    /// <summary>Counts one duration.</summary>
    /// <param name="nanoseconds">The duration; a negative one counts as zero.</param>
    public void Record(long nanoseconds)
    {
        long duration = Math.Max(0, nanoseconds);
        _counts[BucketOf(duration)]++;
        Count++;
        Maximum = Math.Max(Maximum, duration);
    }

    /// <summary>Counts everything that another one has counted.</summary>
    /// <param name="other">The other one.</param>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            // Its writer may be counting: what is added up here is what was read here.
            long count = other._counts[bucket];
            _counts[bucket] += count;
            Count += count;
        }

        Maximum = Math.Max(Maximum, other.Maximum);
    }

    /// <summary>The duration that a fraction of all counted ones does not exceed.</summary>
    /// <param name="fraction">0 to 1.</param>
    /// <returns>The upper edge of the bucket, nanoseconds, at most the maximum; 0 when nothing was counted.</returns>
    public long Percentile(double fraction)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(fraction * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && Count > 0)
            {
                return Math.Min(UpperEdgeOf(bucket), Maximum);
            }
        }

        return 0;
    }

    // Below 16 ns every value has its own bucket; above, the four bits after the leading one choose among 16 per power of two.
    private static int BucketOf(long duration)
    {
        int magnitude = BitOperations.Log2((ulong)duration | 1);
        if (magnitude < SubBucketBits)
        {
            return (int)duration;
        }

        int shift = magnitude - SubBucketBits;
        return ((shift + 1) << SubBucketBits) + (int)((duration >> shift) & (SubBuckets - 1));
    }

    private static long UpperEdgeOf(int bucket)
    {
        int group = bucket >> SubBucketBits;
        int within = bucket & (SubBuckets - 1);
        return group == 0 ? within : ((long)(SubBuckets + within + 1) << (group - 1)) - 1;
    }
}
