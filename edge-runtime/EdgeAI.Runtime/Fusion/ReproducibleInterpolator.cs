namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// Answers only what nothing to come can change, and waits until then: the answer depends on the stamps and never on when a sample
/// came. What it cannot know for certain, because a full history dropped it, it calls lost.
/// </summary>
/// <typeparam name="T">The input's payload.</typeparam>
public sealed class ReproducibleInterpolator<T> : Interpolator<T>
{
    internal ReproducibleInterpolator(MatchRule rule, IBlend<T>? blend = null)
        : base(rule, blend)
    {
    }

    /// <inheritdoc/>
    public override MatchStatus Find(long instant, StampHistory history, out Match match)
    {
        ArgumentNullException.ThrowIfNull(history);
        match = Rule.Find(instant, history);
        if (history.KnownThrough < match.DecidedAt)
        {
            return MatchStatus.Undecided;
        }

        if (history.LostThrough != long.MinValue && history.LostThrough >= match.NeededFrom)
        {
            return MatchStatus.Lost;
        }

        return match.Count > 0 ? MatchStatus.Found : MatchStatus.Absent;
    }
}
