using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says whether anything touches the skin, from the chip's own touch bits, debounced. Publishes its first reading, every
/// change, and a heartbeat; the rest is <see cref="StageOutcome.NeedsMore"/>. The event's value is the number of touched
/// taxels. A reading of a chip that does not decide on touch is unusable.
/// </summary>
public sealed class TouchStage : IStage<TactileArray, PerceptionEvent>
{
    private static readonly Scale Taxels = new(1, 0, Unit.Count);

    private readonly int _debounceReadings;
    private EventLatch _latch;
    private int _disagreeing;

    /// <summary>Makes the stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public TouchStage(TouchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DebounceReadings, 1);
        _debounceReadings = options.DebounceReadings;
        _latch = new EventLatch(options.HeartbeatReadings);
    }

    /// <inheritdoc/>
    public void DecisionWithheld() => _latch.SayAgain();

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<TactileArray> input, PerceptionEvent decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        TactileArray reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (!reading.HasTouch || reading.TaxelCount < 1 || reading.TaxelCount > reading.Touch.Length * 8)
        {
            return StageOutcome.Unusable;
        }

        int touched = 0;
        for (int taxel = 0; taxel < reading.TaxelCount; taxel++)
        {
            touched += reading.IsTouched(taxel) ? 1 : 0;
        }

        bool disagrees = (touched > 0) != _latch.IsActive;
        _disagreeing = disagrees ? _disagreeing + 1 : 0;
        bool changes = _disagreeing >= _debounceReadings;
        _disagreeing = changes ? 0 : _disagreeing;
        if (!_latch.Speaks(_latch.IsActive != changes))
        {
            return StageOutcome.NeedsMore;
        }

        decision.FrameId = reading.FrameId;
        decision.Kind = PerceptionEventKind.Touch;
        decision.Active = _latch.IsActive;
        decision.Value = touched;
        decision.Scale = Taxels;
        return StageOutcome.Decided;
    }
}
