using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="MagneticField"/> (WIRE.md, "MagneticField").</summary>
internal static class MagneticFieldPayload
{
    public const int Length = ScaleField.Length + 12;

    public static FrameStatus Check(MagneticField magnetic)
    {
        return ScaleField.IsSound(magnetic.Scale) ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    public static void Write(MagneticField magnetic, byte[] buffer, int offset)
    {
        ScaleField.Write(magnetic.Scale, buffer, offset);
        LittleEndian.WriteInt32s(magnetic.Field, buffer, offset + ScaleField.Length);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, MagneticField into)
    {
        if (length != Length)
        {
            return FrameStatus.BadLength;
        }

        if (!ScaleField.IsSound(frame, at))
        {
            return FrameStatus.BadScale;
        }

        into.Scale = ScaleField.Read(frame, at);
        LittleEndian.ReadInt32s(frame, at + ScaleField.Length, into.Field);
        return FrameStatus.Ok;
    }
}
