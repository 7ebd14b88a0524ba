using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Tells every wrench in another frame: the force turned, the torque turned and moved to that frame's origin. A wrench of no frame of
/// the tree, or in another unit than newton and newton metre, is unusable.
/// </summary>
/// <param name="frames">The robot's frames.</param>
/// <param name="target">The frame to tell in; one of the tree.</param>
public sealed class WrenchFrameStage(FrameTree frames, string target) : IStage<WrenchStamped, WrenchStamped>
{
    private FrameLookUp _lookUp = new(frames, target);

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<WrenchStamped> input, WrenchStamped output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        WrenchStamped reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (!_lookUp.TryFrom(reading.FrameId, out RigidTransform transform)
            || !ReadingVector.Fits(reading.ForceScale, Unit.Newton)
            || !ReadingVector.Fits(reading.TorqueScale, Unit.NewtonMetre))
        {
            return StageOutcome.Unusable;
        }

        Vector force = ReadingVector.Of(reading.Force, reading.ForceScale);
        Vector torque = ReadingVector.Of(reading.Torque, reading.TorqueScale);
        output.CopyFrom(reading);
        output.FrameId = target;
        ReadingVector.Put(transform.Rotation.Turn(force), output.ForceScale, output.Force);
        ReadingVector.Put(transform.TorqueToParent(torque, force), output.TorqueScale, output.Torque);
        return StageOutcome.Decided;
    }
}
