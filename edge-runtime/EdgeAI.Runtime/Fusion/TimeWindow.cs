namespace EdgeAI.Runtime.Fusion;

/// <summary>An interval of time around an instant, in nanoseconds relative to it, both ends included. Time is whole nanoseconds: an open end is the closed one beside it.</summary>
public readonly record struct TimeWindow
{
    /// <summary>Makes a window.</summary>
    /// <param name="from">Its start relative to the instant, in nanoseconds; <see cref="long.MinValue"/> for no limit.</param>
    /// <param name="to">Its end relative to the instant, in nanoseconds, at or after the start; <see cref="long.MaxValue"/> for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end lies before the start.</exception>
    public TimeWindow(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        From = from;
        To = to;
    }

    /// <summary>All of time.</summary>
    public static TimeWindow Unbounded { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Where it starts relative to the instant, in nanoseconds.</summary>
    public long From { get; }

    /// <summary>Where it ends relative to the instant, in nanoseconds.</summary>
    public long To { get; }

    /// <summary>Whether it has a start.</summary>
    public bool HasStart => From != long.MinValue;

    /// <summary>The same distance to both sides.</summary>
    /// <param name="nanoseconds">The distance, from 0.</param>
    public static TimeWindow Within(long nanoseconds) => new(-nanoseconds, nanoseconds);

    /// <summary>The window's start around an instant, at the ends of time where it lies beyond them.</summary>
    internal long StartAt(long instant) => HasStart ? Add(instant, From) : long.MinValue;

    /// <summary>The window's end around an instant, at the ends of time where it lies beyond them.</summary>
    internal long EndAt(long instant) => To == long.MaxValue ? long.MaxValue : Add(instant, To);

    /// <summary>The sum of an instant and a duration, at the ends of time where it lies beyond them.</summary>
    internal static long Add(long instant, long duration)
    {
        long sum = unchecked(instant + duration);
        return ((instant ^ sum) & (duration ^ sum)) >= 0 ? sum : duration < 0 ? long.MinValue : long.MaxValue;
    }

    /// <summary>The distance between two instants, the longest where it is longer than a number can say.</summary>
    internal static long Distance(long left, long right)
    {
        (long low, long high) = left < right ? (left, right) : (right, left);
        long distance = unchecked(high - low);
        return distance < 0 ? long.MaxValue : distance;
    }
}
