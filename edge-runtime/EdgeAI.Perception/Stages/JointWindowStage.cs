using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says from the last states of an arm's joints, efforts first and rates behind, what happens to it, at each state: from motor currents in ampere
/// whether it works as it should, from external torques in newton metre whether something touches it. A state without efforts and rates of as many
/// joints as the model takes, or in other units, is unusable and taken into no window; a hole begins a new window.
/// </summary>
public sealed class JointWindowStage : IStage<JointState, Classification>
{
    private const JointStateParts Needed = JointStateParts.Velocity | JointStateParts.Effort;

    private readonly WindowHead _head;
    private readonly Unit _effort;
    private readonly int _joints;

    /// <summary>Makes the stage over an open model.</summary>
    /// <param name="model">A model of [1, readings, 2 x joints] with the output "state" and an input.json.</param>
    /// <param name="effort">The unit of the efforts: ampere or newton metre.</param>
    /// <exception cref="ArgumentException">The model is none for it.</exception>
    public JointWindowStage(Model model, Unit effort)
        : this(new ModelSlot(model), effort)
    {
    }

    /// <summary>Makes the stage over whatever model stands in a slot.</summary>
    /// <param name="slot">Where the model stands.</param>
    /// <param name="effort">The unit of the efforts: ampere or newton metre.</param>
    /// <exception cref="ArgumentException">The model is none for it.</exception>
    public JointWindowStage(ModelSlot slot, Unit effort)
    {
        ArgumentNullException.ThrowIfNull(slot);
        _head = new WindowHead(slot, stride: 1);
        _effort = effort;
        _joints = _head.Channels / 2;
        if (_joints * 2 != _head.Channels)
        {
            throw new ArgumentException($"model {slot.Current.Card.Name} takes {_head.Channels} values a reading, and a joint has two: use another model", nameof(slot));
        }
    }

    /// <summary>What each class of a decision is called; the first is that nothing is the matter.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags) => _head.Widen(ref uncertaintyNanoseconds, ref flags);

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<JointState> input, Classification decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        JointState state = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (state.Count != _joints
            || (state.Parts & Needed) != Needed
            || !ReadingScale.TryStep(state.EffortScale, _effort, out double effort)
            || !ReadingScale.TryStep(state.VelocityScale, Unit.RadianPerSecond, out double rate))
        {
            return StageOutcome.Unusable;
        }

        Span<float> row = _head.Add(input, out bool isBroken);
        for (int joint = 0; joint < _joints; joint++)
        {
            row[joint] = (float)(state.Effort[joint] * effort);
            row[_joints + joint] = (float)(state.Velocity[joint] * rate);
        }

        decision.FrameId = state.FrameId;
        return _head.Decide(row, isBroken, decision, out oldestInput);
    }
}
