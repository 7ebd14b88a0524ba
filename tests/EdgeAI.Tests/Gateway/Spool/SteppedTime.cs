namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Both clocks as a test sets them: time that passes moves both, a jump only UTC.</summary>
internal sealed class SteppedTime(DateTimeOffset utc) : TimeProvider
{
    private DateTimeOffset _utc = utc;
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _utc;

    public override long GetTimestamp() => _timestamp;

    public void Pass(TimeSpan time)
    {
        _utc += time;
        _timestamp += time.Ticks;
    }

    public void Jump(TimeSpan step) => _utc += step;
}
