using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public void Wait_AfterASet_ReturnsAtOnceAndOnlyOnce()
    {
        using WakeSignal signal = new();
        signal.Set();
        signal.Set();
        Assert.True(signal.Wait(Long));
        Assert.False(signal.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Wait_AfterASleepThatTimedOut_HearsTheNextSet()
    {
        using WakeSignal signal = new();
        Assert.False(signal.Wait(TimeSpan.Zero));
        signal.Set();
        Assert.True(signal.Wait(Long));
    }

    [Fact]
    public void Set_FromAnotherThread_IsNeverLost()
    {
        const int Rounds = 20_000;
        using WakeSignal there = new();
        using WakeSignal back = new();
        int answered = 0;
        Thread other = new(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                while (!there.Wait(Long))
                {
                }

                answered++;
                back.Set();
            }
        });
        other.Start();
        for (int round = 0; round < Rounds; round++)
        {
            there.Set();
            while (!back.Wait(Long))
            {
            }
        }

        other.Join();
        Assert.Equal(Rounds, answered);
    }

    [Fact]
    public void SetAndWait_AllocateNothing()
    {
        using WakeSignal signal = new();
        Assert.Equal(0, Allocation.Of(() =>
        {
            signal.Set();
            signal.Wait(Long);
            signal.Wait(TimeSpan.Zero);
        }));
    }
}
