using System.Diagnostics;

namespace EdgeAI.Benchmarks.Gateway.Store;

/// <summary>What a load run measured.</summary>
internal sealed class LoadResult(double seconds, int recordsPerPublish, List<long> ticks)
{
    private readonly long[] _ticks = [.. ticks.Order()];

    public double RecordsPerSecond { get; } = ticks.Count * (double)recordsPerPublish / seconds;

    public double PublishesPerSecond { get; } = ticks.Count / seconds;

    /// <summary>The time in milliseconds that the given part of the publishes stayed within.</summary>
    public double Percentile(double part) => _ticks.Length == 0 ? double.NaN : _ticks[Math.Min(_ticks.Length - 1, (int)(part * _ticks.Length))] * 1000.0 / Stopwatch.Frequency;
}
