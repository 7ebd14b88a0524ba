namespace EdgeAI.Gateway.Downlink;

/// <summary>
/// Whether UTC has moved as far as the monotonic clock for a while. A clock that was just set, or is wrong for a moment, is not even; one
/// that a time service slews is.
/// </summary>
internal sealed class EvenClock(TimeProvider time)
{
    // Far above what slewing makes of the pause between two looks, far below what makes a command late.
    private const long ToleranceNanoseconds = 10_000_000_000;

    private static readonly TimeSpan Needed = TimeSpan.FromHours(1);

    private long _even = time.GetTimestamp();
    private long _lookedAt = time.GetTimestamp();
    private long _utc = Utc.Nanoseconds(time);

    /// <summary>Looks at the clock.</summary>
    /// <param name="now">UTC nanoseconds.</param>
    public bool IsEven(long now)
    {
        long at = time.GetTimestamp();
        Int128 jump = (Int128)now - _utc - (time.GetElapsedTime(_lookedAt, at).Ticks * 100L);
        if (Int128.Abs(jump) > ToleranceNanoseconds)
        {
            _even = at;
        }

        (_lookedAt, _utc) = (at, now);
        return time.GetElapsedTime(_even, at) >= Needed;
    }
}
