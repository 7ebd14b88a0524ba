using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Health;

public sealed class DeadlineGuardTests
{
    private const long Millisecond = HealthFixture.Millisecond;
    private const long Hour = 3600L * 1_000_000_000;

    [Fact]
    public void Take_StageSlowerThanItsDeadline_IsCounted()
    {
        HealthFixture fixture = With(MissPolicy.Count);
        Taker stage = new(fixture.Clock, takesMilliseconds: 11);
        Feed(fixture, stage, null, count: 5, periodMilliseconds: 20);
        Assert.Equal((5, 5, 0), (stage.Taken, fixture.Guard.Missed, fixture.Guard.Skipped));
        Assert.Equal(11 * Millisecond, fixture.Guard.Latency.Maximum);
        Assert.Empty(fixture.Said);
    }

    [Fact]
    public void Take_ExactlyAtTheDeadline_IsNoMiss()
    {
        HealthFixture fixture = With(MissPolicy.Count);
        Feed(fixture, new Taker(fixture.Clock, takesMilliseconds: 10), null, count: 5, periodMilliseconds: 20);
        Assert.Equal(0, fixture.Guard.Missed);
    }

    [Fact]
    public void Take_SkipAndInputsThatWaited_DropsThemUntilCaughtUp()
    {
        HealthFixture fixture = With(MissPolicy.Skip);
        Taker stage = new(fixture.Clock, takesMilliseconds: 1);
        GuardedConsumer<ForceStamped> consumer = new(fixture.Guard, stage, null, fixture.Clock);

        // Ten readings of the last 50 ms wait: the deadline of 10 ms lets the newest ones through.
        fixture.At(100);
        for (long stamp = 55; stamp <= 100; stamp += 5)
        {
            Take(consumer, stamp * Millisecond);
        }

        Assert.Equal((7, 3), (fixture.Guard.Skipped, stage.Taken));
        fixture.At(1100);
        Take(consumer, fixture.Now);
        Assert.Equal(
            [
                "+StageSkips Warning: stage 'hand/grasp' is late and drops what waited too long, now 45000 us",
                "-StageSkips Information: stage 'hand/grasp' has caught up; dropped so far 7 inputs",
            ],
            fixture.Said);
    }

    [Fact]
    public void Take_SkipAndLateByTurns_SaysItOnceASecondAndCountsAll()
    {
        HealthFixture fixture = With(MissPolicy.Skip);
        GuardedConsumer<ForceStamped> consumer = new(fixture.Guard, new Taker(fixture.Clock, takesMilliseconds: 0), null, fixture.Clock);
        for (long milliseconds = 100; milliseconds < 3100; milliseconds += 2)
        {
            fixture.At(milliseconds);
            Take(consumer, (milliseconds - (milliseconds % 4 == 0 ? 50 : 0)) * Millisecond);
        }

        Assert.Equal((750, 3), (fixture.Guard.Skipped, fixture.Said.Count));
    }

    [Fact]
    public void Take_DegradeAndAMiss_AlternativeDecidesUntilThereWasCalm()
    {
        HealthFixture fixture = With(MissPolicy.Degrade);
        Taker stage = new(fixture.Clock, takesMilliseconds: 11);
        Taker small = new(fixture.Clock, takesMilliseconds: 1);
        Feed(fixture, stage, small, count: 5, periodMilliseconds: 20);
        Assert.Equal((1, 4, true), (stage.Taken, small.Taken, fixture.Guard.IsDegraded));
        stage.TakesMilliseconds = 1;
        Feed(fixture, stage, small, count: 10, periodMilliseconds: 20);
        Assert.Equal((false, 1), (fixture.Guard.IsDegraded, fixture.Guard.Missed));
        Assert.Equal(15, stage.Taken + small.Taken);
        Assert.Equal(fixture.Guard.TakenByAlternative, small.Taken);
        Assert.Equal(["+StageDegraded Warning: stage 'hand/grasp' is late: its alternative decides", "-StageDegraded Information: stage 'hand/grasp' decides again"], fixture.Said);
    }

    [Fact]
    public void Take_DegradedByTheWatchdog_AlternativeDecidesMeanwhile()
    {
        HealthFixture fixture = With(MissPolicy.Degrade);
        Taker stage = new(fixture.Clock, 1);
        Taker small = new(fixture.Clock, 1);
        fixture.Guard.IsForced = true;
        Feed(fixture, stage, small, count: 2, periodMilliseconds: 20);
        fixture.Guard.IsForced = false;
        Feed(fixture, stage, small, count: 3, periodMilliseconds: 20);
        Assert.Equal((3, 2), (stage.Taken, small.Taken));
    }

