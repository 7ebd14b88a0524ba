namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A wall clock that a test sets at will, over the system's monotonic one.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _utcTicks = DateTimeOffset.UnixEpoch.Ticks;

    public DateTimeOffset Utc
    {
        get => GetUtcNow();
        set => Interlocked.Exchange(ref _utcTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);
}
