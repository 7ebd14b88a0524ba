using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>A primary stream of numbers with secondary ones of the same payload, and what came of joining them, in words.</summary>
internal sealed class JoinBench<T> : ISampleConsumer<T>
    where T : struct
{
    private readonly List<JoinInput<T>> _inputs = [];

    public VirtualClock Clock { get; } = new();

    public Join<T> Join { get; private set; } = null!;

    public List<string> Answers { get; } = [];

    public Action<Sample<T>>? OnAnswer { get; set; }

    public ReproducibleJoin<T> Reproducible => (ReproducibleJoin<T>)Join;

    public static JoinBench<T> OfReproducible(ReproducibleInterpolator<T> interpolator, JoinOptions? join = null, HistoryOptions? input = null, bool required = true) =>
        OfReproducible([interpolator], join, input, required);

    public static JoinBench<T> OfReproducible(ReproducibleInterpolator<T>[] interpolators, JoinOptions? join = null, HistoryOptions? input = null, bool required = true)
    {
        JoinBench<T> bench = new();
        ReproducibleInput<T>[] inputs = [.. interpolators.Select((interpolator, index) =>
            new ReproducibleInput<T>($"input {index}", required, interpolator, input ?? new HistoryOptions(), static () => default, bench.Clock))];
        bench._inputs.AddRange(inputs);
        bench.Join = new ReproducibleJoin<T>(inputs, join ?? new JoinOptions(), static () => default, bench, bench.Clock);
        return bench;
    }

    public static JoinBench<T> OfGreedy(GreedyInterpolator<T> interpolator, HistoryOptions? input = null, bool required = true)
    {
        JoinBench<T> bench = new();
        GreedyInput<T>[] inputs = [new("input 0", required, interpolator, input ?? new HistoryOptions(), static () => default, bench.Clock)];
        bench._inputs.AddRange(inputs);
        bench.Join = new GreedyJoin<T>(inputs, 1_000_000_000, bench);
        return bench;
    }

    public static Sample<T> SampleOf(T value, long stamp, long uncertainty = 0, FrameFlags flags = FrameFlags.None, long sequence = 0) =>
        new(value, new Stamp(stamp, uncertainty), new StreamId(1, 1), sequence, flags);

    public JoinInput<T> Input(int index = 0) => _inputs[index];

    public void Primary(T value, long stamp) => Join.Take(SampleOf(value, stamp));

    public void Secondary(T value, long stamp, int index = 0) => _inputs[index].Take(SampleOf(value, stamp));

    void ISampleConsumer<T>.Take(in Sample<T> sample)
    {
        OnAnswer?.Invoke(sample);
        IEnumerable<string> matched = _inputs.Select(static input =>
            input.MatchCount == 0 ? "-" : string.Join('+', Enumerable.Range(0, input.MatchCount).Select(index => FormattableString.Invariant($"{input.MatchAt(index).Value}"))));
        Answers.Add(FormattableString.Invariant($"{sample.Value},") + string.Join(',', matched));
    }
}
