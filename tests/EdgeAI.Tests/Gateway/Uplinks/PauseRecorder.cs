namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A clock whose pauses are over at once, and which remembers how long the longest of them was to be.</summary>
/// <param name="longest">What is waited for as long as this or longer is no pause, and takes its time.</param>
internal sealed class PauseRecorder(TimeSpan longest) : TimeProvider
{
    private long _longestPause;

    public TimeSpan Longest => longest;

    public TimeSpan LongestPause => TimeSpan.FromTicks(Interlocked.Read(ref _longestPause));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= longest || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        if (dueTime > LongestPause)
        {
            Interlocked.Exchange(ref _longestPause, dueTime.Ticks);
        }

        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
