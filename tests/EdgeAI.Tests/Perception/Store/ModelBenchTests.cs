using System.Runtime.InteropServices;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Store;

public sealed class ModelBenchTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void Bench_TheFastestLosesTooMuch_ChoosesTheFastestThatFits()
    {
        InputSet inputs = new("a test");
        for (int index = 0; index < 100; index++)
        {
            float[] values = new float[8];
            values[0] = index - 49.5f;
            inputs.Add(MemoryMarshal.AsBytes(values.AsSpan()), KnownClass.None);
        }

        BenchRow[] rows = new ModelBench(_clock, maxLoss: 0.02).Run(
            [Of("original", 4000, static sum => sum > 0), Of("rounded", 2000, static sum => sum > 1), Of("broken", 1000, static sum => sum > 20)],
            inputs);
        Assert.Equal([0, 0.01, 0.2], rows.Select(static row => Math.Round(row.Loss, 9)));
        Assert.Equal([true, true, false], rows.Select(static row => row.Fits));
        Assert.Equal([false, true, false], rows.Select(static row => row.IsChosen));
        Assert.Equal([4, 2, 1], rows.Select(static row => row.P50Microseconds));
        Assert.Equal(500_000, rows[1].PerSecond);
    }

    [Fact]
    public void Bench_WithLabels_CountsAccuracyAndNotAgreement()
    {
        InputSet inputs = new("a test");
        for (int index = 0; index < 100; index++)
        {
            float[] values = new float[8];
            values[0] = index - 49.5f;
            inputs.Add(MemoryMarshal.AsBytes(values.AsSpan()), new KnownClass(0, values[0] > 1 ? 1 : 0));
        }

        BenchRow[] rows = new ModelBench(_clock, maxLoss: 0).Run([Of("original", 4000, static sum => sum > 0), Of("better", 2000, static sum => sum > 1)], inputs);
        Assert.Equal([0, 0], rows.Select(static row => row.Loss));
        Assert.True(rows[1].IsChosen);
    }

    private BenchSubject Of(string name, long takes, Func<float, bool> rule) => new(name, "cpu", new FakeModel(_clock, takes, values => rule(values.Sum()) ? 0.9f : 0.1f).Subject());
}
