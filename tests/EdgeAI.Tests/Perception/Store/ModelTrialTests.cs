using System.Runtime.InteropServices;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Store;

public sealed class ModelTrialTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void Trial_OfTheSame_Passes()
    {
        GateVerdict verdict = Try(Sum(1000), Sum(1000));
        Assert.True(verdict.Passed, verdict.Failures());
        Assert.Equal(1, Figure(verdict, "agreement").Candidate);
        Assert.Equal(1, Figure(verdict, "latency p99, ratio").Candidate);
        Assert.Equal(1, Figure(verdict, "accuracy").Candidate);
        Assert.Contains(verdict.Figures, static figure => figure.Name == "answers changed by adversarial");
        Assert.DoesNotContain(verdict.Figures, static figure => figure.Name == "answers changed by blur");
    }

    [Fact]
    public void Trial_OfASlowerOne_IsHeldBackByItsTimeAlone()
    {
        GateVerdict verdict = Try(Sum(1000), Sum(2000));
        Assert.Equal("latency p50, ratio is 2 where at most 1.5 is allowed", verdict.Failures());
    }

    [Fact]
    public void Trial_OfOneThatAnswersOtherwise_IsHeldBack()
    {
        GateVerdict verdict = Try(Sum(1000), new FakeModel(_clock, 1000, static _ => 1));
        Assert.False(Figure(verdict, "agreement").Passed);
        Assert.False(Figure(verdict, "accuracy").Passed);
        Assert.False(verdict.Passed);
    }

    [Fact]
    public void Trial_OfABrittleOne_IsHeldBackByDisturbancesAlone()
    {
        // Right on every clean input, and lost as soon as one value is not among those it has learnt by heart.
        InputSet inputs = Inputs(200);
        HashSet<float> known = [.. Enumerable.Range(0, inputs.Count).Select(index => MemoryMarshal.Cast<byte, float>(inputs[index])[0])];
        GateVerdict verdict = Try(Sum(1000), new FakeModel(_clock, 1000, values => known.Contains(values[0]) == values.Sum() > 0 ? 1 : 0), inputs);
        Assert.True(Figure(verdict, "agreement").Passed);
        Assert.True(Figure(verdict, "accuracy").Passed);
        Assert.False(Figure(verdict, "answers changed by noise").Passed);
        Assert.False(Figure(verdict, "answers changed by adversarial").Passed);
    }

    [Fact]
    public void Trial_OfOneThatAnswersWithNoNumber_IsHeldBack()
    {
        GateVerdict verdict = Try(Sum(1000), new FakeModel(_clock, 1000, static _ => float.NaN));
        Assert.False(Figure(verdict, "failed inferences").Passed);
        Assert.False(Figure(verdict, "mean distance").Passed);
    }

    [Fact]
    public void Trial_OfOneThatAnswersWithNoNumberUnderNoise_IsHeldBack()
    {
        InputSet inputs = Inputs(200);
        HashSet<float> known = [.. Enumerable.Range(0, inputs.Count).Select(index => MemoryMarshal.Cast<byte, float>(inputs[index])[0])];
        GateVerdict verdict = Try(Sum(1000), new FakeModel(_clock, 1000, values => !known.Contains(values[0]) ? float.NaN : values.Sum() > 0 ? 0.9f : 0.1f), inputs);
        Assert.True(Figure(verdict, "agreement").Passed);
        Assert.Equal(1, Figure(verdict, "answers changed by noise").Candidate);
    }

    [Fact]
    public void Trial_OfADetectorWithNoNumber_IsHeldBack()
    {
        GateVerdict verdict = new ModelTrial(new ModelGate(), _clock, seed: 7).Run(Sum(1000).Detector(), new FakeModel(_clock, 1000, static _ => float.NaN).Detector(), Inputs(200));
        Assert.False(Figure(verdict, "failed inferences").Passed);
    }

    [Fact]
    public void Trial_OfDetectorsOnInputsWithoutObjects_SaysNothing()
    {
        GateVerdict verdict = new ModelTrial(new ModelGate(), _clock, seed: 7).Run(new FakeModel(_clock, 1000, static _ => 0).Detector(), new FakeModel(_clock, 1000, static _ => 0).Detector(), Inputs(200));
        Assert.Equal("inputs is 0 where at least 100 is allowed", verdict.Failures());
    }

    [Fact]
    public void Answers_OfASingleNumber_AreHeldAgainstEachOtherByIt()
    {
        TensorSpec[] specs = [new("score", TensorElement.Float32, [1, 1])];
        Answer[] answers = [new(specs, null), new(specs, null)];
        answers[0].Take(new OneNumber(specs, 0.1f));
        answers[1].Take(new OneNumber(specs, 0.9f));
        Assert.Equal(0, answers[0].AgreementWith(answers[1]));
    }

    [Fact]
    public void Trial_OnTooFewInputs_IsHeldBack() =>
        Assert.Equal("inputs is 5 where at least 100 is allowed", Try(Sum(1000), Sum(1000), Inputs(5)).Failures());

    [Fact]
    public void Trial_Twice_FindsTheSame()
    {
        GateVerdict first = Try(Sum(1000), Sum(1100));
        GateVerdict second = Try(Sum(1000), Sum(1100));
        Assert.Equal(first.Figures, second.Figures);
        Assert.Equal(first.InputsSha256, second.InputsSha256);
    }

    [Fact]
    public void Gate_BadFile_IsNamedWithPlace()
    {
        using StoreFolder folder = new();
        string path = Path.Combine(folder.Root, "gate.json");
        File.WriteAllText(path, """{ "minAgreement": 0.9, "robustness": { "noise": 0.2 } }""");
        Assert.True(ModelGate.TryLoad(path, out ModelGate? gate, out string problem), problem);
        Assert.Equal((0.9, 0.2), (gate!.MinAgreement, gate.Robustness["noise"]));
        foreach ((string text, string part) in new[]
        {
            ("""{ "minAgreement": 2 }""", "$.minAgreement: 2 is not from 0 to 1"), ("""{ "robustness": { "rain": 1 } }""", "knows no 'rain', only noise, dead"), ("{", "gate.json:1"), ("null", "is null"),
            ("""{ "minAgreement": "high" }""", "$.minAgreement"), ("""{ "minInputs": 0 }""", "$.minInputs: is below 1"),
        })
        {
            File.WriteAllText(path, text);
            Assert.False(ModelGate.TryLoad(path, out _, out problem));
            Assert.Contains(part, problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void InputSet_OfMoreThanItHolds_IsSpreadOverAll()
    {
        InputSet set = new("a test", maxInputs: 8);
        for (int index = 0; index < 100; index++)
        {
            set.Add([(byte)index], KnownClass.None);
        }

        Assert.InRange(set.Count, 4, 8);
        int[] kept = [.. Enumerable.Range(0, set.Count).Select(index => (int)set[index][0])];
        Assert.Equal(0, kept[0]);
        Assert.True(kept[^1] >= 80);
        Assert.Single(kept.Zip(kept.Skip(1), static (one, next) => next - one).Distinct());
    }

    private static GateFigure Figure(GateVerdict verdict, string name) => verdict.Figures.Single(figure => figure.Name == name);

    private FakeModel Sum(long takes) => new(_clock, takes, static values => values.Sum() > 0 ? 0.9f : 0.1f);

    private GateVerdict Try(FakeModel current, FakeModel candidate, InputSet? inputs = null) =>
        new ModelTrial(new ModelGate { MaxRobustnessLoss = 0.05 }, _clock, seed: 7).Run(current.Subject(), candidate.Subject(), inputs ?? Inputs(200));

    private static InputSet Inputs(int count)
    {
        InputSet inputs = new("a test");
        Random random = new(1);
        for (int index = 0; index < count; index++)
        {
            float[] values = [.. Enumerable.Range(0, 8).Select(_ => (random.NextSingle() - 0.5f) * 2)];
            inputs.Add(MemoryMarshal.AsBytes(values.AsSpan()), new KnownClass(0, values.Sum() > 0 ? 1 : 0));
        }

        return inputs;
    }

    private sealed class OneNumber(TensorSpec[] specs, float value) : ITensorOutputs
    {
        private readonly float[] _value = [value];

        public IReadOnlyList<TensorSpec> OutputSpecs => specs;

        public ReadOnlySpan<float> Output(int index) => _value;
    }
}
