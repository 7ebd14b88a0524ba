using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class RandomStreamTests
{
    [Fact]
    public void Bits_OfSeedZero_AreTheReferenceSequence()
    {
        // SplitMix64 from 0 gives the state; xoshiro256++ of that state begins so (computed apart from this code).
        RandomStream random = new(0);
        Assert.Equal([0x53175D61490B23DFUL, 0x61DA6F3DC380D507UL, 0x5C0FDF91EC9A7BFCUL], [random.NextBits(), random.NextBits(), random.NextBits()]);
    }

    [Fact]
    public void Normal_ManyDraws_HaveTheMomentsOfANormal()
    {
        RandomStream random = new(5);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];
        Assert.InRange(draws.Average(), -0.01, 0.01);
        Assert.InRange(draws.Average(static x => x * x), 0.985, 1.015);
        Assert.InRange(draws.Average(static x => x * x * x * x), 2.9, 3.1);
        Assert.InRange(draws.Count(static x => x > 1.959964) / 200_000.0, 0.0235, 0.0265);
    }

    [Fact]
    public void Streams_OfNeighbouringCoordinates_AreUnrelated()
    {
        double[] first = [.. Enumerable.Range(0, 50_000).Select(static index => RandomStream.UniformAt(1, index, 0) - 0.5)];
        double[] second = [.. Enumerable.Range(0, 50_000).Select(static index => RandomStream.UniformAt(1, index, 1) - 0.5)];
        double correlation = first.Zip(second, static (x, y) => x * y).Average() * 12;
        Assert.InRange(correlation, -0.02, 0.02);
        Assert.NotEqual(RandomStream.For(1, 2, 3).NextBits(), RandomStream.For(1, 3, 2).NextBits());
    }
}
