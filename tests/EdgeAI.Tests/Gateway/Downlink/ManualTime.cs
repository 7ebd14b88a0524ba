namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>A clock that stands until a test moves it; timers never ring.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 30, 5, 0, 0, TimeSpan.Zero);

    private TimeSpan _passed;

    /// <summary>How far UTC is off what has passed: the clock was set.</summary>
    public TimeSpan Jump { get; set; }

    public long UtcNanoseconds => (GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => _passed += time;

    public override DateTimeOffset GetUtcNow() => Begin + _passed + Jump;

    public override long GetTimestamp() => _passed.Ticks;
}
