namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// Says what an input has for an instant. There are two kinds and no third: <see cref="ReproducibleInterpolator{T}"/> and
/// <see cref="GreedyInterpolator{T}"/>.
/// </summary>
/// <typeparam name="T">The input's payload.</typeparam>
public abstract class Interpolator<T>
{
    private protected Interpolator(MatchRule rule, IBlend<T>? blend)
    {
        Rule = rule;
        Blend = blend;
    }

    /// <summary>Which samples match.</summary>
    public MatchRule Rule { get; }

    /// <summary>Makes one payload of two; null where the samples are handed on as they are.</summary>
    public IBlend<T>? Blend { get; }

    /// <summary>Finds what matches.</summary>
    /// <param name="instant">The instant, in nanoseconds on the robot's timeline.</param>
    /// <param name="history">What is held of the input.</param>
    /// <param name="match">What was found; its <see cref="Match.NeededFrom"/> holds whatever the answer is.</param>
    /// <returns>Whether it stands.</returns>
    public abstract MatchStatus Find(long instant, StampHistory history, out Match match);
}
