using System.Diagnostics;
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

    /// <summary>What is written just before a set is found, however the set meets a signal that is being taken back.</summary>
    [Fact]
    public void Set_WhileTheSignalStandsAlready_IsNeverLost()
    {
        const int Rounds = 200_000;
        using WakeSignal signal = new();
        int given = 0;
        int seen = 0;
        bool isLost = false;
        Thread taker = new(() =>
        {
            while (Volatile.Read(ref seen) < Rounds && !isLost)
            {
                bool isSignalled = signal.Wait(Long);
                int found = Volatile.Read(ref given);
                isLost = !isSignalled && found != Volatile.Read(ref seen);
                Volatile.Write(ref seen, found);
            }
        });
        taker.Start();
        Stopwatch limit = Stopwatch.StartNew();
        for (int round = 1; round <= Rounds; round++)
        {
            // The first set has the taker look, at any moment from here on: before, between or after the two lines below.
            signal.Set();
            Volatile.Write(ref given, round);
            signal.Set();
            SpinWait wait = default;
            while (Volatile.Read(ref seen) < round && limit.Elapsed < 2 * Long)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }

        Assert.True(taker.Join(2 * Long), $"stands at {seen} of {given}");
        Assert.False(isLost, $"the wake-up for {given} was lost");
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
