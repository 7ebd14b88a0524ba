using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Scheduling;

public sealed class PriorityLockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Enter_FourThreads_LetsOneInAtATime()
    {
        const int rounds = 100_000;
        PriorityLock gate = new();
        long count = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                using (gate.Enter())
                {
                    count++;
                }
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Assert.All(threads, static thread => Assert.True(thread.Join(Limit)));
        Assert.Equal(4 * rounds, count);
    }

    [Fact]
    public void Enter_ByWhoHoldsIt_GoesOnAndIsHeldUntilBothAreGivenBack()
    {
        PriorityLock gate = new();
        bool isIn = false;
        Thread other = new(() =>
        {
            using (gate.Enter())
            {
                Volatile.Write(ref isIn, true);
            }
        });
        using (gate.Enter())
        {
            using (gate.Enter())
            {
                other.Start();
            }

            Assert.False(other.Join(TimeSpan.FromMilliseconds(20)));
            Assert.False(Volatile.Read(ref isIn));
        }

        Assert.True(other.Join(Limit));
        Assert.True(isIn);
    }

    [Fact]
    public void Enter_MetOrNot_AllocatesNothing()
    {
        PriorityLock gate = new();
        Assert.Equal(0, Allocation.Of(() => gate.Enter().Dispose()));

        using SemaphoreSlim held = new(0);
        using ManualResetEventSlim waits = new();
        Thread holder = new(() =>
        {
            using (gate.Enter())
            {
                held.Release();
                waits.Wait(Limit);

                // The other thread has said that it comes; that it stands at the gate by now is likely and not needed.
                Thread.Sleep(5);
            }
        });
        holder.Start();
        Assert.True(held.Wait(Limit, TestContext.Current.CancellationToken));
        waits.Set();
        AllocationMeter meter = AllocationMeter.Start();
        gate.Enter().Dispose();
        Assert.Equal(0, meter.Bytes);
        holder.Join();
    }

    /// <summary>Who holds it while a fifo thread waits runs at that thread's priority, as the kernel shows it.</summary>
    [Fact]
    public void Enter_FifoThreadWaits_LiftsTheHolderToItsPriority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "priorities are inherited on Linux alone");
        PriorityLock gate = new();
        using SemaphoreSlim held = new(0);
        using ManualResetEventSlim seen = new();
        string stat = "";
        bool isIn = false;
        Thread holder = new(() =>
        {
            using (gate.Enter())
            {
                held.Release();
                SpinWait.SpinUntil(() => PriorityOf(stat = File.ReadAllText("/proc/thread-self/stat")) == -8, Limit);
            }

            seen.Set();
            SpinWait.SpinUntil(() => PriorityOf(File.ReadAllText("/proc/thread-self/stat")) >= 0, Limit);
        });
        holder.Start();
        Assert.True(held.Wait(Limit, TestContext.Current.CancellationToken));
        using GraphThread waiting = new(
            new ThreadOptions { Name = "urgent", Scheduling = ThreadScheduling.Fifo, Priority = 7, Strict = true },
            new ActionStepper(() =>
            {
                using (gate.Enter())
                {
                    Volatile.Write(ref isIn, true);
                }

                return false;
            }),
            new WakeSignal(),
            isWoken: true,
            new MonotonicClock());
        if (!waiting.TryStart())
        {
            Assert.Skip($"not granted here: {string.Join("; ", waiting.Refused)}");
        }

        Assert.True(seen.Wait(Limit, TestContext.Current.CancellationToken), $"the holder ran on as it was: {stat}");
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref isIn), Limit));
        Assert.True(holder.Join(Limit));
        Assert.True(waiting.Stop(Limit));
    }

    // proc(5): the 18th field; a real-time priority p shows as -1 - p.
    private static int PriorityOf(string stat) => int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[15], System.Globalization.CultureInfo.InvariantCulture);
}
