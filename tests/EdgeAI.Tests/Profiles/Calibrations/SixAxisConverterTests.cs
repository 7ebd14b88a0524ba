using CsCheck;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Calibrations;

namespace EdgeAI.Tests.Profiles.Calibrations;

public sealed class SixAxisConverterTests
{
    private static readonly double[] Zeros = new double[6];

    /// <summary>The stated bound, over sensors from millinewtons to tens of kilonewtons, any coupling, zero, gain and temperature.</summary>
    [Fact]
    public void TryConvert_AnyCertificate_StaysWithinTheStatedErrorOfExactArithmetic()
    {
        int compared = 0;
        Gen.Select(
            Gen.Double[-12, -3],
            Gen.Double[-1, 1].Array[36],
            Gen.Double[-3_000_000, 3_000_000].Array[12],
            Gen.Double[0.5, 1.5].Array[12],
            Gen.Int[-8_388_608, 8_388_607].Array[6],
            Gen.Int[-1000, 6000]).Sample(
            (magnitude, shape, zeros, gains, counts, temperature) =>
            {
                double[] matrix = [.. shape.Select(value => value * Math.Pow(10, magnitude))];
                SixAxisCertificate certificate = new(matrix, [-10, 60], zeros, gains);
                Assert.True(SixAxisConverter.TryConvert(certificate, 1e-3, 1e-6, out SixAxisTables? tables, out string problem), problem);
                int[] values = new int[6];
                if (Calibration(tables).TryApply(counts, temperature, values) != SixAxisOutcome.Ok)
                {
                    return;
                }

                Interlocked.Increment(ref compared);
                double share = (temperature + 1000) / 7000.0;
                double[] x = [.. counts.Select((count, i) => (count - Between(zeros, i, share)) * Between(gains, i, share))];
                double sum = x.Sum(Math.Abs);
                for (int axis = 0; axis < 6; axis++)
                {
                    double step = axis < 3 ? 1e-3 : 1e-6;
                    double exact = Enumerable.Range(0, 6).Sum(i => matrix[(6 * axis) + i] * x[i]) / step;
                    Assert.InRange(Math.Abs(values[axis] - exact), 0, tables.LargestErrorSteps(axis, sum) + 1e-3);
                }
            },
            iter: 10_000,
            seed: "0N0XIzNsQ0O2");
        Assert.True(compared > 5_000, $"only {compared} wrenches inside the range: the bound was hardly tried");
    }

    /// <summary>A sensor of 200 N and 10 Nm on 24 bits: the error is below a millinewton and some micronewton-metres.</summary>
    [Fact]
    public void LargestError_OfARealSensor_IsBelowItsResolution()
    {
        double[] matrix = new double[36];
        for (int axis = 0; axis < 6; axis++)
        {
            for (int channel = 0; channel < 6; channel++)
            {
                matrix[(6 * axis) + channel] = (axis == channel ? 1 : 0.03) * (axis < 3 ? 200.0 : 10.0) / 8_388_608;
            }
        }

        Assert.True(SixAxisConverter.TryConvert(SixAxisCertificate.AtAnyTemperature(matrix, Zeros), 1e-3, 1e-6, out SixAxisTables? tables, out _));
        Assert.InRange(tables.LargestErrorSteps(0, 6 * 8_388_608.0), 0.5, 0.55);
        Assert.InRange(tables.LargestErrorSteps(3, 6 * 8_388_608.0), 0.5, 1.0);
    }

    [Fact]
    public void TryConvert_LargestEntry_HasTwentyEightBits()
    {
        double[] matrix = [.. Enumerable.Range(1, 36).Select(value => value * 1e-6)];
        Assert.True(SixAxisConverter.TryConvert(SixAxisCertificate.AtAnyTemperature(matrix, Zeros), 1e-3, 1e-6, out SixAxisTables? tables, out _));
        for (int axis = 0; axis < 6; axis++)
        {
            Assert.InRange(tables.Matrix.Skip(6 * axis).Take(6).Max(Math.Abs), (1 << 27) + 1, 1 << 28);
        }
    }

    [Fact]
    public void TryConvert_AxisThatIsNotThere_StaysZero()
    {
        double[] matrix = new double[36];
        matrix[0] = 1e-4;
        Assert.True(SixAxisConverter.TryConvert(SixAxisCertificate.AtAnyTemperature(matrix, Zeros), 1e-3, 1e-6, out SixAxisTables? tables, out _));
        int[] values = new int[6];
        Assert.Equal(SixAxisOutcome.Ok, Calibration(tables).TryApply([1_000_000, 5, 5, 5, 5, 5], 0, values));
        Assert.Equal([100_000, 0, 0, 0, 0, 0], values);
    }

    [Fact]
    public void TryConvert_WhatCannotBe_IsSaidInOneLineWithItsMend()
    {
        double[] matrix = [.. Enumerable.Repeat(1e-5, 36)];
        double[] ones = [1, 1, 1, 1, 1, 1];
        Assert.Contains("35 numbers", ProblemOf(new SixAxisCertificate(matrix[1..], [25], Zeros, ones)), StringComparison.Ordinal);
        Assert.Contains("36 finite", ProblemOf(new SixAxisCertificate([double.NaN, .. matrix[1..]], [25], Zeros, ones)), StringComparison.Ordinal);
        Assert.Contains("row Fx", ProblemOf(new SixAxisCertificate([1e9, .. matrix[1..]], [25], Zeros, ones)), StringComparison.Ordinal);
        Assert.Contains("0 temperatures", ProblemOf(new SixAxisCertificate(matrix, [], [], [])), StringComparison.Ordinal);
        Assert.Contains("rising", ProblemOf(new SixAxisCertificate(matrix, [25, 25], new double[12], [.. ones, .. ones])), StringComparison.Ordinal);
        Assert.Contains("25.001", ProblemOf(new SixAxisCertificate(matrix, [25.001], Zeros, ones)), StringComparison.Ordinal);
        Assert.Contains("24 bits", ProblemOf(new SixAxisCertificate(matrix, [25], [1e9, .. Zeros[1..]], ones)), StringComparison.Ordinal);
        Assert.Contains("gain 2", ProblemOf(new SixAxisCertificate(matrix, [25], Zeros, [2, .. ones[1..]])), StringComparison.Ordinal);
        foreach (double step in new[] { 0, -1e-3, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("above 0", ProblemOf(SixAxisCertificate.AtAnyTemperature(matrix, Zeros), step), StringComparison.Ordinal);
        }
    }

    private static string ProblemOf(SixAxisCertificate certificate, double forceStep = 1e-3)
    {
        Assert.False(SixAxisConverter.TryConvert(certificate, forceStep, 1e-6, out SixAxisTables? tables, out string problem));
        Assert.Null(tables);
        Assert.DoesNotContain('\n', problem);
        return problem;
    }

    private static double Between(double[] table, int channel, double share) => table[channel] + (share * (table[channel + 6] - table[channel]));

    private static SixAxisCalibration Calibration(SixAxisTables tables) => new(
        tables.Matrix,
        tables.Shifts,
        tables.Knots,
        tables.Offsets,
        tables.Gains,
        new Scale(1, -3, Unit.Newton),
        new Scale(1, -6, Unit.NewtonMetre));
}
