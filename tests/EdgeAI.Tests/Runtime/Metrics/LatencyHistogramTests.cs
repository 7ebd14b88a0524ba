using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Tests.Runtime.Metrics;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.50)]
    [InlineData(0.99)]
    [InlineData(1.00)]
    public void Percentile_OfAnySpread_IsWithinASixteenthOfTheTrueOne(double fraction)
    {
        Random random = new(7);
        LatencyHistogram histogram = new();
        long[] durations = [.. Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 25))];
        foreach (long duration in durations)
        {
            histogram.Record(duration);
        }

        Array.Sort(durations);
        long exact = durations[Math.Max(0, (int)Math.Ceiling(fraction * durations.Length) - 1)];
        Assert.InRange(histogram.Percentile(fraction), exact, exact + (exact / 16) + 1);
    }

    [Fact]
    public void Add_OfAnother_CountsWhatBothCounted()
    {
        LatencyHistogram all = new();
        LatencyHistogram other = new();
        all.Record(5);
        other.Record(7);
        other.Record(1_000);
        all.Add(other);

        Assert.Equal((3, 1_000, 5, 7, 1_000), (all.Count, all.Maximum, all.Percentile(0.3), all.Percentile(0.6), all.Percentile(1)));
        Assert.Equal(2, other.Count);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => Assert.Equal(0, new LatencyHistogram().Percentile(0.5));

    [Fact]
    public void Record_ExtremeDurations_AreCounted()
    {
        LatencyHistogram histogram = new();
        histogram.Record(-5);
        histogram.Record(0);
        histogram.Record(long.MaxValue);
        Assert.Equal(3, histogram.Count);
        Assert.Equal(long.MaxValue, histogram.Maximum);
        Assert.Equal(long.MaxValue, histogram.Percentile(1));
        Assert.Equal(0, histogram.Percentile(0.5));
    }
}
