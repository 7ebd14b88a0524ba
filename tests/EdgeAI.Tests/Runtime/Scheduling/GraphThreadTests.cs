using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Scheduling;

public sealed class GraphThreadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Step_OnAFifoThread_RunsUnderThatPriorityAndTheProcessDoesNot()
    {
        string stat = await SeenBy(new ThreadOptions { Name = "fifo", Scheduling = ThreadScheduling.Fifo, Priority = 7 }, static () => File.ReadAllText("/proc/thread-self/stat"));
        Assert.Equal(("7", "1"), PriorityAndPolicyOf(stat));
        Assert.Equal(("0", "0"), PriorityAndPolicyOf(await File.ReadAllTextAsync($"/proc/self/task/{Environment.ProcessId}/stat", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Step_OnABoundThread_MayRunOnThatProcessorAlone()
    {
        string status = await SeenBy(new ThreadOptions { Name = "bound", Cpus = [0] }, static () => File.ReadAllText("/proc/thread-self/status"));
        Assert.Matches(@"Cpus_allowed_list:\s+0\n", status);
    }

    [Fact]
    public async Task Step_OnALockedThread_HasItsStackInMemory()
    {
        string status = await SeenBy(new ThreadOptions { Name = "locked", LockMemory = true }, static () => File.ReadAllText("/proc/self/status"));
        string line = status.Split('\n').First(static line => line.StartsWith("VmLck:", StringComparison.Ordinal));
        Assert.InRange(int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]), 900, 8192);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryStart_WithoutThePrivilege_WarnsOrRefusesAsTheOptionsSay(bool strict)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "capabilities are Linux's");
        long steps = 0;
        (bool Started, IReadOnlyList<string> Refused, bool Stopped) seen = default;
        Thread poor = new(() =>
        {
            Capabilities.DropRealTime();
            ThreadOptions options = new() { Name = "touch", Scheduling = ThreadScheduling.Fifo, Priority = 20, Strict = strict };
            using GraphThread thread = new(options, new ActionStepper(() => Interlocked.Increment(ref steps) < 0), new WakeSignal(), isWoken: true, new MonotonicClock());
            bool started = thread.TryStart();
            SpinWait.SpinUntil(() => strict || Interlocked.Read(ref steps) > 0, Limit);
            seen = (started, thread.Refused, thread.Stop(Limit));
        });
        poor.Start();
        Assert.True(poor.Join(Limit));
        Assert.Equal(["thread 'touch' could not be scheduled as fifo 20: not permitted; give the service CAP_SYS_NICE or LimitRTPRIO=20, or write \"scheduling\": \"normal\""], seen.Refused);
        Assert.Equal((!strict, !strict, true), (seen.Started, steps > 0, seen.Stopped));
    }

    [Fact]
    public void TryStart_ProcessorThatIsNotThere_SaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "affinity is asked of Linux alone");
        using GraphThread thread = new(new ThreadOptions { Name = "far", Cpus = [1023], Strict = true }, new ActionStepper(static () => false), new WakeSignal(), isWoken: true, new MonotonicClock());
        Assert.False(thread.TryStart());
        Assert.Matches("^thread 'far' could not be bound to cpus 1023: this process may use \\d+ processors, and none of these is among them; correct \"cpus\"$", Assert.Single(thread.Refused));
    }

    [Fact]
    public async Task Wake_ThreadRests_Steps()
    {
        using SemaphoreSlim worked = new(0);
        int waiting = 0;
        ActionStepper stepper = new(() =>
        {
            bool work = Interlocked.Exchange(ref waiting, 0) != 0;
            if (work)
            {
                worked.Release();
            }

            return work;
        });
        using WakeSignal wake = new();
        using GraphThread thread = new(new ThreadOptions { Name = "woken" }, stepper, wake, isWoken: true, new MonotonicClock());
        Assert.True(thread.TryStart());
        for (int round = 0; round < 100; round++)
        {
            Volatile.Write(ref waiting, 1);
            wake.Set();
            Assert.True(await worked.WaitAsync(Limit, TestContext.Current.CancellationToken));
        }

        Assert.True(thread.Stop(Limit));
    }

    [Fact]
    public void Step_Throws_EndsTheThreadAndKeepsTheReason()
    {
        ActionStepper stepper = new(static () => throw new InvalidDataException("no such thing"));
        using GraphThread thread = new(new ThreadOptions { Name = "broken" }, stepper, new WakeSignal(), isWoken: true, new MonotonicClock());
        thread.TryStart();
        Assert.True(thread.Stop(Limit));
        Assert.Equal("no such thing", Assert.IsType<InvalidDataException>(thread.Failure).Message);
        Assert.True(thread.Heartbeat.IsDead);
        Assert.True(stepper.IsStopped);
    }

    [Fact]
    public void Stop_DoorsAreNeverEmpty_DrainsWhatIsInsideAndEnds()
    {
        int inside = 3;
        ActionStepper saturated = new(static () => true, () => inside-- > 0);
        using GraphThread thread = new(new ThreadOptions { Name = "saturated" }, saturated, new WakeSignal(), isWoken: true, new MonotonicClock());
        Assert.True(thread.TryStart());
        Assert.True(thread.Stop(Limit));
        Assert.Equal((-1, true), (inside, thread.HasEnded));
        Assert.Null(thread.Failure);
    }

    [Fact]
    public void Stop_WhatIsLeftOverThrows_KeepsTheReason()
    {
        bool isOver = false;
        ActionStepper defective = new(() => Volatile.Read(ref isOver) ? throw new InvalidDataException("left over") : false);
        ActionStepper last = new(() =>
        {
            Volatile.Write(ref isOver, true);
            return false;
        });
        using WakeSignal wake = new();
        MonotonicClock clock = new();
        using LiveExecutor executor = new([
            (new GraphThread(new ThreadOptions { Name = "sink" }, new ActionStepper(static () => false), wake, isWoken: true, clock), defective),
            (new GraphThread(new ThreadOptions { Name = "source" }, last, new WakeSignal(), isWoken: true, clock), last)]);
        Assert.True(executor.TryStart());
        executor.Stop();
        Assert.Equal("left over", executor.Failure?.Message);
        Assert.True(executor.HasEnded);
    }

    [Fact]
    public void Stop_StepHangs_GivesUpAndNamesTheThread()
    {
        using ManualResetEvent release = new(false);
        using ManualResetEvent entered = new(false);
        using GraphThread thread = new(new ThreadOptions { Name = "stuck" }, new ActionStepper(() =>
        {
            entered.Set();
            release.WaitOne();
            return false;
        }), new WakeSignal(), isWoken: true, new MonotonicClock());
        Assert.True(thread.TryStart());
        Assert.True(entered.WaitOne(Limit));
        Assert.False(thread.Stop(TimeSpan.FromMilliseconds(1)));
        Assert.Equal("thread 'stuck' hangs in a step; its stage, or what that waits for, does not end", thread.Failure!.Message);
        release.Set();
        Assert.True(thread.Stop(Limit));
    }

    [Fact]
    public void Stop_OneThreadFeedsAnother_NothingStaysBetweenThem()
    {
        int toFeed = 50;
        int between = 0;
        int taken = 0;
        ActionStepper source = new(() =>
        {
            if (toFeed == 0)
            {
                return false;
            }

            toFeed--;
            Interlocked.Increment(ref between);
            return true;
        });
        ActionStepper sink = new(() =>
        {
            int count = Interlocked.Exchange(ref between, 0);
            taken += count;
            return count > 0;
        });
        MonotonicClock clock = new();
        using LiveExecutor executor = new([
            (new GraphThread(new ThreadOptions { Name = "sink" }, sink, new WakeSignal(), isWoken: true, clock), sink),
            (new GraphThread(new ThreadOptions { Name = "source" }, source, new WakeSignal(), isWoken: true, clock), source)]);
        Assert.True(executor.TryStart());
        executor.Stop();
        Assert.Null(executor.Failure);
        Assert.Equal((0, 50), (between, taken));
    }

    // What a thread with these options sees in its first step; skips where the options are refused.
    private static async Task<string> SeenBy(ThreadOptions options, Func<string> look)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads are told apart in Linux's /proc alone");
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using GraphThread thread = new(options, new ActionStepper(() =>
        {
            seen.TrySetResult(look());
            return false;
        }), new WakeSignal(), isWoken: true, new MonotonicClock());
        Assert.True(thread.TryStart());
        string result = await seen.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        thread.Stop(Limit);
        Assert.SkipWhen(thread.Refused.Count > 0, $"not granted here: {string.Join("; ", thread.Refused)}");
        return result;
    }

    // proc(5): after the name in brackets, rt_priority is field 40 and policy field 41, of which the third is the first here.
    private static (string Priority, string Policy) PriorityAndPolicyOf(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[40 - 3], fields[41 - 3]);
    }
}
