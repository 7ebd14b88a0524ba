using CsCheck;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class FrameTimeTests
{
    [Theory]
    [InlineData(0, 0, 0, 0u)]
    [InlineData(1_000, 1_000, 1, 1u)]
    [InlineData(1_499, 0, 1, 1u)]
    [InlineData(1_500, 0, 2, 1u)]
    [InlineData(1_000_000_400, 2_000, 1_000_000, 3u)]
    [InlineData(2_000, 1, 2, 1u)]
    [InlineData(0, FrameTime.UnknownNanoseconds, 0, FrameTime.UnknownMicroseconds)]
    [InlineData(0, long.MaxValue, 0, FrameTime.UnknownMicroseconds)]
    public void ToHeader_WorkedCase_RoundsTimeAndWidensTheBound(long nanoseconds, long uncertainty, long expectedTime, uint expectedUncertainty)
    {
        FrameHeader header = new();

        FrameTime.ToHeader(new Stamp(nanoseconds, uncertainty), header);

        Assert.Equal(expectedTime, header.TimeMicroseconds);
        Assert.Equal(expectedUncertainty, header.UncertaintyMicroseconds);
    }

    [Fact]
    public void ToHeader_AnyStamp_KeepsTheBoundTrueAndWidensItByLessThanOneAndAHalfMicroseconds()
    {
        (from nanoseconds in Gen.Long[0, FrameLayout.Max48 * 1000]
         from uncertainty in Gen.OneOf(Gen.Long[0, 5_000], Gen.Long[0, FrameTime.UnknownNanoseconds - 2_000])
         select new Stamp(nanoseconds, uncertainty))
            .Sample(
                static stamp =>
                {
                    FrameHeader header = new();
                    FrameTime.ToHeader(stamp, header);
                    Stamp back = FrameTime.ToStamp(header.TimeMicroseconds, header.UncertaintyMicroseconds);
                    bool holds = back.Nanoseconds - back.UncertaintyNanoseconds <= stamp.Nanoseconds - stamp.UncertaintyNanoseconds
                        && back.Nanoseconds + back.UncertaintyNanoseconds >= stamp.Nanoseconds + stamp.UncertaintyNanoseconds;
                    return holds && back.UncertaintyNanoseconds - stamp.UncertaintyNanoseconds < 1_500;
                },
                seed: "0000000000001",
                iter: 50_000);
    }

    [Fact]
    public void ToStamp_UnknownUncertainty_StaysUnknownWhenEncodedAgain()
    {
        FrameHeader header = new();

        FrameTime.ToHeader(FrameTime.ToStamp(5, FrameTime.UnknownMicroseconds), header);

        Assert.Equal(FrameTime.UnknownMicroseconds, header.UncertaintyMicroseconds);
    }

    [Theory]
    [InlineData(-1, 0, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 0, true)]
    [InlineData(FrameLayout.Max48 * 1000, 0, true)]
    [InlineData((FrameLayout.Max48 * 1000) + 1, 0, false)]
    public void IsEncodable_AtItsEdges_SaysWhatFits(long nanoseconds, long uncertainty, bool expected)
    {
        Assert.Equal(expected, FrameTime.IsEncodable(new Stamp(nanoseconds, uncertainty)));
    }
}
