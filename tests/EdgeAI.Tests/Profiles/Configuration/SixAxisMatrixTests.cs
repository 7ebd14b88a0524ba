using CsCheck;
using EdgeAI.Profiles.Configuration;

namespace EdgeAI.Tests.Profiles.Configuration;

/// <summary>The maker's matrix in integers says what it said in SI.</summary>
public sealed class SixAxisMatrixTests
{
    [Fact]
    public void TryConvertRow_AnyRow_IsWithinHalfAnEntryOfTheMakersNumbers() =>
        Gen.Select(Gen.Double[-1, 1].Array[6], Gen.Int[-9, 3], Gen.Int[-6, 0]).Sample(
            static (row, exponent, step) =>
            {
                double[] worth = [.. row.Select(part => part * Math.Pow(10, exponent))];
                int[] entries = new int[6];
                if (!SixAxisMatrix.TryConvertRow(worth, Math.Pow(10, step), entries, out int shift, out bool isTooLarge))
                {
                    double largest = worth.Max(static part => Math.Abs(part)) / Math.Pow(10, step);
                    return isTooLarge ? largest > SixAxisMatrix.LargestEntry : largest < Math.ScaleB(1, -SixAxisMatrix.LargestShift);
                }

                bool isFine = shift == SixAxisMatrix.LargestShift || entries.Max(static entry => Math.Abs(entry)) > SixAxisMatrix.LargestEntry / 2;
                return isFine && entries.All(static entry => Math.Abs(entry) <= SixAxisMatrix.LargestEntry)
                    && worth.Zip(entries).All(pair => Math.Abs(Math.ScaleB(pair.First / Math.Pow(10, step), shift) - pair.Second) <= 0.5);
            },
            iter: 20_000);

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(1e-20, false)]
    [InlineData(1e9, true)]
    [InlineData(double.PositiveInfinity, true)]
    [InlineData(double.NaN, true)]
    public void TryConvertRow_WhatIntegersCannotHold_IsRefused(double worth, bool isTooLarge)
    {
        Assert.False(SixAxisMatrix.TryConvertRow([worth, 0, 0, 0, 0, 0], 1, new int[6], out _, out bool tooLarge));
        Assert.Equal(isTooLarge, tooLarge);
    }

    [Fact]
    public void TryConvertRow_OneStepACount_IsThePowerOfTwo()
    {
        int[] entries = new int[6];
        Assert.True(SixAxisMatrix.TryConvertRow([0.001, -0.0005, 0, 0, 0, 0], 0.001, entries, out int shift, out _));
        Assert.Equal((28, 1 << 28, -(1 << 27)), (shift, entries[0], entries[1]));
    }
}
