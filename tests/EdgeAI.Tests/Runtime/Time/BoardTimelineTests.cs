using EdgeAI.Device.Time;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Time;

public sealed class BoardTimelineTests
{
    private const long LatencyBound = 2_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(-200)]
    public void ToRobot_WithJitterAndDrift_HoldsTheTrueInstantInItsInterval(int driftPpm)
    {
        Random random = new(11);
        BoardTimeline timeline = new(LatencyBound);
        const long Offset = 123_456_789_000;
        for (int sample = 0; sample < 20_000; sample++)
        {
            long truth = sample * 5_000_000L;
            long boardTime = truth + (truth / 1_000_000 * driftPpm) - Offset;
            long latency = 100_000 + (long)(random.NextDouble() * random.NextDouble() * 20_000_000);
            Stamp mapped = timeline.ToRobot(boot: 1, new Stamp(boardTime, 500), truth + latency);
            Assert.True(Math.Abs(truth - mapped.Nanoseconds) <= mapped.UncertaintyNanoseconds, $"sample {sample}: {truth - mapped.Nanoseconds} ns off, bound {mapped.UncertaintyNanoseconds} ns");
            if (sample > 200)
            {
                Assert.True(mapped.UncertaintyNanoseconds < 10_000_000, $"sample {sample}: a bound of {mapped.UncertaintyNanoseconds} ns says nothing");
            }
        }
    }

    [Fact]
    public void ToRobot_FirstFramesHeldUp_ClaimNoBoundThatTheyDoNotKeep()
    {
        BoardTimeline timeline = new(LatencyBound);
        Stamp first = timeline.ToRobot(1, new Stamp(1_000_000_000, 0), 6_166_000_000);
        Assert.Equal(long.MaxValue, first.UncertaintyNanoseconds);
    }

    [Fact]
    public void ToRobot_NeverLiesInTheFuture()
    {
        BoardTimeline timeline = new(LatencyBound);
        for (long arrival = 0; arrival < 1_000_000_000; arrival += 7_000_000)
        {
            Assert.True(timeline.ToRobot(1, new Stamp(arrival + 5_000_000_000, 0), arrival).Nanoseconds <= arrival);
        }
    }

    [Fact]
    public void ToRobot_AfterAReboot_ForgetsTheOldOffset()
    {
        BoardTimeline timeline = new(LatencyBound);
        timeline.ToRobot(1, new Stamp(9_000_000_000, 0), 10_000_000_000);
        Stamp afterReboot = timeline.ToRobot(2, new Stamp(1_000_000, 0), 12_000_000_000);
        Assert.InRange(afterReboot.Nanoseconds, 12_000_000_000 - LatencyBound, 12_000_000_000);
        Assert.Equal(1, timeline.Reboots);
    }

    [Fact]
    public void ToRobot_UnknownUncertainty_StaysUnknown()
    {
        BoardTimeline timeline = new(LatencyBound);
        Assert.Equal(long.MaxValue, timeline.ToRobot(1, new Stamp(0, long.MaxValue), 5).UncertaintyNanoseconds);
    }
}
