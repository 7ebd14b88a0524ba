using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Takes a tool's weight out of a wrench: a join hands it each wrench, and beside it the orientation at that instant of an IMU that is
/// fixed to the same body. What accelerates the tool stays in. A wrench whose frame no mounts join to the IMU's, in another unit than newton and
/// newton metre, or beside a reading without orientation, is unusable.
/// </summary>
public sealed class ToolWeightStage : ISampleConsumer<WrenchStamped>
{
    private readonly JoinInput<Imu> _motion;
    private readonly IStageOutput<WrenchStamped> _output;
    private readonly double _kilogram;
    private readonly Vector _centre;
    private readonly string _wrenchFrame;
    private FrameLookUp _lookUp;

    /// <summary>Makes the stage.</summary>
    /// <param name="motion">The join's input with the IMU's orientation.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="kilogram">The tool's mass, in kg.</param>
    /// <param name="centre">Its centre of mass in the wrench's frame, in metres.</param>
    /// <param name="frames">The frames that join the two sensors.</param>
    /// <param name="wrenchFrame">The wrench's frame.</param>
    public ToolWeightStage(JoinInput<Imu> motion, IStageOutput<WrenchStamped> output, double kilogram, Vector centre, FrameTree frames, string wrenchFrame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kilogram);
        _motion = motion;
        _output = output;
        _kilogram = kilogram;
        _centre = centre;
        _wrenchFrame = wrenchFrame;
        _lookUp = new FrameLookUp(frames, wrenchFrame);
    }

    /// <inheritdoc/>
    public void Take(in Sample<WrenchStamped> sample)
    {
        WrenchStamped reading = sample.Value;
        Imu motion = _motion.MatchAt(0).Value;
        if (reading.FrameId != _wrenchFrame
            || (motion.Parts & ImuParts.Orientation) == 0
            || !ImuOrientation.TryGet(motion, out Rotation orientation)
            || !_lookUp.TryFrom(motion.FrameId, out RigidTransform toWrench)
            || !ReadingVector.Fits(reading.ForceScale, Unit.Newton)
            || !ReadingVector.Fits(reading.TorqueScale, Unit.NewtonMetre))
        {
            _output.CountUnusable();
            return;
        }

        // The tool pulls down: what the sensor reads is the contact's wrench and that of the weight.
        Vector up = toWrench.Rotation.Turn(orientation.Inverse.Turn(new Vector(0, 0, 1)));
        Vector held = _kilogram * OrientationFilter.Gravity * up;
        WrenchStamped answer = _output.Message;
        answer.CopyFrom(reading);
        ReadingVector.Put(ReadingVector.Of(reading.Force, reading.ForceScale) + held, reading.ForceScale, answer.Force);
        ReadingVector.Put(ReadingVector.Of(reading.Torque, reading.TorqueScale) + _centre.Cross(held), reading.TorqueScale, answer.Torque);
        _output.TryAnswer(sample.Stamp, sample.Flags, sample.Stamp.Nanoseconds - sample.SpanNanoseconds);
    }
}
