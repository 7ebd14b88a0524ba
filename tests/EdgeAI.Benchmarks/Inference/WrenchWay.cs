using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>Fifteen wrench messages in, one classification out.</summary>
internal sealed class WrenchWay(Model model) : IInferenceWay
{
    private const long Period = 21_000_000;

    private readonly WrenchFailureStage _stage = new(model, model.Card.Outputs[0].Name, new WrenchFailureOptions());
    private readonly Classification _decision = new();
    private readonly WrenchStamped[][] _windows = [.. InferenceInputs.Make(WrenchFailureStage.WindowLength * 6).Select(WindowOf)];

    public string Name => "stage: 15 messages to classification with digests";

    public void Infer(int number)
    {
        StageOutcome outcome = StageOutcome.NeedsMore;
        WrenchStamped[] window = _windows[number % InferenceInputs.Count];
        for (int row = 0; row < window.Length; row++)
        {
            outcome = _stage.Process(new Sample<WrenchStamped>(window[row], new Stamp(row * Period, 0), new StreamId(1, 2), row, FrameFlags.Simulated), _decision, out _);
        }

        if (outcome != StageOutcome.Decided)
        {
            throw new InvalidOperationException("the stage did not decide");
        }
    }

    private static WrenchStamped[] WindowOf(int[] values)
    {
        WrenchStamped[] window = new WrenchStamped[WrenchFailureStage.WindowLength];
        for (int row = 0; row < window.Length; row++)
        {
            window[row] = new WrenchStamped { ForceScale = new Scale(1, 0, Unit.Count), TorqueScale = new Scale(1, 0, Unit.Count) };
            values.AsSpan(row * 6, 3).CopyTo(window[row].Force);
            values.AsSpan((row * 6) + 3, 3).CopyTo(window[row].Torque);
        }

        return window;
    }
}
