namespace EdgeAI.Perception.Store;

/// <summary>One thing that a gate measured and held against its bound.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Candidate">What the candidate gave; a ratio where the name says so.</param>
/// <param name="Current">What the model that robots run gave; null where it is the measure itself.</param>
/// <param name="Bound">The bound, of the candidate's own figure.</param>
/// <param name="IsLeast">Whether the figure must be at least the bound; at most otherwise.</param>
public sealed record GateFigure(string Name, double Candidate, double? Current, double Bound, bool IsLeast)
{
    /// <summary>Whether the bound is kept. What is no number keeps none.</summary>
    public bool Passed => IsLeast ? Candidate >= Bound : Candidate <= Bound;
}
