using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of an <see cref="Imu"/>: only the parts that it has (WIRE.md, "Imu").</summary>
internal static class ImuPayload
{
    private const int FixedLength = 1;
    private const int OrientationLength = ScaleField.Length + 16;
    private const int VectorLength = ScaleField.Length + 12;
    private const int KnownParts = (int)(ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration);

    public static FrameStatus Check(Imu imu)
    {
        int parts = (int)imu.Parts;
        FrameStatus status = CheckParts(parts);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        bool sound = (!Has(parts, ImuParts.Orientation) || ScaleField.IsSound(imu.OrientationScale))
            && (!Has(parts, ImuParts.AngularVelocity) || ScaleField.IsSound(imu.AngularVelocityScale))
            && (!Has(parts, ImuParts.LinearAcceleration) || ScaleField.IsSound(imu.LinearAccelerationScale));
        return sound ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    public static int Length(Imu imu)
    {
        return LengthOf((int)imu.Parts);
    }

    public static void Write(Imu imu, byte[] buffer, int offset)
    {
        int parts = (int)imu.Parts;
        buffer[offset] = (byte)parts;
        int at = offset + FixedLength;
        if (Has(parts, ImuParts.Orientation))
        {
            at = WritePart(imu.OrientationScale, imu.Orientation, buffer, at);
        }

        if (Has(parts, ImuParts.AngularVelocity))
        {
            at = WritePart(imu.AngularVelocityScale, imu.AngularVelocity, buffer, at);
        }

        if (Has(parts, ImuParts.LinearAcceleration))
        {
            WritePart(imu.LinearAccelerationScale, imu.LinearAcceleration, buffer, at);
        }
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, Imu into)
    {
        if (length < FixedLength)
        {
            return FrameStatus.BadLength;
        }

        int parts = frame[at];
        FrameStatus status = CheckParts(parts);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != LengthOf(parts))
        {
            return FrameStatus.BadLength;
        }

        int orientationAt = at + FixedLength;
        int velocityAt = orientationAt + (Has(parts, ImuParts.Orientation) ? OrientationLength : 0);
        int accelerationAt = velocityAt + (Has(parts, ImuParts.AngularVelocity) ? VectorLength : 0);
        bool sound = (!Has(parts, ImuParts.Orientation) || ScaleField.IsSound(frame, orientationAt))
            && (!Has(parts, ImuParts.AngularVelocity) || ScaleField.IsSound(frame, velocityAt))
            && (!Has(parts, ImuParts.LinearAcceleration) || ScaleField.IsSound(frame, accelerationAt));
        if (!sound)
        {
            return FrameStatus.BadScale;
        }

        into.Parts = (ImuParts)parts;
        if (Has(parts, ImuParts.Orientation))
        {
            into.OrientationScale = ReadPart(frame, orientationAt, into.Orientation);
        }

        if (Has(parts, ImuParts.AngularVelocity))
        {
            into.AngularVelocityScale = ReadPart(frame, velocityAt, into.AngularVelocity);
        }

        if (Has(parts, ImuParts.LinearAcceleration))
        {
            into.LinearAccelerationScale = ReadPart(frame, accelerationAt, into.LinearAcceleration);
        }

        return FrameStatus.Ok;
    }

    private static bool Has(int parts, ImuParts part)
    {
        return (parts & (int)part) != 0;
    }

    private static FrameStatus CheckParts(int parts)
    {
        if ((parts & ~KnownParts) != 0)
        {
            return FrameStatus.BadPadding;
        }

        return parts == 0 ? FrameStatus.BadValue : FrameStatus.Ok;
    }

    private static int LengthOf(int parts)
    {
        return FixedLength
            + (Has(parts, ImuParts.Orientation) ? OrientationLength : 0)
            + (Has(parts, ImuParts.AngularVelocity) ? VectorLength : 0)
            + (Has(parts, ImuParts.LinearAcceleration) ? VectorLength : 0);
    }

    private static int WritePart(Scale scale, int[] values, byte[] buffer, int offset)
    {
        ScaleField.Write(scale, buffer, offset);
        LittleEndian.WriteInt32s(values, buffer, offset + ScaleField.Length);
        return offset + ScaleField.Length + (4 * values.Length);
    }

    private static Scale ReadPart(byte[] frame, int at, int[] values)
    {
        LittleEndian.ReadInt32s(frame, at + ScaleField.Length, values);
        return ScaleField.Read(frame, at);
    }
}
