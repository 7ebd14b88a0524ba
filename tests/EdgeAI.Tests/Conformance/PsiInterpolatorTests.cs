using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Runtime.Fusion;

namespace EdgeAI.Tests.Conformance;

/// <summary>
/// The cases of psi's InterpolatorTests (microsoft/psi, Sources/Runtime/Test.Psi), told anew: samples 1, 2 and 3 at 10, 20 and 30, and
/// what each interpolator has for an instant, with the stream open and closed. An answer is the sample, "-" where there is none and none
/// will come, and "?" where what is to come decides. Differences: an open end of a window is the whole nanosecond beside it, and an open
/// reproducible stream is known as far as its newest sample.
/// </summary>
public sealed class PsiInterpolatorTests
{
    private const long None = long.MinValue;
    private const long All = long.MaxValue;

    [Theory]
    [InlineData(None, All, "100:3 9:1 14:1 15:2 26:3 20:2", "100:3")]
    [InlineData(None, 0, "100:3 9:- 14:1 15:1 26:2 20:2", "100:3")]
    [InlineData(0, All, "100:- 9:1 14:2 15:2 26:3 20:2", "100:-")]
    [InlineData(-5, 5, "36:- 35:3 4:- 5:1 14:1 15:2 26:3 20:2", "36:-")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void Nearest_Greedy_TakesTheClosestThatIsThere(long from, long to, string open, string closed) =>
        Check(Greedy.Nearest<double>(new TimeWindow(from, to)), open, closed, "26:-");

    [Theory]
    [InlineData(None, All, "100:? 9:1 14:1 15:2 26:3 20:2", "100:3")]
    [InlineData(None, 0, "100:? 9:- 14:1 15:1 26:2 20:2", "100:3")]
    [InlineData(0, All, "100:? 9:1 14:2 15:2 26:3 20:2", "100:-")]
    [InlineData(-5, 5, "36:? 35:? 4:- 5:1 14:1 15:2 26:3 20:2", "36:-")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void Nearest_Reproducible_WaitsForWhatCouldBeCloser(long from, long to, string open, string closed) =>
        Check(Reproducible.Nearest<double>(new TimeWindow(from, to)), open, closed, "26:?");

    [Theory]
    [InlineData(0, All, "100:- 9:1 14:2 15:2 26:3 20:2", "100:-")]
    [InlineData(-5, 5, "36:- 35:3 4:- 5:1 14:1 15:1 26:3 20:2", "36:-")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void First_Greedy_TakesTheOldestThatIsThere(long from, long to, string open, string closed) =>
        Check(Greedy.First<double>(new TimeWindow(from, to)), open, closed, "26:-");

    [Theory]
    [InlineData(0, All, "100:? 9:1 14:2 15:2 26:3 20:2", "100:-")]
    [InlineData(-5, 5, "36:? 35:3 4:- 5:1 14:1 15:1 26:3 20:2", "36:-")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void First_Reproducible_WaitsForTheOldest(long from, long to, string open, string closed) =>
        Check(Reproducible.First<double>(new TimeWindow(from, to)), open, closed, "26:?");

    [Theory]
    [InlineData(None, All, "100:3 9:3 14:3 15:3 26:3 20:3", "100:3")]
    [InlineData(None, 0, "100:3 9:- 14:1 15:1 26:2 20:2", "100:3")]
    [InlineData(0, All, "100:- 9:3 14:3 15:3 26:3 20:3", "100:-")]
    [InlineData(-5, 5, "36:- 35:3 4:- 5:1 14:1 15:2 26:3 20:2", "36:-")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void Last_Greedy_TakesTheNewestThatIsThere(long from, long to, string open, string closed) =>
        Check(Greedy.Last<double>(new TimeWindow(from, to)), open, closed, "26:-");

    [Theory]
    [InlineData(None, All, "100:? 9:? 14:? 26:?", "100:3 9:3 14:3")]
    [InlineData(None, 0, "100:? 9:- 14:1 15:1 26:2 20:2", "100:3")]
    [InlineData(0, All, "100:? 9:? 14:?", "100:- 9:3 14:3")]
    [InlineData(-5, 5, "36:? 35:? 4:- 5:1 14:1 15:2 26:? 20:2", "36:- 26:3")]
    [InlineData(-6, 3, "26:2", "26:2")]
    [InlineData(-3, 6, "24:3", "24:3")]
    public void Last_Reproducible_WaitsForTheEndOfTheWindow(long from, long to, string open, string closed) =>
        Check(Reproducible.Last<double>(new TimeWindow(from, to)), open, closed, "26:?");

    [Fact]
    public void Interpolated_Reproducible_BlendsWhatLiesAround() =>
        Check(Reproducible.Interpolated(TimeWindow.Unbounded, new NumberBlend()), "100:? 9:- 14:1.4 15:1.5 26:2.6 10:1 20:2 30:3", "100:- 9:- 26:2.6", "26:?");

    [Fact]
    public void Interpolated_Greedy_BlendsOnlyBetweenWhatIsThere() =>
        Check(Greedy.Interpolated(TimeWindow.Unbounded, new NumberBlend()), "100:- 9:- 14:1.4 15:1.5 26:2.6 10:1 30:3", "100:-", "26:-");

    [Fact]
    public void Exact_TakesOnlyTheInstant()
    {
        Check(Greedy.Exact<double>(), "100:- 9:- 10:1 14:- 20:2 30:3", "100:-", "26:-");
        Check(Reproducible.Exact<double>(), "100:? 9:- 10:1 14:- 20:2 30:3", "100:-", "26:?");
    }

    [Fact]
    public void First_WindowWithoutStart_IsRefused()
    {
        Assert.Throws<ArgumentException>(static () => Greedy.First<double>(TimeWindow.Unbounded));
        Assert.Throws<ArgumentException>(static () => Reproducible.First<double>(new TimeWindow(None, 0)));
    }

    private static void Check(Interpolator<double> interpolator, string open, string closed, string empty)
    {
        Assert.Equal(open, Told(interpolator, open, closing: false, samples: 3));
        Assert.Equal(closed, Told(interpolator, closed, closing: true, samples: 3));
        Assert.Equal(empty, Told(interpolator, empty, closing: false, samples: 0));
    }

    /// <summary>Asks for the instants of a line "instant:answer ..." and tells it with the answers that come.</summary>
    private static string Told(Interpolator<double> interpolator, string line, bool closing, int samples) => string.Join(' ', line.Split(' ').Select(word =>
    {
        string instant = word.Split(':')[0];

        // Each instant is asked of its own stream: a join never goes back in time.
        VirtualClock clock = new();
        JoinInput<double> input = interpolator is ReproducibleInterpolator<double> reproducible
            ? new ReproducibleInput<double>("input", true, reproducible, new HistoryOptions(), static () => 0, clock)
            : new GreedyInput<double>("input", true, (GreedyInterpolator<double>)interpolator, new HistoryOptions(), static () => 0, clock);
        string answer = "?";
        JoinBench<double> taker = new();
        Join<double> join = input is IReproducibleInput waiting
            ? new ReproducibleJoin<double>([waiting], new JoinOptions(), static () => 0, taker, clock)
            : new GreedyJoin<double>([(IGreedyInput)input], 1000, taker);
        taker.OnAnswer = _ => answer = FormattableString.Invariant($"{input.MatchAt(0).Value}");
        for (int sample = 1; sample <= samples; sample++)
        {
            input.Take(JoinBench<double>.SampleOf(sample, sample * 10));
        }

        if (closing)
        {
            input.Close();
        }

        join.Take(JoinBench<double>.SampleOf(0, long.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));
        return $"{instant}:{(input.Absent == 1 ? "-" : answer)}";
    }));
}
