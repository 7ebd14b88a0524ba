using System.Globalization;
using EdgeAI.Perception.Store;

namespace EdgeAI.Robot.Models;

/// <summary>A gate's verdict for people.</summary>
internal static class VerdictText
{
    /// <summary>A table of what was measured, and the verdict.</summary>
    public static IEnumerable<string> Lines(GateVerdict verdict)
    {
        List<string[]> rows = [.. verdict.Figures.Select(static figure => new[]
        {
            figure.Name, Show(figure.Candidate), figure.Current is { } current ? Show(current) : "", (figure.IsLeast ? "at least " : "at most ") + Show(figure.Bound), figure.Passed ? "kept" : "BROKEN",
        })];
        foreach (string line in TextTable.Lines(["figure", " candidate", " current", "bound", "verdict"], rows))
        {
            yield return line;
        }

        yield return $"{(verdict.Passed ? "passed" : "held back")}: {verdict.Inputs} inputs of {verdict.Source}, sha256 {verdict.InputsSha256}, seed {verdict.Seed}";
    }

    private static string Show(double value) => value.ToString(Math.Abs(value) >= 1000 ? "F0" : "G4", CultureInfo.InvariantCulture);
}
