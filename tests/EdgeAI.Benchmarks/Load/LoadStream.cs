using System.Globalization;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Load;

/// <summary>What became of one sensor's readings.</summary>
/// <param name="name">The sensor.</param>
/// <param name="deadlineNanoseconds">From the stamp to the end of the work.</param>
internal sealed class LoadStream(string name, long deadlineNanoseconds)
{
    public long Produced { get; set; }

    public long Done { get; private set; }

    public long Missed { get; private set; }

    /// <summary>Readings that were dropped and counted by whoever dropped them.</summary>
    public long Reported { get; set; }

    public LatencyHistogram Latency { get; } = new();

    public long Unreported => Produced - Done - Reported;

    /// <summary>The work on a reading has ended.</summary>
    public void Finish(long stamp, long now)
    {
        Done++;
        Latency.Record(now - stamp);
        Missed += now - stamp > deadlineNanoseconds ? 1 : 0;
    }

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-30} {Produced,8} made  {Done,8} done  {Reported,5} dropped  {Unreported,5} unreported  {Missed,6} past {deadlineNanoseconds / 1e6:F0} ms  p50 {Latency.Percentile(0.5) / 1e3,7:F0} us  p99 {Latency.Percentile(0.99) / 1e3,8:F0} us  max {Latency.Maximum / 1e3,8:F0} us"));
}
