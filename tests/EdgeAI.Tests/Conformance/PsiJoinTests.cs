using EdgeAI.Runtime.Fusion;
using EdgeAI.Tests.Runtime.Fusion;

namespace EdgeAI.Tests.Conformance;

/// <summary>
/// The cases of psi's JoinTests (microsoft/psi, Sources/Runtime/Test.Psi), told anew on this runtime's joins. Psi's sparse and dynamic
/// joins by key have no counterpart: a profile's graph has its streams when it starts; what they say of closing is told here.
/// </summary>
public sealed class PsiJoinTests
{
    private const long Step = 1_000_000;

    [Fact]
    public void Nearest_SecondaryThatCloses_AnswersTheRestWithItsLast()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Unbounded));
        for (int sample = 0; sample < 10; sample++)
        {
            bench.Primary(sample, sample * 100 * Step);
            bench.Secondary(sample, sample * 50 * Step);
        }

        Assert.Equal(["0,0", "1,2", "2,4", "3,6", "4,8"], bench.Answers);
        bench.Input().Close();
        Assert.Equal(["0,0", "1,2", "2,4", "3,6", "4,8", "5,9", "6,9", "7,9", "8,9", "9,9"], bench.Answers);
    }

    [Fact]
    public void Exact_OptionalInputThatSkipsAndCloses_IsMissingAndNeverMadeUp()
    {
        JoinBench<int> optional = JoinBench<int>.OfReproducible(Reproducible.Exact<int>(), required: false);
        JoinBench<int> required = JoinBench<int>.OfReproducible(Reproducible.Exact<int>());
        foreach (JoinBench<int> bench in new[] { optional, required })
        {
            for (int sample = 1; sample <= 6; sample++)
            {
                bench.Primary(sample, sample);
                if (sample is not 3 and <= 4)
                {
                    bench.Secondary(sample, sample);
                }
            }

            bench.Input().Close();
        }

        Assert.Equal(["1,1", "2,2", "3,-", "4,4", "5,-", "6,-"], optional.Answers);
        Assert.Equal(["1,1", "2,2", "4,4"], required.Answers);
        Assert.Equal(3, required.Join.Ledger.Absent);
    }

    [Theory]
    [InlineData(10, 30, 100, 3, "0,0 10,1 20,2")]
    [InlineData(100, 3, 10, 30, "0,0 1,10 2,20")]
    [InlineData(100, 3, 100, 3, "0,0 1,1 2,2")]
    [InlineData(10, 4, 10, 4, "0,0 1,1 2,2 3,3")]
    public void Nearest_WithinFive_PairsStreamsOfDifferentRates(int primaryPeriod, int primaries, int secondaryPeriod, int secondaries, string expected)
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(5)));
        for (int sample = 0; sample < Math.Max(primaries, secondaries); sample++)
        {
            if (sample < primaries)
            {
                bench.Primary(sample, sample * primaryPeriod);
            }

            if (sample < secondaries)
            {
                bench.Secondary(sample, sample * secondaryPeriod);
            }
        }

        bench.Input().Close();
        Assert.Equal(expected.Split(' '), bench.Answers);
    }

    [Fact]
    public void Nearest_SeveralInputs_AreJoinedInOneAnswer()
    {
        ReproducibleInterpolator<int> nearest = Reproducible.Nearest<int>(TimeWindow.Within(5));
        JoinBench<int> bench = JoinBench<int>.OfReproducible([nearest, nearest, nearest]);
        for (int sample = 0; sample < 30; sample++)
        {
            bench.Primary(sample, sample * 10);
            bench.Secondary(sample, sample * 10, index: 1);
            if (sample < 3)
            {
                bench.Secondary(sample, sample * 100, index: 0);
                bench.Secondary(sample, sample * 100, index: 2);
            }
        }

        bench.Input(0).Close();
        bench.Input(2).Close();
        Assert.Equal(["0,0,0,0", "10,1,10,1", "20,2,20,2"], bench.Answers);
    }

    [Fact]
    public void Join_WithoutInputs_HandsEverySampleOn()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible([]);
        for (int sample = 0; sample < 10; sample++)
        {
            bench.Primary(sample, sample);
        }

        Assert.Equal(10, bench.Answers.Count);
    }

    [Fact]
    public void Nearest_SixInputsOfOneRate_StayInStep()
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible([.. Enumerable.Repeat(Reproducible.Nearest<int>(TimeWindow.Unbounded), 6)]);
        for (int sample = 0; sample < 10; sample++)
        {
            bench.Primary(sample, sample * 10);
            for (int input = 5; input >= 0; input--)
            {
                bench.Secondary(sample, sample * 10, input);
            }
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(static sample => string.Join(',', Enumerable.Repeat(sample, 7))), bench.Answers);
    }

    [Fact]
    public void Last_GreedyWithDelayedPrimary_PairsWithTheNewest()
    {
        // Psi's Fuse with Available.Last, and its Pair: the secondary has all come by then.
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Last<int>(TimeWindow.Unbounded));
        for (int sample = 0; sample < 5; sample++)
        {
            bench.Secondary(sample, sample);
        }

        for (int sample = 0; sample < 5; sample++)
        {
            bench.Primary(sample, sample);
        }

        Assert.Equal(["0,4", "1,4", "2,4", "3,4", "4,4"], bench.Answers);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "0,- 1,- 2,-")]
    public void Last_GreedyWithDelayedSecondary_HasNothingYet(bool required, string expected)
    {
        JoinBench<int> bench = JoinBench<int>.OfGreedy(Greedy.Last<int>(TimeWindow.Unbounded), required: required);
        for (int sample = 0; sample < 3; sample++)
        {
            bench.Primary(sample, sample);
        }

        bench.Secondary(0, 0);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), bench.Answers);
    }
}
