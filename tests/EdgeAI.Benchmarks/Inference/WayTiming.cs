using System.Diagnostics;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>The rounds of one way.</summary>
internal sealed class WayTiming(IInferenceWay way)
{
    private readonly List<double> _microseconds = [];
    private long _bytes;
    private long _inferences;

    public string Name => way.Name;

    public double BytesPerInference => (double)_bytes / _inferences;

    public void Measure(int inferences, bool isKept)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number < inferences; number++)
        {
            way.Infer(number);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        if (isKept)
        {
            _microseconds.Add(elapsed.TotalMicroseconds / inferences);
            _bytes += bytes;
            _inferences += inferences;
        }
    }

    public double Percentile(double share)
    {
        double[] sorted = [.. _microseconds.Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1))];
    }

    /// <summary>The median of the ratios of the same rounds.</summary>
    public double RatioTo(WayTiming other)
    {
        double[] ratios = [.. _microseconds.Zip(other._microseconds, static (mine, theirs) => mine / theirs).Order()];
        return ratios[ratios.Length / 2];
    }
}
