using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Graph;

/// <summary>One input of a stage that answers to what it takes.</summary>
/// <typeparam name="TInput">The message that it takes.</typeparam>
/// <typeparam name="TOutput">The message that the stage answers with.</typeparam>
/// <param name="runner">The stage's runner.</param>
/// <param name="stage">The stage.</param>
internal sealed class StageInput<TInput, TOutput>(StageRunner<TOutput> runner, IStage<TInput, TOutput> stage) : ISampleConsumer<TInput>
    where TInput : Message
    where TOutput : Message
{
    /// <summary>What the input brings to the next answer.</summary>
    public StageBasis Basis { get; } = new();

    /// <inheritdoc/>
    public void Take(in Sample<TInput> sample)
    {
        runner.CountTaken();
        Basis.Take(sample.Stamp, sample.Flags, sample.SpanNanoseconds);
        runner.Message.FrameId = sample.Value.FrameId;
        switch (stage.Process(in sample, runner.Message, out long oldestInput))
        {
            case StageOutcome.NeedsMore:
                return;
            case StageOutcome.Unusable:
                runner.CountUnusable();
                break;
            case StageOutcome.Decided:
                long uncertainty = 0;
                FrameFlags flags = FrameFlags.None;
                stage.Widen(ref uncertainty, ref flags);
                if (!runner.TryAnswerAt(sample.Stamp, uncertainty, flags, oldestInput))
                {
                    stage.DecisionWithheld();
                }

                break;
        }

        runner.BeginNext();
    }
}
