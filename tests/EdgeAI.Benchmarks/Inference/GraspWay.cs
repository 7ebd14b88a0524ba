using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>One tactile message in, one classification out.</summary>
internal sealed class GraspWay(Model model) : IInferenceWay
{
    private readonly GraspStabilityStage _stage = new(model);
    private readonly Classification _decision = new();
    private readonly TactileArray[] _readings = [.. InferenceInputs.Make(GraspStabilityStage.TaxelCount).Select(ReadingOf)];

    public string Name => "stage: message to classification with digests";

    public void Infer(int number)
    {
        Sample<TactileArray> sample = new(_readings[number % InferenceInputs.Count], new Stamp(number, 0), new StreamId(1, 1), number, FrameFlags.Simulated);
        if (_stage.Process(sample, _decision, out _) != StageOutcome.Decided)
        {
            throw new InvalidOperationException("the stage did not decide");
        }
    }

    private static TactileArray ReadingOf(int[] row)
    {
        TactileArray reading = new(row.Length, 1) { TaxelCount = row.Length };
        Array.ConvertAll(row, static value => (short)value).CopyTo(reading.Values, 0);
        return reading;
    }
}
