using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Tells every IMU reading in another frame's directions: the rates and the acceleration turned, the orientation that of the other frame.
/// The acceleration stays that of the sensor's place: what turning adds at another place (angular acceleration, centripetal) is not added.
/// A reading of no frame of the tree is unusable.
/// </summary>
/// <param name="frames">The robot's frames.</param>
/// <param name="target">The frame to tell in; one of the tree.</param>
public sealed class ImuFrameStage(FrameTree frames, string target) : IStage<Imu, Imu>
{
    private FrameLookUp _lookUp = new(frames, target);

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Imu> input, Imu output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        Imu reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (!_lookUp.TryFrom(reading.FrameId, out RigidTransform transform))
        {
            return StageOutcome.Unusable;
        }

        Rotation turn = transform.Rotation;
        output.CopyFrom(reading);
        output.FrameId = target;
        if ((reading.Parts & ImuParts.AngularVelocity) != 0)
        {
            ReadingVector.Put(turn.Turn(ReadingVector.Of(reading.AngularVelocity, reading.AngularVelocityScale)), output.AngularVelocityScale, output.AngularVelocity);
        }

        if ((reading.Parts & ImuParts.LinearAcceleration) != 0)
        {
            ReadingVector.Put(turn.Turn(ReadingVector.Of(reading.LinearAcceleration, reading.LinearAccelerationScale)), output.LinearAccelerationScale, output.LinearAcceleration);
        }

        if ((reading.Parts & ImuParts.Orientation) != 0)
        {
            if (!ImuOrientation.TryGet(reading, out Rotation orientation))
            {
                return StageOutcome.Unusable;
            }

            // The sensor's orientation takes its directions to the world's; the other frame's takes the way over the sensor.
            ImuOrientation.Put(orientation.After(turn.Inverse), output);
        }

        return StageOutcome.Decided;
    }
}
