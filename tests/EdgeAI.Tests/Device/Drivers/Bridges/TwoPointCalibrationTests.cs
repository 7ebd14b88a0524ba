using CsCheck;
using EdgeAI.Device.Drivers.Bridges;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Drivers.Bridges;

public sealed class TwoPointCalibrationTests
{
    [Theory]
    [InlineData(0, 1_000_000, 1_000_000, 1e-6)]
    [InlineData(0, 3, 1_000_000, 1.0 / 3.0)]
    [InlineData(100, -900, 5_000_000, -5e-3)]
    [InlineData(100, -900, -5_000_000, 5e-3)]
    [InlineData(0, 1, 1_000_000_000_000, 1e6)]
    public void TryCompute_TwoLoads_GivesNewtonPerCount(int unloaded, int loaded, long micronewtons, double expected)
    {
        Assert.True(TwoPointCalibration.TryCompute(unloaded, loaded, micronewtons, out Scale scale));
        Assert.Equal(Unit.Newton, scale.Unit);
        Assert.Equal(1.0, scale.Mantissa * Math.Pow(10, scale.Exponent) / expected, 8);
    }

    [Theory]
    [InlineData(5, 5, 1_000_000)]
    [InlineData(5, 6, 0)]
    [InlineData(5, 6, 1_000_000_000_001)]
    [InlineData(5, 6, long.MinValue)]
    public void TryCompute_NoScalePossible_SaysSo(int unloaded, int loaded, long micronewtons) =>
        Assert.False(TwoPointCalibration.TryCompute(unloaded, loaded, micronewtons, out _));

    [Fact]
    public void TryCompute_AnyLoads_IsWithinNineDigitsOrTheFinestExponent() =>
        Gen.Select(Gen.Int[-8388608, 8388607], Gen.Int[-8388608, 8388607], Gen.Long[-1_000_000_000_000, 1_000_000_000_000])
            .Where(t => t.Item1 != t.Item2 && t.Item3 != 0)
            .Sample(
                (unloaded, loaded, load) =>
                {
                    Assert.True(TwoPointCalibration.TryCompute(unloaded, loaded, load, out Scale scale));
                    double exact = load * 1e-6 / ((double)loaded - unloaded);
                    double computed = scale.Mantissa * Math.Pow(10, scale.Exponent);
                    Assert.InRange(computed - exact, -Math.Max(Math.Abs(exact) * 1e-8, 1e-18), Math.Max(Math.Abs(exact) * 1e-8, 1e-18));
                    Assert.InRange(scale.Exponent, -18, 18);
                },
                iter: 10_000,
                seed: "0N0XIzNsQ0O2");
}
