namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Both clocks as a test sets them: time that passes moves both, a jump only UTC.</summary>
internal sealed class SteppedTime(DateTimeOffset utc) : TimeProvider
{
    private DateTimeOffset _utc = utc;
    private long _timestamp;
    private long _looks;

    /// <summary>How often the monotonic clock was looked at.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _utc;

    public override long GetTimestamp()
    {
        long timestamp = Interlocked.Read(ref _timestamp);
        Interlocked.Increment(ref _looks);
        return timestamp;
    }

    public void Pass(TimeSpan time)
    {
        _utc += time;
        Interlocked.Add(ref _timestamp, time.Ticks);
    }

    public void Jump(TimeSpan step) => _utc += step;
}
