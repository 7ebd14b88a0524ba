using EdgeAI.Device.Wire;
using EdgeAI.Perception.Sanity;

namespace EdgeAI.Tests.Perception.Sanity;

public sealed class ChannelWatchTests
{
    [Fact]
    public void Watch_OneChannelThatNeverMovesWhileOthersDo_IsStuckOnceItsPatienceEnds()
    {
        ChannelWatch watch = new(4);
        for (int reading = 0; reading <= ChannelWatch.Patience + 5; reading++)
        {
            FrameFlags said = watch.Take([reading, reading + 1, 7, reading % 3]);
            Assert.Equal(reading < ChannelWatch.Patience ? FrameFlags.None : FrameFlags.Stuck, said);
        }

        Assert.Equal(1, watch.StuckCount);
        Assert.Equal(FrameFlags.None, watch.Take([1, 2, 8, 3]));
    }

    [Fact]
    public void Watch_EverythingRests_SaysNothing()
    {
        ChannelWatch watch = new(4);
        for (int reading = 0; reading < 3 * ChannelWatch.Patience; reading++)
        {
            Assert.Equal(FrameFlags.None, watch.Take([1, 2, 3, 4]));
        }
    }

    [Fact]
    public void Watch_InTheSteadyState_AllocatesNothing()
    {
        ChannelWatch watch = new(72);
        float[] reading = new float[72];
        Assert.Equal(0, Allocation.Of(() =>
        {
            reading[3]++;
            watch.Take(reading);
        }));
    }
}
