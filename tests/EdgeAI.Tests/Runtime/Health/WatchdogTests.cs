using EdgeAI.Runtime.Health;

namespace EdgeAI.Tests.Runtime.Health;

public sealed class WatchdogTests
{
    [Fact]
    public void Check_ThreadHangs_WarnsDegradesAndDeclaresTheSafeState()
    {
        HealthFixture fixture = new();
        List<HealthLevel> levels = [];
        fixture.Heart.Beat(0);
        foreach (long now in (long[])[50, 99, 100, 499, 500, 1999, 2000, 9000])
        {
            fixture.At(now);
            fixture.Watchdog.Check(fixture.Now);
            levels.Add(fixture.Watchdog.Level);
        }

        Assert.Equal([HealthLevel.Healthy, HealthLevel.Healthy, HealthLevel.Warned, HealthLevel.Warned, HealthLevel.Degraded, HealthLevel.Degraded, HealthLevel.SafeState, HealthLevel.SafeState], levels);
        Assert.Equal(
            [
                "+ThreadSilent Warning: thread 'touch' has begun no step for 100 ms",
                "+ThreadDegraded Warning: thread 'touch' has stages degrade: no step for 500 ms",
                "+SafeState Error: thread 'touch' hangs or starves: safe state",
            ],
            fixture.Said);
        Assert.True(fixture.Guard.IsForced);
    }

    [Fact]
    public void Check_ThreadComesBackFromDegraded_SaysSoAndStagesReturn()
    {
        HealthFixture fixture = new();
        fixture.Heart.Beat(0);
        fixture.At(600);
        fixture.Watchdog.Check(fixture.Now);
        fixture.Heart.Beat(fixture.Now);
        fixture.At(601);
        fixture.Watchdog.Check(fixture.Now);
        Assert.Equal(HealthLevel.Healthy, fixture.Watchdog.Level);
        Assert.False(fixture.Guard.IsForced);
        Assert.Equal(["-ThreadDegraded Information: thread 'touch' lets stages return", "-ThreadSilent Information: thread 'touch' steps in time again"], fixture.Said[^2..]);
        Assert.Equal(1, fixture.Watchdog.Warnings);
    }

    [Fact]
    public void Check_ThreadComesBackFromTheSafeState_TheSafeStateStays()
    {
        HealthFixture fixture = new();
        fixture.Heart.Beat(0);
        fixture.At(3000);
        fixture.Watchdog.Check(fixture.Now);
        fixture.Heart.Beat(fixture.Now);
        fixture.Watchdog.Check(fixture.Now);
        Assert.Equal(HealthLevel.SafeState, fixture.Watchdog.Level);
        Assert.True(fixture.SafeState.IsDeclared);
    }

    [Fact]
    public void Check_ThreadDied_GoesThroughEveryLevelAtOnce()
    {
        HealthFixture fixture = new();
        fixture.Heart.Beat(0);
        fixture.Heart.Die();
        fixture.Watchdog.Check(fixture.Now);
        Assert.Equal(HealthLevel.SafeState, fixture.Watchdog.Level);
        Assert.Equal(["+ThreadDied", "+ThreadDegraded", "+SafeState"], fixture.Said.Select(static line => line.Split(' ')[0]));
    }

    [Fact]
    public void Check_ThreadNotBegunOrAskedToEnd_ExpectsNothing()
    {
        HealthFixture fixture = new();
        fixture.At(60_000);
        fixture.Watchdog.Check(fixture.Now);
        fixture.Heart.Beat(0);
        fixture.Heart.End();
        fixture.Watchdog.Check(fixture.Now);
        Assert.Equal(HealthLevel.Healthy, fixture.Watchdog.Level);
        Assert.Empty(fixture.Said);
    }

    [Fact]
    public void Check_HeartAnHourAhead_IsNoSilence()
    {
        HealthFixture fixture = new();
        fixture.Heart.Beat(3600L * 1_000_000_000);
        fixture.Watchdog.Check(fixture.Now);
        Assert.Equal(HealthLevel.Healthy, fixture.Watchdog.Level);
    }
}