    [Fact]
    public void Take_FailSafeAndAMiss_DeclaresTheSafeStateOnceAsAFrameOfTheRobot()
    {
        HealthFixture fixture = With(MissPolicy.FailSafe);
        Feed(fixture, new Taker(fixture.Clock, takesMilliseconds: 11), null, count: 3, periodMilliseconds: 20);
        Assert.Equal(["+SafeState Error: stage 'hand/grasp' missed its deadline: safe state"], fixture.Said);
        FrameHeader header = new();
        byte[] frame = Assert.Single(fixture.Frames);
        Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(frame, 0, frame.Length, header));
        Assert.Equal((0, 255, 9, MessageType.LogRecord, FrameFlags.Simulated), (header.Board, header.Stream, header.Boot, header.Type, header.Flags));
    }

    [Theory]
    [InlineData(MissPolicy.Count)]
    [InlineData(MissPolicy.Skip)]
    [InlineData(MissPolicy.Degrade)]
    [InlineData(MissPolicy.FailSafe)]
    public void Take_StampsJumpAnHourEitherWay_AreCountedAndTheStageGoesOn(MissPolicy policy)
    {
        HealthFixture fixture = With(policy);
        fixture.Clock.AdvanceTo(2 * Hour);
        Taker stage = new(fixture.Clock, 1);
        GuardedConsumer<ForceStamped> consumer = new(fixture.Guard, stage, new Taker(fixture.Clock, 1), fixture.Clock);
        Take(consumer, fixture.Now + Hour);
        Take(consumer, fixture.Now - Hour);
        Assert.Equal(1, fixture.Guard.Missed + fixture.Guard.Skipped);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        int before = stage.Taken;
        Take(consumer, fixture.Now);
        Assert.Equal(before + 1, stage.Taken);
    }

    [Fact]
    public void Take_EveryChange_AllocatesNothing()
    {
        HealthFixture fixture = With(MissPolicy.Degrade);
        fixture.Keeps = false;
        Taker stage = new(fixture.Clock, takesMilliseconds: 11);
        GuardedConsumer<ForceStamped> consumer = new(fixture.Guard, stage, new Taker(fixture.Clock, 1), fixture.Clock);
        Assert.Equal(0, Allocation.Of(() =>
        {
            Take(consumer, fixture.Now);
            Take(consumer, fixture.Now);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(200));
        }));
        Assert.True(fixture.Log.Said > 500);
    }

    [Fact]
    public void Look_ClockJumpsAnHour_IsCountedAndSaid()
    {
        HealthFixture fixture = new();
        ClockWatch watch = new("UTC", 500 * Millisecond, fixture.Log);
        watch.Look(10 * Hour, 0);
        watch.Look((10 * Hour) + Millisecond, Millisecond);
        watch.Look(11 * Hour, 2 * Millisecond);
        watch.Look(10 * Hour, 3 * Millisecond);
        watch.Look(10 * Hour, 4 * Millisecond);
        Assert.Equal(2, watch.Jumps);
        Assert.Equal(["+ClockJumped Warning: clock 'UTC' jumped by 3599998 ms", "+ClockJumped Warning: clock 'UTC' jumped by -3600001 ms"], fixture.Said);
    }

    private static HealthFixture With(MissPolicy policy) => new(new DeadlineOptions(10 * Millisecond, policy, 100 * Millisecond));

    private static void Feed(HealthFixture fixture, Taker stage, Taker? alternative, int count, long periodMilliseconds)
    {
        GuardedConsumer<ForceStamped> consumer = new(fixture.Guard, stage, alternative, fixture.Clock);
        for (int reading = 0; reading < count; reading++)
        {
            long stamp = fixture.Now;
            Take(consumer, stamp);
            fixture.Clock.AdvanceTo(stamp + (periodMilliseconds * Millisecond));
        }
    }

    private static readonly ForceStamped Reading = new();

    private static void Take(GuardedConsumer<ForceStamped> consumer, long stamp)
    {
        Sample<ForceStamped> sample = new(Reading, new Stamp(stamp, 0), new StreamId(1, 1), 0, FrameFlags.None);
        consumer.Take(in sample);
    }

    private sealed class Taker(VirtualClock clock, long takesMilliseconds) : ISampleConsumer<ForceStamped>
    {
        public long TakesMilliseconds { get; set; } = takesMilliseconds;

        public int Taken { get; private set; }

        public void Take(in Sample<ForceStamped> sample)
        {
            Taken++;
            clock.AdvanceTo(clock.Nanoseconds + (TakesMilliseconds * Millisecond));
        }
    }
}
