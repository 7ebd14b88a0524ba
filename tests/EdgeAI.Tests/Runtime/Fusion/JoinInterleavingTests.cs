using CsCheck;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>However the same streams interleave, a reproducible join answers the same; timing can take answers away, and counts each.</summary>
public sealed class JoinInterleavingTests
{
    private const long Lateness = 12;

    private static readonly Func<ReproducibleInterpolator<double>>[] Rules =
    [
        static () => Reproducible.Exact<double>(),
        static () => Reproducible.Nearest<double>(TimeWindow.Within(9)),
        static () => Reproducible.Nearest<double>(TimeWindow.Unbounded),
        static () => Reproducible.Nearest<double>(new TimeWindow(-20, -3)),
        static () => Reproducible.Nearest<double>(new TimeWindow(2, 15)),
        static () => Reproducible.First<double>(new TimeWindow(-10, 10)),
        static () => Reproducible.Last<double>(new TimeWindow(-30, 0)),
        static () => Reproducible.Last<double>(new TimeWindow(-5, 8)),
        static () => Reproducible.Interpolated(TimeWindow.Within(25), new NumberBlend()),
        static () => Reproducible.Window<double>(new TimeWindow(-15, 4)),
    ];

    // Stamps in bursts of out-of-order and identical ones: steps from -8 to 14, within the bound on lateness and sometimes beyond it.
    private static readonly Gen<long[]> Stamps = Gen.Long[-8, 14].Array[0, 40].Select(static steps =>
    {
        long stamp = 100;
        return steps.Select(step => stamp += step).ToArray();
    });

    private static readonly Gen<(long[][] Streams, int[] Rules, int[][] Orders)> Cases =
        from streams in Stamps.Array[3]
        from rules in Gen.Int[0, Rules.Length - 1].Array[2]
        from orders in Gen.Int[0, 2].Array[40, 120].Array[3]
        select (streams, rules, orders);

    [Fact]
    public void Reproducible_AnyInterleaving_AnswersTheSameInTheSameOrder() => Cases.Sample(
        static test =>
        {
            string[][] answers = [.. test.Orders.Select(order => Run(test.Streams, test.Rules, order, new HistoryOptions { Capacity = 256, LatenessNanoseconds = Lateness }, patienceSteps: long.MaxValue, out bool disturbed) is var run && !disturbed ? run : ["disturbed"])];
            return answers.All(other => other.SequenceEqual(answers[0])) && (answers[0] is not ["disturbed"]);
        },
        iter: 3000);

    [Fact]
    public void Reproducible_LittleRoomAndPatience_OnlyTakesAnswersAway() => Cases.Sample(
        static test =>
        {
            string[] all = Run(test.Streams, test.Rules, test.Orders[0], new HistoryOptions { Capacity = 256, LatenessNanoseconds = Lateness }, long.MaxValue, out _);
            string[] some = Run(test.Streams, test.Rules, test.Orders[1], new HistoryOptions { Capacity = 4, LatenessNanoseconds = Lateness }, patienceSteps: 9, out bool disturbed);
            return IsSubsequence(some, all) && (disturbed || some.Length == all.Length);
        },
        iter: 3000);

    [Fact]
    public void Greedy_OtherInterleaving_AnswersOtherwise()
    {
        // What keeps the two kinds apart: here the order of arrival decides.
        JoinBench<int> first = JoinBench<int>.OfGreedy(Greedy.Nearest<int>(TimeWindow.Unbounded), required: false);
        first.Primary(1, 10);
        first.Secondary(7, 10);
        JoinBench<int> second = JoinBench<int>.OfGreedy(Greedy.Nearest<int>(TimeWindow.Unbounded), required: false);
        second.Secondary(7, 10);
        second.Primary(1, 10);

        Assert.Equal(["1,-"], first.Answers);
        Assert.Equal(["1,7"], second.Answers);
    }

    private static string[] Run(long[][] streams, int[] rules, int[] order, HistoryOptions options, long patienceSteps, out bool disturbed)
    {
        VirtualClock clock = new();
        List<string> answers = [];
        ReproducibleInput<double>[] inputs = [.. rules.Select((rule, index) => new ReproducibleInput<double>($"{index}", index == 0, Rules[rule](), options, static () => 0, clock))];
        Taker taker = new(inputs, answers);
        ReproducibleJoin<double> join = new(inputs, new JoinOptions { Primary = options, PatienceNanoseconds = patienceSteps }, static () => 0, taker, clock);
        ISampleConsumer<double>[] consumers = [join, inputs[0], inputs[1]];
        int[] next = new int[3];
        foreach (int stream in order.Concat(Enumerable.Range(0, 3).SelectMany(stream => Enumerable.Repeat(stream, streams[stream].Length))))
        {
            clock.AdvanceTo(clock.Nanoseconds + 1);
            if (next[stream] < streams[stream].Length)
            {
                int number = next[stream]++;
                Stamp stamp = new(streams[stream][number], (stream * 100) + number);
                consumers[stream].Take(new Sample<double>(number, stamp, new StreamId(1, (byte)(stream + 1)), number, (number % 3) == stream ? FrameFlags.Simulated : FrameFlags.None));
            }

            join.Step();
        }

        join.ClosePrimary();
        foreach (ReproducibleInput<double> input in inputs)
        {
            input.Close();
        }

        disturbed = join.WasDisturbed;
        Assert.Equal(0, join.Ledger.Waiting);
        Assert.True(join.Ledger.IsBalanced, join.Ledger.ToString());
        Assert.All(inputs, static input => Assert.True(input.Ledger.IsBalanced, input.Ledger.ToString()));
        return [.. answers];
    }

    private static bool IsSubsequence(string[] some, string[] all)
    {
        int at = 0;
        foreach (string answer in some)
        {
            // An optional input that was given up is missing from the answer: compare what is there.
            at = Array.FindIndex(all, at, candidate => candidate == answer || (answer.EndsWith("| -", StringComparison.Ordinal) && Shared(candidate) == Shared(answer))) + 1;
            if (at == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The part of an answer that holds the primary sample and the required input.</summary>
    private static string Shared(string answer) => answer[(answer.IndexOf(';', StringComparison.Ordinal) + 1)..answer.LastIndexOf('|')];

    private sealed class Taker(ReproducibleInput<double>[] inputs, List<string> answers) : ISampleConsumer<double>
    {
        public void Take(in Sample<double> sample)
        {
            string bounds = $"{sample.Stamp.UncertaintyNanoseconds} {sample.Flags}";
            IEnumerable<string> matched = inputs.Select(static input =>
                input.MatchCount == 0 ? "-" : string.Join('+', Enumerable.Range(0, input.MatchCount).Select(index => $"{input.MatchAt(index).Value:R}@{input.MatchAt(index).Stamp.Nanoseconds}")));
            answers.Add($"{bounds}; {sample.Sequence}@{sample.Stamp.Nanoseconds} | {string.Join(" | ", matched)}");
        }
    }
}
