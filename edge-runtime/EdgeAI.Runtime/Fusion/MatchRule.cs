namespace EdgeAI.Runtime.Fusion;

/// <summary>Which samples of an input belong to an instant. Looks at stamps alone.</summary>
/// <param name="window">Where samples may lie around the instant.</param>
public abstract class MatchRule(TimeWindow window)
{
    /// <summary>Where samples may lie around the instant.</summary>
    public TimeWindow Window { get; } = window;

    /// <summary>Finds what matches among what is held now.</summary>
    /// <param name="instant">The instant, in nanoseconds on the robot's timeline.</param>
    /// <param name="history">What is held.</param>
    internal abstract Match Find(long instant, StampHistory history);
}
