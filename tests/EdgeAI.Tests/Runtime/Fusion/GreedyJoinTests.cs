using EdgeAI.Runtime.Fusion;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>A greedy join answers in the call that brings the primary sample, whatever its inputs do.</summary>
public sealed class GreedyJoinTests
{
    private const long Hour = 3_600_000_000_000;

    [Fact]
    public void Take_EveryPrimary_IsAnsweredInItsOwnCall()
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Last<int>(new TimeWindow(-100, 0)));
        for (int sample = 0; sample < 100; sample++)
        {
            bench.Secondary(sample, sample * 10);
            bench.Primary(sample, (sample * 10) + 5);
            Assert.Equal(sample + 1, bench.Answers.Count);
        }

        Assert.Equal("99,99", bench.Answers[^1]);
    }

    [Fact]
    public void Take_StalledInput_IsAbsentOnceItsWindowHasPassed()
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Last<int>(new TimeWindow(-100, 0)));
        bench.Secondary(1, 0);
        for (int sample = 0; sample < 100; sample++)
        {
            bench.Primary(sample, sample * 10);
        }

        Assert.Equal((11, 89), (bench.Join.Ledger.Joined, bench.Join.Ledger.Absent));
        Assert.True(bench.Join.Ledger.IsBalanced);
    }

    [Fact]
    public void Take_StalledPrimary_HoldsNoMoreThanItsRoom()
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Nearest<int>(TimeWindow.Unbounded), new HistoryOptions { Capacity = 8 });
        for (int sample = 0; sample < 1000; sample++)
        {
            bench.Secondary(sample, sample);
        }

        Assert.Equal((8, 992), (bench.Input().Ledger.Held, bench.Input().Ledger.Overflow));
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void Take_ClocksJumpAndReturn_AreCountedAndAnswersGoOn(long jump)
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Nearest<int>(TimeWindow.Within(20)));
        for (int sample = 0; sample < 30; sample++)
        {
            long instant = (sample * 10) + (sample is >= 10 and < 20 ? jump : 0);
            bench.Secondary(sample, instant);
            bench.Primary(sample, instant);
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(static sample => $"{sample},{sample}"), bench.Answers);
        Assert.Equal((1, 1, 1, 1), (bench.Join.JumpsAhead, bench.Join.JumpsBack, bench.Input().JumpsAhead, bench.Input().JumpsBack));
    }

    [Fact]
    public void Take_IdenticalAndOlderPrimaries_AreAnsweredAndCounted()
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Nearest<int>(TimeWindow.Unbounded));
        bench.Secondary(1, 100);
        bench.Primary(1, 100);
        bench.Primary(2, 100);
        bench.Primary(3, 90);

        Assert.Equal(["1,1", "2,1", "3,1"], bench.Answers);
        Assert.Equal((1, 1), (bench.Join.IdenticalStamps, ((GreedyJoin<int>)bench.Join).OutOfOrder));
    }
}
