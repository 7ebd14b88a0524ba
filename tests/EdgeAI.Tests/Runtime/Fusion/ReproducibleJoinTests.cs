using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>What a reproducible join does when its streams do not behave: stall, come late, jump, repeat themselves.</summary>
public sealed class ReproducibleJoinTests
{
    private const long Millisecond = 1_000_000;
    private const long Hour = 3600L * 1000 * Millisecond;

    private static readonly JoinOptions Patient = new() { PatienceNanoseconds = 100 * Millisecond };

    [Fact]
    public void Take_Answer_CarriesTheWidestBoundEveryFlagAndTheOldestInput()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible([Reproducible.Nearest<int>(TimeWindow.Within(50)), Reproducible.Last<int>(new TimeWindow(-90, 0))]);
        (long Instant, long Bound, FrameFlags Flags, long Oldest, long Sequence) told = default;
        bench.OnAnswer = sample => told = (sample.Stamp.Nanoseconds, sample.Stamp.UncertaintyNanoseconds, sample.Flags, sample.Stamp.Nanoseconds - sample.SpanNanoseconds, sample.Sequence);
        bench.Input(0).Take(JoinBench<int>.SampleOf(1, 95, uncertainty: 7));
        bench.Input(1).Take(JoinBench<int>.SampleOf(2, 40, uncertainty: 9, FrameFlags.Replayed));
        bench.Input(1).Take(JoinBench<int>.SampleOf(2, 101, uncertainty: 900, FrameFlags.Simulated));
        bench.Join.Take(JoinBench<int>.SampleOf(0, 100, uncertainty: 5, FrameFlags.Simulated, sequence: 77));
        bench.Secondary(3, 106);

