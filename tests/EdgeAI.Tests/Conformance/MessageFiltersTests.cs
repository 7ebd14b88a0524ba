using EdgeAI.Runtime.Fusion;
using EdgeAI.Tests.Runtime.Fusion;

namespace EdgeAI.Tests.Conformance;

/// <summary>
/// What ros2/message_filters issue 109 reports of approximate synchronization: streams of 30 and 20 Hz whose sets come at uneven
/// rates, depending on how their phases lie. Here one stream sets the pace, and each of its samples has exactly one answer.
/// </summary>
public sealed class MessageFiltersTests
{
    private const long Second = 1_000_000_000;
    private const long Fast = Second / 30;
    private const long Slow = Second / 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    [InlineData(16_666_667)]
    [InlineData(33_333_332)]
    [InlineData(49_999_999)]
    public void Nearest_TwentyHertzPacesThirty_AnswersEverySampleOnceAtAnyPhase(long phase)
    {
        JoinBench<int> bench = Run(Slow, phase, Fast, 0);

        Assert.Equal(200, bench.Answers.Count);
        Assert.Equal(200, bench.Answers.Distinct().Count());
        Assert.All(bench.Answers.Skip(1).SkipLast(2), answer => Assert.InRange(Math.Abs(DistanceOf(answer, Slow, phase, Fast, 0)), 0, Fast / 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_000)]
    [InlineData(24_999_999)]
    [InlineData(25_000_001)]
    public void Nearest_ThirtyHertzPacesTwenty_AnswersEverySampleOnceAtAnyPhase(long phase)
    {
        JoinBench<int> bench = Run(Fast, phase, Slow, 0);

        Assert.Equal(300, bench.Answers.Count);
        Assert.All(bench.Answers.Skip(1).SkipLast(2), answer => Assert.InRange(Math.Abs(DistanceOf(answer, Fast, phase, Slow, 0)), 0, Slow / 2));
    }

    [Fact]
    public void Nearest_ThreeStreams_AnswersComeAtThePaceOfTheirPrimary()
    {
        // The launch file: one publisher of 30 Hz and others of 20 Hz.
        ReproducibleInterpolator<int> nearest = Reproducible.Nearest<int>(TimeWindow.Within(Slow));
        JoinBench<int> bench = JoinBench<int>.OfReproducible([nearest, nearest]);
        List<long> stamps = [];
        bench.OnAnswer = sample => stamps.Add(sample.Stamp.Nanoseconds);
        foreach ((long stamp, int stream, int number) in Merged((Slow, 3_000_000), (Fast, 0), (Slow, 41_000_000)))
        {
            if (stream == 0)
            {
                bench.Primary(number, stamp);
            }
            else
            {
                bench.Secondary(number, stamp, stream - 1);
            }
        }

        bench.Input(0).Close();
        bench.Input(1).Close();
        Assert.Equal(200, stamps.Count);
        Assert.All(stamps.Zip(stamps.Skip(1)), static pair => Assert.Equal(Slow, pair.Second - pair.First));
    }

    private static JoinBench<int> Run(long primaryPeriod, long primaryPhase, long secondaryPeriod, long secondaryPhase)
    {
        JoinBench<int> bench = JoinBench<int>.OfReproducible(Reproducible.Nearest<int>(TimeWindow.Within(Slow)));
        foreach ((long stamp, int stream, int number) in Merged((primaryPeriod, primaryPhase), (secondaryPeriod, secondaryPhase)))
        {
            if (stream == 0)
            {
                bench.Primary(number, stamp);
            }
            else
            {
                bench.Secondary(number, stamp);
            }
        }

        bench.Input().Close();
        Assert.False(bench.Reproducible.WasDisturbed);
        return bench;
    }

    /// <summary>Ten seconds of streams in the order of their stamps.</summary>
    private static IEnumerable<(long Stamp, int Stream, int Number)> Merged(params (long Period, long Phase)[] streams) => streams
        .SelectMany(static (stream, index) => Enumerable.Range(0, (int)(10 * Second / stream.Period)).Select(number => (Stamp: (number * stream.Period) + stream.Phase, Stream: index, Number: number)))
        .OrderBy(static sample => sample.Stamp);

    private static long DistanceOf(string answer, long primaryPeriod, long primaryPhase, long secondaryPeriod, long secondaryPhase)
    {
        int[] numbers = [.. answer.Split(',').Select(static number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        return (numbers[0] * primaryPeriod) + primaryPhase - ((numbers[1] * secondaryPeriod) + secondaryPhase);
    }
}
