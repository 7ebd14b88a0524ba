namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>Time that passes only when the scheduler says so.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    // Any day: what counts is that it is the same one each time.
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Origin + Elapsed;

    public void Pass(TimeSpan time) => Elapsed += time;
}
