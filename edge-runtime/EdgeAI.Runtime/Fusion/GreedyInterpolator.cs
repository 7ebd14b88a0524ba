namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// Answers at once from what is there: the lowest latency, and an answer that depends on what had come by then. Not for what a replay
/// has to repeat from other arrival times.
/// </summary>
/// <typeparam name="T">The input's payload.</typeparam>
public sealed class GreedyInterpolator<T> : Interpolator<T>
{
    internal GreedyInterpolator(MatchRule rule, IBlend<T>? blend = null)
        : base(rule, blend)
    {
    }

    /// <inheritdoc/>
    public override MatchStatus Find(long instant, StampHistory history, out Match match)
    {
        ArgumentNullException.ThrowIfNull(history);
        match = Rule.Find(instant, history);
        return match.Count > 0 ? MatchStatus.Found : MatchStatus.Absent;
    }
}
