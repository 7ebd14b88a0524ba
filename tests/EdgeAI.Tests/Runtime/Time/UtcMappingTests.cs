using EdgeAI.Device.Time;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Time;

public sealed class UtcMappingTests
{
    [Fact]
    public void ToUtc_BeforeAnyObservation_HasNoBound()
    {
        UtcMapping mapping = new();
        mapping.ToUtc(new Stamp(5, 1), out long bound);
        Assert.Equal(UtcMapping.UnknownBound, bound);
    }

    [Fact]
    public void ToUtc_AfterAnObservation_AddsOffsetAndEveryPartOfTheBound()
    {
        UtcMapping mapping = new();
        mapping.Observe(before: 1_000, utc: 5_000_000, after: 3_000, sourceBound: 700);

        // Offset 5,000,000 - 2,000; bound: source 700, half the reading 1,000, drift of 100 ppm over 1 s, the stamp's own 50.
        long utc = mapping.ToUtc(new Stamp(1_000_002_000, 50), out long bound);
        Assert.Equal(1_005_000_000, utc);
        Assert.Equal(700 + 1_000 + 100_000 + 50, bound);
    }

    [Fact]
    public void ToUtc_WhenTheSourceDoesNotSay_StaysUnknown()
    {
        UtcMapping mapping = new();
        mapping.Observe(0, 1_000, 10, UtcMapping.UnknownBound);
        Assert.Equal(1_000, mapping.ToUtc(new Stamp(5, 0), out long bound));
        Assert.Equal(UtcMapping.UnknownBound, bound);
    }
}
