namespace EdgeAI.Perception.Store;

/// <summary>What a gate found about a candidate.</summary>
/// <param name="Inputs">How many inputs both models were asked.</param>
/// <param name="InputsSha256">SHA-256 of those inputs in order, 64 lower-case hexadecimal digits.</param>
/// <param name="Source">Where they came from.</param>
/// <param name="Seed">The seed of everything that was drawn.</param>
/// <param name="Figures">What was measured.</param>
public sealed record GateVerdict(int Inputs, string InputsSha256, string Source, ulong Seed, GateFigure[] Figures)
{
    /// <summary>Whether every bound is kept.</summary>
    public bool Passed => Array.TrueForAll(Figures, static figure => figure.Passed);

    /// <summary>The figures that break their bounds, in one line; empty where none does.</summary>
    public string Failures() => string.Join("; ", Figures.Where(static figure => !figure.Passed).Select(static figure =>
        FormattableString.Invariant($"{figure.Name} is {figure.Candidate:G4} where {(figure.IsLeast ? "at least" : "at most")} {figure.Bound:G4} is allowed")));
}
