namespace EdgeAI.Tests.Gateway.Identity;

/// <summary>A wall clock that a test sets; timers and timestamps are the machine's.</summary>
internal sealed class SetTime : TimeProvider
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;
}
