using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Profiles.Stages;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Wiring;

/// <summary>Makes the joins of stages that take several streams, as the profile says: which kind, how wide, how late.</summary>
/// <param name="rates">How often streams come.</param>
/// <param name="clock">The robot's timeline.</param>
internal sealed class JoinFactory(StreamRates rates, IClock clock)
{
    // A join of streams at any rate holds at least this many; more than the other bound is a profile's mistake, and what does not fit is counted.
    private const int SmallestCapacity = 64;
    private const int LargestCapacity = 16_384;

    private readonly List<(string Stage, IJoinAccount Account)> _made = [];

    /// <summary>The joins that were made, each with its stage's name.</summary>
    public IReadOnlyList<(string Stage, IJoinAccount Account)> Made => _made;

    /// <summary>Joins a second stream to a first one, at the instants of the first.</summary>
    /// <typeparam name="TPrimary">The first stream's message.</typeparam>
    /// <typeparam name="TSecond">The second's.</typeparam>
    /// <param name="stage">The stage.</param>
    /// <param name="required">Whether a first reading without a second one is dropped.</param>
    /// <param name="blend">What a second reading between two others is, where the join waits for both.</param>
    /// <param name="newPrimary">Makes a message of the first stream.</param>
    /// <param name="newSecond">Makes a message of the second.</param>
    /// <param name="stageOf">Makes what takes the joined samples, from the input that it reads the second stream from.</param>
    /// <returns>What takes the first stream, and what takes the second.</returns>
    public (ISampleConsumer<TPrimary> First, ISampleConsumer<TSecond> Second) Join<TPrimary, TSecond>(
        StageProfile stage,
        bool required,
        IBlend<TSecond> blend,
        Func<TPrimary> newPrimary,
        Func<TSecond> newSecond,
        Func<JoinInput<TSecond>, ISampleConsumer<TPrimary>> stageOf)
        where TPrimary : Message
        where TSecond : Message
    {
        TimeWindow window = TimeWindow.Within(Nanoseconds(stage.JoinWindowMilliseconds));
        string second = stage.InputNames[1];
        if (stage.Join == JoinKind.Greedy)
        {
            GreedyInput<TSecond> latest = new(second, required, Greedy.Nearest<TSecond>(window), HistoryOf(stage, second), newSecond, clock);
            GreedyJoin<TPrimary> greedy = new([latest], new HistoryOptions().JumpNanoseconds, stageOf(latest));
            _made.Add((stage.Name, greedy));
            return (greedy, latest);
        }

        ReproducibleInput<TSecond> around = new(second, required, Reproducible.Interpolated(window, blend), HistoryOf(stage, second), newSecond, clock);
        JoinOptions options = new() { Primary = HistoryOf(stage, stage.InputNames[0]), PatienceNanoseconds = Nanoseconds(stage.AllowedAgeMilliseconds) };
        ReproducibleJoin<TPrimary> join = new([around], options, newPrimary, stageOf(around), clock);
        _made.Add((stage.Name, join));
        return (join, around);
    }

    /// <summary>Room for what a stream gives while the other may be waited for, twice over.</summary>
    private HistoryOptions HistoryOf(StageProfile stage, string stream)
    {
        double milliseconds = stage.JoinWindowMilliseconds + stage.JoinLatenessMilliseconds + stage.AllowedAgeMilliseconds;
        double readings = 2 * rates.Of(stream) * milliseconds / 1000;
        return new HistoryOptions
        {
            Capacity = (int)Math.Clamp(Math.Ceiling(readings), SmallestCapacity, LargestCapacity),
            LatenessNanoseconds = Nanoseconds(stage.JoinLatenessMilliseconds),
        };
    }

    private static long Nanoseconds(double milliseconds) => (long)(milliseconds * 1_000_000);
}
