using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Hosting;

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

    [Fact]
    public async Task Wait_BytesArriveOnAWatchedSerialLine_Ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "serial lines are opened on Linux alone");
        using SerialHostLine board = new();
        Assert.True(SerialLink.TryOpen(board.Name, 921600, new MonotonicClock(), out SerialLink? link, out string problem), problem);
        using SerialLink robot = link;
        using WakeSignal signal = new();
        signal.Watch([robot]);
        Task<bool> waiting = Task.Run(() =>
        {
            signal.Wait(Timeout.InfiniteTimeSpan, watching: true, out bool arrived);
            return arrived;
        });
        Assert.True(board.Write([1, 2, 3], 100));
        Assert.True(await waiting.WaitAsync(Long, TestContext.Current.CancellationToken));
        byte[] buffer = new byte[16];
        Assert.Equal(3, robot.Receive(buffer, 0, buffer.Length));
    }

    [Fact]
    public void Wait_WatchedLinkWithoutAFile_IsPassedOver()
    {
        using WakeSignal signal = new();
        using TcpLink unconnected = new("127.0.0.1", 9, new MonotonicClock());
        signal.Watch([unconnected]);
        Assert.False(signal.Wait(TimeSpan.FromMilliseconds(1), watching: true, out bool arrived));
        Assert.False(arrived);
    }
}
