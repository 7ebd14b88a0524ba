using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Outlets;

/// <summary>Writes messages as a controller wants them: SI units, doubles, fixed places (OUTLET.md, "Payloads").</summary>
internal static class OutletEncoder
{
    private const int EventLength = 24;
    private const int ImuLength = 88;
    private const int WrenchLength = 48;
    private const int ClassificationHead = 40;
    private const int JointsHead = 16;
    private const int JointLength = 24;
    private const int HealthHead = 16;
    private const int DetectionsHead = 48;
    private const int DetectionLength = 48;
    private const double FullProbability = 65535;

    /// <summary>Writes a message's payload.</summary>
    /// <param name="message">The message.</param>
    /// <param name="payload">Room for <see cref="OutletLayout.MaxPayload"/> bytes.</param>
    /// <param name="kind">What was written.</param>
    /// <returns>The payload's length; 0 for a message that the outlet does not carry.</returns>
    public static int Encode(Message message, Span<byte> payload, out OutletKind kind)
    {
        switch (message)
        {
            case PerceptionEvent perceived:
                kind = OutletKind.Event;
                return Encode(perceived, payload);
            case Classification answer:
                kind = OutletKind.Classification;
                return Encode(answer, payload);
            case Imu imu:
                kind = OutletKind.Imu;
                return Encode(imu, payload);
            case WrenchStamped wrench:
                kind = OutletKind.Wrench;
                Scaled(wrench.Force, 3, in wrench.ForceScale, payload);
                Scaled(wrench.Torque, 3, in wrench.TorqueScale, payload[24..]);
                return WrenchLength;
            case JointState joints:
                kind = OutletKind.Joints;
                return Encode(joints, payload);
            case Detection2DArray detections:
                kind = OutletKind.Detections;
                return Encode(detections, payload);
            default:
                kind = default;
                return 0;
        }
    }

    /// <summary>Writes what the robot says of its own health.</summary>
    /// <returns>The payload's length.</returns>
    public static int Encode(HealthCode code, bool isActive, LogRecord record, Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)code);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], isActive ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], (uint)record.Level);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[12..], (uint)record.Text.Count);
        record.Text.Bytes.AsSpan(0, record.Text.Count).CopyTo(payload[HealthHead..]);
        return HealthHead + record.Text.Count;
    }

    private static int Encode(PerceptionEvent perceived, Span<byte> payload)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(payload, perceived.Value * ScaleConversion.StepOf(in perceived.Scale));
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], (uint)perceived.Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[12..], perceived.Active ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[16..], (uint)perceived.Scale.Unit);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[20..], 0);
        return EventLength;
    }

    private static int Encode(Classification answer, Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)answer.ClassIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], (uint)answer.ClassCount);
        answer.ModelDigest.CopyTo(payload[8..]);
        for (int index = 0; index < answer.ClassCount; index++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(payload[(ClassificationHead + (8 * index))..], answer.Probabilities[index] / FullProbability);
        }

        return ClassificationHead + (8 * answer.ClassCount);
    }

    private static int Encode(Imu imu, Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)imu.Parts);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], 0);
        Part(imu, ImuParts.Orientation, imu.Orientation, in imu.OrientationScale, payload[8..]);
        Part(imu, ImuParts.AngularVelocity, imu.AngularVelocity, in imu.AngularVelocityScale, payload[40..]);
        Part(imu, ImuParts.LinearAcceleration, imu.LinearAcceleration, in imu.LinearAccelerationScale, payload[64..]);
        return ImuLength;
    }

    private static int Encode(JointState joints, Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)joints.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], (uint)joints.Parts);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], (uint)joints.EffortScale.Unit);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[12..], 0);
        double position = joints.Parts.HasFlag(JointStateParts.Position) ? ScaleConversion.StepOf(in joints.PositionScale) : 0;
        double velocity = joints.Parts.HasFlag(JointStateParts.Velocity) ? ScaleConversion.StepOf(in joints.VelocityScale) : 0;
        double effort = joints.Parts.HasFlag(JointStateParts.Effort) ? ScaleConversion.StepOf(in joints.EffortScale) : 0;
        for (int index = 0; index < joints.Count; index++)
        {
            Span<byte> joint = payload.Slice(JointsHead + (JointLength * index), JointLength);
            BinaryPrimitives.WriteDoubleLittleEndian(joint, joints.Position[index] * position);
            BinaryPrimitives.WriteDoubleLittleEndian(joint[8..], joints.Velocity[index] * velocity);
            BinaryPrimitives.WriteDoubleLittleEndian(joint[16..], joints.Effort[index] * effort);
        }

        return JointsHead + (JointLength * joints.Count);
    }

    private static int Encode(Detection2DArray detections, Span<byte> payload)
    {
        const double Pixel = 1.0 / Detection2DArray.StepsPerPixel;
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)detections.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], (uint)detections.ImageWidth);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], (uint)detections.ImageHeight);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[12..], 0);
        detections.ModelDigest.CopyTo(payload[16..]);
        for (int index = 0; index < detections.Count; index++)
        {
            Span<byte> box = payload.Slice(DetectionsHead + (DetectionLength * index), DetectionLength);
            BinaryPrimitives.WriteUInt32LittleEndian(box, detections.ClassIndices[index]);
            BinaryPrimitives.WriteUInt32LittleEndian(box[4..], 0);
            BinaryPrimitives.WriteDoubleLittleEndian(box[8..], detections.Scores[index] / FullProbability);
            BinaryPrimitives.WriteDoubleLittleEndian(box[16..], detections.CentreX[index] * Pixel);
            BinaryPrimitives.WriteDoubleLittleEndian(box[24..], detections.CentreY[index] * Pixel);
            BinaryPrimitives.WriteDoubleLittleEndian(box[32..], detections.SizeX[index] * Pixel);
            BinaryPrimitives.WriteDoubleLittleEndian(box[40..], detections.SizeY[index] * Pixel);
        }

        return DetectionsHead + (DetectionLength * detections.Count);
    }

    private static void Part(Imu imu, ImuParts part, int[] raw, in Scale scale, Span<byte> payload)
    {
        if (imu.Parts.HasFlag(part))
        {
            Scaled(raw, raw.Length, in scale, payload);
        }
        else
        {
            payload[..(8 * raw.Length)].Clear();
        }
    }

    private static void Scaled(int[] raw, int count, in Scale scale, Span<byte> payload)
    {
        double step = ScaleConversion.StepOf(in scale);
        for (int index = 0; index < count; index++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(payload[(8 * index)..], raw[index] * step);
        }
    }
}
