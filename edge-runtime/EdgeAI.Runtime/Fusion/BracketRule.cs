namespace EdgeAI.Runtime.Fusion;

/// <summary>The two samples around the instant, to be blended, or the one at it.</summary>
/// <param name="window">Where they may lie; it holds the instant.</param>
internal sealed class BracketRule(TimeWindow window) : MatchRule(window)
{
    internal override Match Find(long instant, StampHistory history)
    {
        long start = Window.StartAt(instant);
        long end = Window.EndAt(instant);
        int later = history.CountThrough(instant);
        if (later == 0 || history.StampAt(later - 1) < start)
        {
            return new Match(0, 0, 0, start, instant);
        }

        long before = history.StampAt(later - 1);
        if (before == instant)
        {
            return new Match(later - 1, 1, 0, before, instant);
        }

        if (later == history.Count || history.StampAt(later) > end)
        {
            return new Match(0, 0, 0, before, end);
        }

        long after = history.StampAt(later);
        return new Match(later - 1, 2, TimeWindow.Distance(before, instant) / (double)TimeWindow.Distance(before, after), before, after);
    }
}
