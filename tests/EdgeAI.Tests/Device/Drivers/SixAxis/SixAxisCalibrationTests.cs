using CsCheck;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Drivers.SixAxis;

public sealed class SixAxisCalibrationTests
{
    private static readonly Scale Newton = new(1, -3, Unit.Newton);
    private static readonly Scale NewtonMetre = new(1, -6, Unit.NewtonMetre);

    /// <summary>The bound that the documentation states, against double arithmetic on the same tables, over every table it accepts.</summary>
    [Fact]
    public void TryApply_AnyTables_StaysWithinTheStatedBoundOfDoubleArithmetic()
    {
        int within = 0;
        Gen.Select(
            Gen.Int[-SixAxisCalibration.LargestEntry, SixAxisCalibration.LargestEntry].Array[36],
            Gen.Int[18, SixAxisCalibration.LargestShift].Array[6],
            Gen.Int[-(1 << 29), 1 << 29].Array[18],
            Gen.Int[1, int.MaxValue].Array[18],
            Gen.Int[-8388608, 8388607].Array[6],
            Gen.Int[-1000, 6000]).Sample(
            (matrix, shifts, offsets, gains, counts, temperature) =>
            {
                int[] knots = [-1000, 2000, 6000];
                var calibration = new SixAxisCalibration(matrix, shifts, knots, offsets, gains, Newton, NewtonMetre);
                int[] values = new int[6];
                SixAxisOutcome outcome = calibration.TryApply(counts, temperature, values);
                double[] exact = Exact(matrix, shifts, knots, offsets, gains, counts, temperature);
                if (outcome == SixAxisOutcome.BeyondRange)
                {
                    Assert.Contains(exact, value => Math.Abs(value) > int.MaxValue - 1e6);
                    return;
                }

                Assert.Equal(SixAxisOutcome.Ok, outcome);
                Interlocked.Increment(ref within);
                for (int axis = 0; axis < 6; axis++)
                {
                    double row = Enumerable.Range(0, 6).Sum(i => Math.Abs((double)matrix[(6 * axis) + i])) / Math.Pow(2, shifts[axis]);
                    Assert.InRange(Math.Abs(values[axis] - exact[axis]), 0, 0.5 + (row / 32) + 1e-3);
                }
            },
            iter: 20_000,
            seed: "0N0XIzNsQ0O2");
        Assert.True(within > 2000, $"only {within} wrenches inside the range: the bound was hardly tried");
    }

