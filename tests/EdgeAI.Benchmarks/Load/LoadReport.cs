using System.Globalization;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Load;

/// <summary>The lines that both sides print alike.</summary>
internal static class LoadReport
{
    public static void PrintPauses(GcPauses pauses) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  collections {pauses.Collections}, stops of all threads: {pauses.TotalNanoseconds / 1e6:F1} ms in all, p50 {pauses.Stops.Percentile(0.5) / 1e3:F0} us, p99 {pauses.Stops.Percentile(0.99) / 1e3:F0} us, max {pauses.Stops.Maximum / 1e3:F0} us"));
}
