using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="JointState"/>: only the parts that it has (WIRE.md, "JointState").</summary>
internal static class JointStatePayload
{
    private const int FixedLength = 2;
    private const int KnownParts = (int)(JointStateParts.Position | JointStateParts.Velocity | JointStateParts.Effort);

    public static FrameStatus Check(JointState joints)
    {
        int parts = (int)joints.Parts;
        FrameStatus status = CheckFixed(parts, joints.Count);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        bool sound = (!Has(parts, JointStateParts.Position) || ScaleField.IsSound(joints.PositionScale))
            && (!Has(parts, JointStateParts.Velocity) || ScaleField.IsSound(joints.VelocityScale))
            && (!Has(parts, JointStateParts.Effort) || ScaleField.IsSound(joints.EffortScale));
        return sound ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    public static int Length(JointState joints)
    {
        return LengthOf((int)joints.Parts, joints.Count);
    }

    public static void Write(JointState joints, byte[] buffer, int offset)
    {
        int parts = (int)joints.Parts;
        buffer[offset] = (byte)parts;
        buffer[offset + 1] = (byte)joints.Count;
        int at = offset + FixedLength;
        if (Has(parts, JointStateParts.Position))
        {
            at = WritePart(joints.PositionScale, joints.Position, joints.Count, buffer, at);
        }

        if (Has(parts, JointStateParts.Velocity))
        {
            at = WritePart(joints.VelocityScale, joints.Velocity, joints.Count, buffer, at);
        }

        if (Has(parts, JointStateParts.Effort))
        {
            WritePart(joints.EffortScale, joints.Effort, joints.Count, buffer, at);
        }
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, JointState into)
    {
        if (length < FixedLength)
        {
            return FrameStatus.BadLength;
        }

        int parts = frame[at];
        int count = frame[at + 1];
        FrameStatus status = CheckFixed(parts, count);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != LengthOf(parts, count))
        {
            return FrameStatus.BadLength;
        }

        int positionAt = at + FixedLength;
        int velocityAt = positionAt + (Has(parts, JointStateParts.Position) ? PartLength(count) : 0);
        int effortAt = velocityAt + (Has(parts, JointStateParts.Velocity) ? PartLength(count) : 0);
        bool sound = (!Has(parts, JointStateParts.Position) || ScaleField.IsSound(frame, positionAt))
            && (!Has(parts, JointStateParts.Velocity) || ScaleField.IsSound(frame, velocityAt))
            && (!Has(parts, JointStateParts.Effort) || ScaleField.IsSound(frame, effortAt));
        if (!sound)
        {
            return FrameStatus.BadScale;
        }

        into.Parts = (JointStateParts)parts;
        into.Count = count;
        if (Has(parts, JointStateParts.Position))
        {
            into.PositionScale = ReadPart(frame, positionAt, into.Position, count);
        }

        if (Has(parts, JointStateParts.Velocity))
        {
            into.VelocityScale = ReadPart(frame, velocityAt, into.Velocity, count);
        }

        if (Has(parts, JointStateParts.Effort))
        {
            into.EffortScale = ReadPart(frame, effortAt, into.Effort, count);
        }

        return FrameStatus.Ok;
    }

    private static bool Has(int parts, JointStateParts part)
    {
        return (parts & (int)part) != 0;
    }

    private static FrameStatus CheckFixed(int parts, int count)
    {
        if ((parts & ~KnownParts) != 0)
        {
            return FrameStatus.BadPadding;
        }

        if (parts == 0)
        {
            return FrameStatus.BadValue;
        }

        return count < 1 || count > JointState.MaxJoints ? FrameStatus.BadCount : FrameStatus.Ok;
    }

    private static int PartLength(int count)
    {
        return ScaleField.Length + (4 * count);
    }

    private static int LengthOf(int parts, int count)
    {
        return FixedLength
            + (Has(parts, JointStateParts.Position) ? PartLength(count) : 0)
            + (Has(parts, JointStateParts.Velocity) ? PartLength(count) : 0)
            + (Has(parts, JointStateParts.Effort) ? PartLength(count) : 0);
    }

    private static int WritePart(Scale scale, int[] values, int count, byte[] buffer, int offset)
    {
        ScaleField.Write(scale, buffer, offset);
        for (int joint = 0; joint < count; joint++)
        {
            LittleEndian.WriteInt32(buffer, offset + ScaleField.Length + (4 * joint), values[joint]);
        }

        return offset + PartLength(count);
    }

    private static Scale ReadPart(byte[] frame, int at, int[] values, int count)
    {
        for (int joint = 0; joint < count; joint++)
        {
            values[joint] = LittleEndian.ReadInt32(frame, at + ScaleField.Length + (4 * joint));
        }

        return ScaleField.Read(frame, at);
    }
}
