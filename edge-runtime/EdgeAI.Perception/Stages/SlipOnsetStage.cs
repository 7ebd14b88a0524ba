using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says from the last readings of a tactile sensor whether what it holds slips, every fourth reading. A reading of another number of values than
/// the model takes, or not in raw counts, is unusable and taken into no window; a hole begins a new window.
/// </summary>
public sealed class SlipOnsetStage : IStage<TactileArray, Classification>
{
    /// <summary>Readings from one decision to the next.</summary>
    public const int Stride = 4;

    private readonly WindowHead _head;

    /// <summary>Makes the stage over an open model of [1, readings, values] with the output "state" and an input.json.</summary>
    /// <exception cref="ArgumentException">The model is none for it.</exception>
    public SlipOnsetStage(Model model)
        : this(new ModelSlot(model))
    {
    }

    /// <summary>Makes the stage over whatever model stands in a slot.</summary>
    /// <exception cref="ArgumentException">The model is none for it.</exception>
    public SlipOnsetStage(ModelSlot slot)
    {
        _head = new WindowHead(slot, Stride);
    }

    /// <summary>What each class of a decision is called; the first is that nothing slips.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags) => _head.Widen(ref uncertaintyNanoseconds, ref flags);

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<TactileArray> input, Classification decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        TactileArray reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (reading.TaxelCount * reading.Components != _head.Channels || reading.Values.Length < _head.Channels || !ReadingScale.IsRawCount(reading.Scale))
        {
            return StageOutcome.Unusable;
        }

        Span<float> row = _head.Add(input, out bool isBroken);
        for (int value = 0; value < row.Length; value++)
        {
            row[value] = reading.Values[value];
        }

        decision.FrameId = reading.FrameId;
        return _head.Decide(row, isBroken, decision, out oldestInput);
    }
}
