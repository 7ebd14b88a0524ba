using System.Globalization;
using EdgeAI.Perception.Store;

namespace EdgeAI.Robot.Models;

/// <summary>What was measured of a model's variants, for people.</summary>
internal static class BenchText
{
    private const double Megabyte = 1_000_000;

    /// <summary>A table, and what was left out.</summary>
    public static IEnumerable<string> Lines(BenchRow[] rows, IReadOnlyList<string> leftOut)
    {
        List<string[]> cells = [.. rows.Select(row => new[]
        {
            row.Variant, row.Provider, Show(row.P50Microseconds, "F1"), Show(row.P99Microseconds, "F1"), Show(row.P50Microseconds / rows[0].P50Microseconds, "F2"), Show(row.PerSecond, "F0"), Show(row.MemoryBytes / Megabyte, "F1"), Show(row.Loss, "F4"),
            row.IsChosen ? "fastest" : row.Fits ? "fits" : "loses too much",
        })];
        return TextTable.Lines(["variant", "provider", " p50 us", " p99 us", " ratio", " a second", " MB", " loss", "verdict"], cells).Concat(leftOut.Select(static line => $"left out: {line}"));
    }

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