    /// <summary>A real sensor's figures: 24-bit counts of 200 N and 10 Nm full scale, quantised from doubles, in mN and uNm.</summary>
    [Fact]
    public void TryApply_QuantisedFromDoubles_IsWithinAStepOfTheMatrixInDoubles() => Gen.Select(Gen.Int[-6_000_000, 6_000_000].Array[6], Gen.Double[-1, 1].Array[36]).Sample(
        (counts, coupling) =>
        {
            double[] matrix = [.. coupling.Select((value, i) => ((i / 6 == i % 6 ? 1 : 0) + (value * 0.05)) * (i < 18 ? 200_000.0 : 10_000_000.0) / 8_388_608)];
            int[] shifts = [32, 32, 32, 27, 27, 27];
            int[] entries = [.. matrix.Select((value, i) => (int)Math.Round(value * Math.Pow(2, shifts[i / 6])))];
            var calibration = new SixAxisCalibration(
                entries, shifts, [2500], new int[6], [.. Enumerable.Repeat(SixAxisCalibration.UnitGain, 6)], Newton, NewtonMetre);
            int[] values = new int[6];
            Assert.Equal(SixAxisOutcome.Ok, calibration.TryApply(counts, 0, values));
            for (int axis = 0; axis < 6; axis++)
            {
                double exact = Enumerable.Range(0, 6).Sum(i => matrix[(6 * axis) + i] * counts[i]);
                Assert.InRange(values[axis] - exact, -1.0, 1.0);
            }
        },
        iter: 5_000,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void TryApply_UnitMatrix_PassesCountsThrough()
    {
        int[] values = new int[6];
        int[] counts = [-8388608, 8388607, 0, 1, -1, 4242];
        Assert.Equal(SixAxisOutcome.Ok, Plain([0], new int[6], Ones(6)).TryApply(counts, 0, values));
        Assert.Equal(counts, values);
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(500, 95)]
    [InlineData(1000, 100)]
    [InlineData(2000, 80)]
    [InlineData(3000, 60)]
    public void TryApply_BetweenKnots_RunsStraight(int temperature, int expected)
    {
        int[] offsets = [.. Enumerable.Repeat(10 * 64, 6), .. new int[6], .. Enumerable.Repeat(40 * 64, 6)];
        int[] values = new int[6];
        Assert.Equal(SixAxisOutcome.Ok, Plain([0, 1000, 3000], offsets, Ones(18)).TryApply([100, 100, 100, 100, 100, 100], temperature, values));
        Assert.All(values, value => Assert.Equal(expected, value));
    }

    [Fact]
    public void TryApply_GainFallsWithTemperature_ScalesTheCount()
    {
        int[] gains = [.. Ones(6), .. Enumerable.Repeat(SixAxisCalibration.UnitGain / 2, 6)];
        int[] values = new int[6];
        Assert.Equal(SixAxisOutcome.Ok, Plain([0, 1000], new int[12], gains).TryApply([1000, -1000, 0, 0, 0, 0], 500, values));
        Assert.Equal([750, -750, 0, 0, 0, 0], values);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void TryApply_BeyondTheKnots_IsRefused(int temperature) => Assert.Equal(
        SixAxisOutcome.OutsideCalibratedTemperature, Plain([0, 1000], new int[12], Ones(12)).TryApply(new int[6], temperature, new int[6]));

    [Fact]
    public void TryApply_BeyondThirtyTwoBits_IsRefused()
    {
        int[] matrix = [.. Enumerable.Repeat(SixAxisCalibration.LargestEntry, 36)];
        var calibration = new SixAxisCalibration(matrix, new int[6], [0], new int[6], [.. Enumerable.Repeat(int.MaxValue, 6)], Newton, NewtonMetre);
        Assert.Equal(SixAxisOutcome.BeyondRange, calibration.TryApply([.. Enumerable.Repeat(-8388608, 6)], 0, new int[6]));
        Assert.Equal(SixAxisOutcome.BeyondRange, calibration.TryApply([.. Enumerable.Repeat(8388607, 6)], 0, new int[6]));
    }

    [Fact]
    public void Constructor_TableOutsideItsRange_ThrowsWithOneLine()
    {
        int[] one = Ones(6);
        Assert.Contains("36 entries", Refusal(new int[35], new int[6], [0], new int[6], one), StringComparison.Ordinal);
        Assert.Contains("36 entries", Refusal([.. new int[35], (1 << 28) + 1], new int[6], [0], new int[6], one), StringComparison.Ordinal);
        Assert.Contains("shifts", Refusal(new int[36], [0, 0, 0, 0, 0, 41], [0], new int[6], one), StringComparison.Ordinal);
        Assert.Contains("knots", Refusal(new int[36], new int[6], [], [], []), StringComparison.Ordinal);
        Assert.Contains("rise", Refusal(new int[36], new int[6], [5, 5], new int[12], Ones(12)), StringComparison.Ordinal);
        Assert.Contains("offsets", Refusal(new int[36], new int[6], [0], new int[5], one), StringComparison.Ordinal);
        Assert.Contains("gains", Refusal(new int[36], new int[6], [0], new int[6], new int[6]), StringComparison.Ordinal);
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(SixAxisCalibration.UnitGain, count)];

    private static SixAxisCalibration Plain(int[] knots, int[] offsets, int[] gains)
    {
        int[] matrix = new int[36];
        for (int i = 0; i < 6; i++)
        {
            matrix[7 * i] = 1 << 20;
        }

        return new SixAxisCalibration(matrix, [20, 20, 20, 20, 20, 20], knots, offsets, gains, Newton, NewtonMetre);
    }

    private static string Refusal(int[] matrix, int[] shifts, int[] knots, int[] offsets, int[] gains) =>
        Assert.Throws<ArgumentException>(() => new SixAxisCalibration(matrix, shifts, knots, offsets, gains, Newton, NewtonMetre)).Message;

    private static double[] Exact(int[] matrix, int[] shifts, int[] knots, int[] offsets, int[] gains, int[] counts, int temperature)
    {
        int below = temperature >= knots[1] ? 1 : 0;
        double part = (temperature - knots[below]) / (double)(knots[below + 1] - knots[below]);
        double At(int[] table, int i) => table[(6 * below) + i] + (part * ((double)table[(6 * below) + 6 + i] - table[(6 * below) + i]));
        double[] compensated = [.. counts.Select((count, i) => (count - (At(offsets, i) / 64)) * At(gains, i) / SixAxisCalibration.UnitGain)];
        return [.. Enumerable.Range(0, 6).Select(axis => Enumerable.Range(0, 6).Sum(i => matrix[(6 * axis) + i] * compensated[i]) / Math.Pow(2, shifts[axis]))];
    }
}
