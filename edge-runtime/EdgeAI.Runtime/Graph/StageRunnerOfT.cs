using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// Runs one stage and keeps its age contract: a decision that rests on anything older than allowed, its uncertainty counted
/// against it, is withheld, counted and shown, never published.
/// </summary>
/// <typeparam name="TInput">The reading that the stage takes.</typeparam>
/// <typeparam name="TDecision">The decision that it makes.</typeparam>
/// <param name="name">The stage's name in the profile.</param>
/// <param name="stage">The stage.</param>
/// <param name="decision">The one decision that is refilled.</param>
/// <param name="allowedAgeNanoseconds">The oldest that an input may be when the decision is made.</param>
/// <param name="outlet">Where decisions go.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class StageRunner<TInput, TDecision>(
    string name,
    IStage<TInput, TDecision> stage,
    TDecision decision,
    long allowedAgeNanoseconds,
    DecisionOutlet outlet,
    IClock clock) : StageRunner(name, outlet), ISampleConsumer<TInput>
    where TInput : Message
    where TDecision : Decision
{
    private long _widestUncertainty;
    private FrameFlags _flags;

    /// <inheritdoc/>
    public void Take(in Sample<TInput> sample)
    {
        Taken++;

        // A decision may rest on several readings: it is as uncertain as the worst of them and as simulated as any.
        _widestUncertainty = Math.Max(_widestUncertainty, sample.Stamp.UncertaintyNanoseconds);
        _flags |= sample.Flags;
        StageOutcome outcome = stage.Process(in sample, decision, out long oldestInput);
        if (outcome == StageOutcome.NeedsMore)
        {
            return;
        }

        long uncertainty = _widestUncertainty;
        FrameFlags flags = _flags;
        _widestUncertainty = 0;
        _flags = FrameFlags.None;
        if (outcome == StageOutcome.Unusable)
        {
            Unusable++;
            return;
        }

        long now = clock.Nanoseconds;
        long age = now - oldestInput;
        if (age > allowedAgeNanoseconds - uncertainty)
        {
            TooOld++;
            Outlet.Withhold();
            stage.DecisionWithheld();
            return;
        }

        decision.Stamp = sample.Stamp;
        decision.FrameId = sample.Value.FrameId;
        decision.OldestInputAgeMicroseconds = (uint)Math.Clamp(age / 1000, 0, uint.MaxValue);
        Outlet.Publish(decision, flags);
        Published++;
        Latency.Record(now - sample.Stamp.Nanoseconds);
    }
}