        Assert.Equal((100, 9, FrameFlags.Simulated | FrameFlags.Replayed, 40, 77), told);
    }

    [Fact]
    public void Interpolated_Answer_RestsOnBothSamplesAround()
    {
        JoinBench<double> bench = JoinBench<double>.OfReproducible(Reproducible.Interpolated(TimeWindow.Within(50), new NumberBlend()));
        (long Bound, FrameFlags Flags, long Oldest, long Matched) told = default;
        bench.OnAnswer = sample => told = (sample.Stamp.UncertaintyNanoseconds, sample.Flags, sample.Stamp.Nanoseconds - sample.SpanNanoseconds, bench.Input().MatchAt(0).Stamp.Nanoseconds);
        bench.Input().Take(JoinBench<double>.SampleOf(1, 90, uncertainty: 30));
        bench.Primary(0, 100);
        bench.Input().Take(JoinBench<double>.SampleOf(2, 110, uncertainty: 20, FrameFlags.Simulated));

        Assert.Equal(["0,1.5"], bench.Answers);
        Assert.Equal((30, FrameFlags.Simulated, 90, 100), told);
    }

    [Fact]
    public void Take_LateWithinTheBound_IsPutInItsPlace()
    {
        HistoryOptions late = new() { LatenessNanoseconds = 20 };
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Window<int>(new TimeWindow(-10, 10)), new JoinOptions { Primary = late }, late);
        foreach (int stamp in new[] { 100, 108, 95, 119, 101, 140 })
        {
            bench.Secondary(stamp, stamp);
        }

        foreach (int stamp in new[] { 105, 100, 104, 126 })
        {
            bench.Primary(stamp, stamp);
        }

        Assert.Equal(["100,95+100+101+108", "104,95+100+101+108", "105,95+100+101+108"], bench.Answers);
    }

    [Fact]
    public void Take_LaterThanTheBound_IsDroppedAndCounted()
    {
        HistoryOptions late = new() { LatenessNanoseconds = 20 };
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Exact<int>(), new JoinOptions { Primary = late }, late);
        bench.Secondary(1, 100);
        bench.Secondary(2, 80);
        bench.Secondary(3, 81);
        bench.Primary(1, 100);
        bench.Primary(2, 80);

        Assert.Equal(1, bench.Input().Ledger.Late);
        Assert.Equal(1, bench.Join.Ledger.Late);
    }

    [Fact]
    public void Take_IdenticalStamps_FirstSecondaryStandsAndEveryPrimaryIsAnswered()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Interpolated(TimeWindow.Within(50), new IntegerBlend()));
        bench.Secondary(10, 100);
        bench.Secondary(99, 100);
        bench.Primary(1, 105);
        bench.Primary(2, 105);
        bench.Secondary(20, 110);
        bench.Secondary(88, 110);

        Assert.Equal(["1,15", "2,15"], bench.Answers);
        Assert.Equal((2, 2), (bench.Input().IdenticalStamps, bench.Input().Ledger.Identical));
        Assert.Equal(1, bench.Join.IdenticalStamps);
    }

    [Fact]
    public void Step_StalledRequiredInput_GivesUpAfterItsPatience()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(Millisecond)), Patient);
        bench.Primary(1, 0);
        bench.Clock.AdvanceTo((100 * Millisecond) - 1);
        Assert.False(bench.Reproducible.Step());
        bench.Clock.AdvanceTo(100 * Millisecond);
        Assert.True(bench.Reproducible.Step());

        Assert.Empty(bench.Answers);
        Assert.Equal((1, 1), (bench.Join.Ledger.GaveUp, bench.Input().GaveUp));
        Assert.True(bench.Reproducible.WasDisturbed);
    }

    [Fact]
    public void Step_StalledOptionalInput_DoesNotStopTheOthers()
    {
        ReproducibleInterpolator<int> nearest = Reproducible.Nearest<int>(TimeWindow.Within(Millisecond));
        JoinBench<int> bench = JoinBench<int>.OfReproducible([nearest, nearest], Patient, required: false);
        for (int sample = 0; sample < 1000; sample++)
        {
            long instant = sample * 10 * Millisecond;
            bench.Clock.AdvanceTo(instant);
            bench.Primary(sample, instant);
            bench.Secondary(sample, instant, index: 0);
            bench.Reproducible.Step();
        }

        Assert.Equal(Enumerable.Range(0, 990).Select(static sample => $"{sample},{sample},-"), bench.Answers);
        Assert.Equal((990, 0), (bench.Input(1).GaveUp, bench.Input(0).GaveUp));
        Assert.Equal(10, bench.Join.Ledger.Waiting);
    }

    [Fact]
    public void Take_StalledSecondary_HoldsNoMoreThanItsRoom()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(5)), new JoinOptions { Primary = new HistoryOptions { Capacity = 8 } });
        for (int sample = 0; sample < 1000; sample++)
        {
            bench.Primary(sample, sample);
        }

        Assert.Equal((8, 992), (bench.Join.Ledger.Waiting, bench.Join.Ledger.Overflow));
        Assert.True(bench.Join.Ledger.IsBalanced);
    }

    [Fact]
    public void Take_StalledPrimary_HoldsNoMoreThanItsRoomAndNeverAnswersFromWhatIsLost()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(5)), input: new HistoryOptions { Capacity = 8 });
        for (int sample = 0; sample < 1000; sample++)
        {
            bench.Secondary(sample, sample * 10);
        }

        bench.Primary(1, 9912);
        bench.Primary(2, 9913);
        bench.Primary(3, 9922);

        // What lay at 9910 is gone: the first two might have been nearest to it. The third has what it needs.
        Assert.Equal(["3,992"], bench.Answers);
        Assert.Equal((2, 2, 992), (bench.Join.Ledger.Lost, bench.Input().Lost, bench.Input().Ledger.Overflow));
        Assert.True(bench.Input().Ledger.IsBalanced);
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void Take_SecondaryClockJumpsAndReturns_IsCountedAndAnswersGoOn(long jump)
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(Millisecond)), Patient);
        Feed(bench, 0, 100, secondaryOffset: 0);
        Feed(bench, 100, 200, secondaryOffset: jump);
        Feed(bench, 200, 300, secondaryOffset: 0);

        // The primary sample that came just before the jump back was told that nothing would come before the hour.
        Assert.Equal((1, 1), (bench.Input().JumpsAhead, bench.Input().JumpsBack));
        Assert.Equal(Enumerable.Range(0, 100).Concat(Enumerable.Range(200, 100)).Where(sample => sample != (jump > 0 ? 200 : -1)).Select(static sample => $"{sample},{sample}"), bench.Answers);
        Assert.True(bench.Input().Ledger.IsBalanced);
        Assert.True(bench.Reproducible.WasDisturbed);
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void Take_PrimaryClockJumpsAndReturns_IsCountedAndAnswersGoOn(long jump)
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(Millisecond)), Patient);
        Feed(bench, 0, 100, secondaryOffset: 0);
        Feed(bench, 100, 200, secondaryOffset: 0, primaryOffset: jump);
        Feed(bench, 200, 300, secondaryOffset: 0);

        Assert.Equal((1, 1), (bench.Join.JumpsAhead, bench.Join.JumpsBack));
        Assert.Equal(Enumerable.Range(0, 100).Concat(Enumerable.Range(200, 100)).Select(static sample => $"{sample},{sample}"), bench.Answers);
        Assert.True(bench.Join.Ledger.IsBalanced, bench.Join.Ledger.ToString());
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void Take_BothClocksJump_AnswersGoOn(long jump)
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(Millisecond)), Patient);
        Feed(bench, 0, 100, secondaryOffset: 0);
        Feed(bench, 100, 200, secondaryOffset: jump, primaryOffset: jump);

        // The first primary sample of the past comes while the secondary still stands an hour later, and has nothing there.
        Assert.Equal(Enumerable.Range(0, 200).Where(sample => sample != (jump < 0 ? 100 : -1)).Select(static sample => $"{sample},{sample}"), bench.Answers);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Take_StampAtTheEndsOfTime_NeitherThrowsNorHangs(long stamp)
    {
        ReproducibleInterpolator<int>[] rules =
        [
            Reproducible.Nearest<int>(TimeWindow.Unbounded),
            Reproducible.Nearest<int>(TimeWindow.Within(100)),
            Reproducible.Last<int>(TimeWindow.Unbounded),
            Reproducible.Window<int>(new TimeWindow(-100, 100)),
            Reproducible.Interpolated(TimeWindow.Unbounded, new IntegerBlend()),
        ];
        JoinBench<int> bench = JoinBench<int>.OfReproducible(rules, Patient, new HistoryOptions { LatenessNanoseconds = 5 }, required: false);
        for (int sample = 0; sample < 10; sample++)
        {
            long instant = sample is 3 or 7 ? stamp : sample * 10;
            bench.Primary(sample, instant);
            for (int input = 0; input < rules.Length; input++)
            {
                bench.Secondary(sample, instant, input);
            }
        }

        bench.Clock.AdvanceTo(Hour);
        bench.Reproducible.Step();
        Assert.True(bench.Join.Ledger.IsBalanced);
        Assert.Equal(0, bench.Join.Ledger.Waiting);
    }

    [Fact]
    public void Step_SilentPrimaryWithLateness_AnswersItsLastAfterItsPatience()
    {
        HistoryOptions late = new() { LatenessNanoseconds = 20 };
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Exact<int>(), new JoinOptions { Primary = late, PatienceNanoseconds = 50 });
        bench.Secondary(1, 100);
        bench.Primary(1, 100);
        Assert.Empty(bench.Answers);
        bench.Clock.AdvanceTo(50);
        bench.Reproducible.Step();
        bench.Primary(2, 90);

        Assert.Equal(["1,1"], bench.Answers);
        Assert.Equal((1, 1), (bench.Reproducible.Hurried, bench.Join.Ledger.Late));
    }

    [Fact]
    public void Construct_InputOfAnotherJoin_IsRefused()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Exact<int>());
        ReproducibleInput<int> input = (ReproducibleInput<int>)bench.Input();

        Assert.Throws<ArgumentException>(() => new ReproducibleJoin<int>([input], new JoinOptions(), static () => 0, bench, bench.Clock));
    }

    /// <summary>Both streams at 100 Hz on a clock that goes with them, the secondary a moment behind.</summary>
    private static void Feed(JoinBench<int> bench, int from, int to, long secondaryOffset, long primaryOffset = 0)
    {
        for (int sample = from; sample < to; sample++)
        {
            long instant = sample * 10 * Millisecond;
            bench.Clock.AdvanceTo(instant);
            bench.Primary(sample, instant + primaryOffset);
            bench.Secondary(sample, instant + secondaryOffset);
            bench.Reproducible.Step();
        }

        bench.Clock.AdvanceTo((to * 10 * Millisecond) - 1);
        bench.Reproducible.Step();
    }

    private sealed class IntegerBlend : IBlend<int>
    {
        public bool TryBlend(int earlier, int later, double fraction, ref int into)
        {
            into = (int)(earlier + (((double)later - earlier) * fraction));
            return true;
        }
    }
}
