namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>The machine's clock, whose next timer cannot be made when the test says so.</summary>
internal sealed class FaultyTime : TimeProvider
{
    private int _failures;

    public void FailOnce() => Interlocked.Exchange(ref _failures, 1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (Interlocked.Exchange(ref _failures, 0) == 0)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        throw new InvalidOperationException("no timer can be made");
    }
}
