namespace EdgeAI.Runtime.Fusion;

/// <summary>The oldest sample in the window.</summary>
/// <param name="window">Where it may lie; it has a start.</param>
internal sealed class FirstRule(TimeWindow window) : MatchRule(window)
{
    internal override Match Find(long instant, StampHistory history)
    {
        long start = Window.StartAt(instant);
        long end = Window.EndAt(instant);
        int first = history.CountBefore(start);
        return first < history.Count && history.StampAt(first) <= end
            ? new Match(first, 1, 0, start, history.StampAt(first))
            : new Match(0, 0, 0, start, end);
    }
}
