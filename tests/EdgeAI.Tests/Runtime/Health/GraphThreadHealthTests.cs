using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Tests.Runtime.Scheduling;

namespace EdgeAI.Tests.Runtime.Health;

/// <summary>Faults injected into a graph thread that really runs, on a clock that only the test moves.</summary>
public sealed class GraphThreadHealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Check_StageHangs_DegreesFollowAndTheThreadIsHeardAgain()
    {
        using ManualResetEvent entered = new(false);
        using ManualResetEvent release = new(false);
        HealthFixture fixture = new();
        using WakeSignal wake = new();
        using GraphThread thread = new(new ThreadOptions { Name = "touch" }, new ActionStepper(() =>
        {
            entered.Set();
            release.WaitOne();
            return false;
        }), wake, isWoken: true, fixture.Clock);
        Watchdog watchdog = Watching(fixture, thread);
        Assert.True(thread.TryStart());
        Assert.True(entered.WaitOne(Limit));
        List<HealthLevel> levels = [];
        foreach (long now in (long[])[50, 150, 600, 2500])
        {
            fixture.At(now);
            watchdog.Check(fixture.Now);
            levels.Add(watchdog.Level);
        }

        Assert.Equal([HealthLevel.Healthy, HealthLevel.Warned, HealthLevel.Degraded, HealthLevel.SafeState], levels);
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => thread.Heartbeat.Silence(fixture.Now) == 0, Limit));
        watchdog.Check(fixture.Now);
        Assert.Equal("-ThreadSilent Information: thread 'touch' steps in time again", fixture.Said[^1]);
        Assert.Equal(HealthLevel.SafeState, watchdog.Level);
        Assert.True(thread.Stop(Limit));
    }

    [Fact]
    public void Check_StageThrows_SafeStateIsDeclaredAtOnce()
    {
        HealthFixture fixture = new();
        using WakeSignal wake = new();
        using GraphThread thread = new(new ThreadOptions { Name = "touch" }, new ActionStepper(static () => throw new InvalidDataException("a defect")), wake, isWoken: true, fixture.Clock);
        Watchdog watchdog = Watching(fixture, thread);
        thread.TryStart();
        Assert.True(SpinWait.SpinUntil(() => thread.Heartbeat.IsDead, Limit));
        watchdog.Check(fixture.Now);
        Assert.Equal("+SafeState Error: thread 'touch' ended by a failure: safe state", fixture.Said[^1]);
    }

    [Fact]
    public void Check_SourceStalls_ThreadGoesOnBeatingAndIsHealthy()
    {
        HealthFixture fixture = new();
        using WakeSignal wake = new();
        using GraphThread thread = new(new ThreadOptions { Name = "touch" }, new ActionStepper(static () => false), wake, isWoken: true, fixture.Clock);
        Watchdog watchdog = Watching(fixture, thread);
        Assert.True(thread.TryStart());
        for (long now = 10_000; now <= 50_000; now += 10_000)
        {
            fixture.At(now);
            Assert.True(SpinWait.SpinUntil(() => thread.Heartbeat.Silence(fixture.Now) == 0, Limit));
            watchdog.Check(fixture.Now);
            Assert.Equal(HealthLevel.Healthy, watchdog.Level);
        }

        Assert.True(thread.Stop(Limit));
        Assert.Empty(fixture.Said);
    }

    private static Watchdog Watching(HealthFixture fixture, GraphThread thread) => new(
        new WatchdogLimits(100 * HealthFixture.Millisecond, 500 * HealthFixture.Millisecond, 2000 * HealthFixture.Millisecond),
        [thread.Heartbeat],
        [fixture.Guard],
        fixture.SafeState,
        fixture.Log);
}
