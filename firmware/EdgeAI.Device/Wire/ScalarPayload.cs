using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of readings that are one number (WIRE.md, "Temperature, FluidPressure, RelativeHumidity").</summary>
internal static class ScalarPayload
{
    public const int Length = 4 + ScaleField.Length;

    public static FrameStatus Check(ScalarMessage scalar)
    {
        return ScaleField.IsSound(scalar.Scale) ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    public static void Write(ScalarMessage scalar, byte[] buffer, int offset)
    {
        LittleEndian.WriteInt32(buffer, offset, scalar.Value);
        ScaleField.Write(scalar.Scale, buffer, offset + 4);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, ScalarMessage into)
    {
        if (length != Length)
        {
            return FrameStatus.BadLength;
        }

        if (!ScaleField.IsSound(frame, at + 4))
        {
            return FrameStatus.BadScale;
        }

        into.Value = LittleEndian.ReadInt32(frame, at);
        into.Scale = ScaleField.Read(frame, at + 4);
        return FrameStatus.Ok;
    }
}
