namespace EdgeAI.Runtime.Fusion;

/// <summary>Every sample in the window.</summary>
/// <param name="window">The window; it has a start.</param>
internal sealed class WindowRule(TimeWindow window) : MatchRule(window)
{
    internal override Match Find(long instant, StampHistory history)
    {
        long start = Window.StartAt(instant);
        long end = Window.EndAt(instant);
        int first = history.CountBefore(start);
        return new Match(first, history.CountThrough(end) - first, 0, start, end);
    }
}
