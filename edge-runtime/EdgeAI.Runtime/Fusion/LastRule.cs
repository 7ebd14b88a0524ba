namespace EdgeAI.Runtime.Fusion;

/// <summary>The newest sample in the window.</summary>
/// <param name="window">Where it may lie.</param>
internal sealed class LastRule(TimeWindow window) : MatchRule(window)
{
    internal override Match Find(long instant, StampHistory history)
    {
        long start = Window.StartAt(instant);
        long end = Window.EndAt(instant);
        int last = history.CountThrough(end) - 1;
        return last >= 0 && history.StampAt(last) >= start
            ? new Match(last, 1, 0, history.StampAt(last), end)
            : new Match(0, 0, 0, start, end);
    }
}
