using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says whether a bridge carries a force in either direction, with hysteresis. Publishes its first reading, every change,
/// and a heartbeat; the rest is <see cref="StageOutcome.NeedsMore"/>. The event's value is the signed reading in its own
/// steps. A reading in another unit than the thresholds is unusable.
/// </summary>
public sealed class ForceStage : IStage<ForceStamped, PerceptionEvent>
{
    private readonly ForceOptions _options;
    private EventLatch _latch;

    /// <summary>Makes the stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ForceStage(ForceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.End);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Begin, options.End);
        _options = options;
        _latch = new EventLatch(options.HeartbeatReadings);
    }

    /// <inheritdoc/>
    public void DecisionWithheld() => _latch.SayAgain();

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<ForceStamped> input, PerceptionEvent decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ForceStamped reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (!ReadingScale.TryStep(reading.Scale, _options.Unit, out double step))
        {
            return StageOutcome.Unusable;
        }

        double magnitude = Math.Abs(reading.Value * step);
        if (!_latch.Speaks(magnitude >= (_latch.IsActive ? _options.End : _options.Begin)))
        {
            return StageOutcome.NeedsMore;
        }

        decision.FrameId = reading.FrameId;
        decision.Kind = PerceptionEventKind.Force;
        decision.Active = _latch.IsActive;
        decision.Value = reading.Value;
        decision.Scale = reading.Scale;
        return StageOutcome.Decided;
    }
}
