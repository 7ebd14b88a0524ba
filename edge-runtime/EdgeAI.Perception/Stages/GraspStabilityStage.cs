using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says from each reading of three 24-taxel fingertips whether the grasp will slip or hold. Every reading of the right
/// shape decides; one of another size, of more than one component per taxel, or not in raw counts is unusable.
/// </summary>
public sealed class GraspStabilityStage : IStage<TactileArray, Classification>
{
    /// <summary>Taxels in a reading of the shipped model: 24 each of first finger, middle finger and thumb, in this order.</summary>
    public const int TaxelCount = 72;

    private const string OutputName = "probabilities";

    private readonly ModelHead _head;
    private readonly ChannelWatch? _watch;
    private readonly int _taxels;
    private FrameFlags _suspicion;

    /// <summary>Makes the stage over an open model.</summary>
    /// <exception cref="ArgumentException">The model takes another shape or has no output "probabilities".</exception>
    public GraspStabilityStage(Model model)
        : this(new ModelSlot(model))
    {
    }

    /// <summary>Makes the stage over whatever model stands in a slot.</summary>
    /// <exception cref="ArgumentException">The model takes another shape or has no output "probabilities".</exception>
    public GraspStabilityStage(ModelSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        _taxels = slot.Current.Session.Inputs[0].Shape is [1, > 0 and var own] ? own : TaxelCount;
        _watch = slot.Current.Statistics is { IsRestless: true } ? new ChannelWatch(_taxels) : null;
        _head = new ModelHead(slot, OutputName, 1, _taxels);
    }

    /// <summary>What each class of a decision is called: slip, stable.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags) => flags |= _suspicion;

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<TactileArray> input, Classification decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        TactileArray reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (reading.TaxelCount != _taxels || reading.Components != 1 || reading.Values.Length < _taxels || !ReadingScale.IsRawCount(reading.Scale))
        {
            return StageOutcome.Unusable;
        }

        Span<float> tensor = _head.Begin();
        for (int taxel = 0; taxel < _taxels; taxel++)
        {
            tensor[taxel] = reading.Values[taxel];
        }

        _suspicion = (_watch?.Take(tensor) ?? FrameFlags.None) | (_head.Statistics?.Judge(tensor) ?? FrameFlags.None);
        decision.FrameId = reading.FrameId;
        return _head.TryDecide(decision) ? StageOutcome.Decided : StageOutcome.Unusable;
    }
}
