namespace EdgeAI.Runtime.Fusion;

/// <summary>The one sample closest to the instant; of two at the same distance the later one. With an empty window: the one at the instant.</summary>
/// <param name="window">Where it may lie.</param>
internal sealed class NearestRule(TimeWindow window) : MatchRule(window)
{
    internal override Match Find(long instant, StampHistory history)
    {
        long start = Window.StartAt(instant);
        long end = Window.EndAt(instant);
        int later = history.CountThrough(Math.Clamp(instant, start, end));
        bool hasEarlier = later > 0 && history.StampAt(later - 1) >= start;
        bool hasLater = later < history.Count && history.StampAt(later) <= end;
        if (!hasEarlier && !hasLater)
        {
            return new Match(0, 0, 0, start, end);
        }

        long toEarlier = hasEarlier ? TimeWindow.Distance(history.StampAt(later - 1), instant) : long.MaxValue;
        long toLater = hasLater ? TimeWindow.Distance(history.StampAt(later), instant) : long.MaxValue;
        if (!hasEarlier || (hasLater && toLater <= toEarlier))
        {
            // Anything closer would lie between the mirror image of the sample and the sample.
            long mirror = TimeWindow.Add(TimeWindow.Add(instant, -toLater), 1);
            return new Match(later, 1, 0, Math.Max(start, Math.Min(mirror, history.StampAt(later))), history.StampAt(later));
        }

        return new Match(later - 1, 1, 0, history.StampAt(later - 1), Math.Min(end, TimeWindow.Add(instant, toEarlier)));
    }
}
