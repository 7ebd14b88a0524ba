using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of an <see cref="ElectricalState"/> (WIRE.md, "ElectricalState").</summary>
internal static class ElectricalStatePayload
{
    public const int Length = 3 * (ScaleField.Length + 4);

    public static FrameStatus Check(ElectricalState state)
    {
        bool sound = ScaleField.IsSound(state.VoltageScale) && ScaleField.IsSound(state.CurrentScale) && ScaleField.IsSound(state.PowerScale);
        return sound ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    public static void Write(ElectricalState state, byte[] buffer, int offset)
    {
        ScaleField.Write(state.VoltageScale, buffer, offset);
        LittleEndian.WriteInt32(buffer, offset + 6, state.Voltage);
        ScaleField.Write(state.CurrentScale, buffer, offset + 10);
        LittleEndian.WriteInt32(buffer, offset + 16, state.Current);
        ScaleField.Write(state.PowerScale, buffer, offset + 20);
        LittleEndian.WriteInt32(buffer, offset + 26, state.Power);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, ElectricalState into)
    {
        if (length != Length)
        {
            return FrameStatus.BadLength;
        }

        if (!ScaleField.IsSound(frame, at) || !ScaleField.IsSound(frame, at + 10) || !ScaleField.IsSound(frame, at + 20))
        {
            return FrameStatus.BadScale;
        }

        into.VoltageScale = ScaleField.Read(frame, at);
        into.Voltage = LittleEndian.ReadInt32(frame, at + 6);
        into.CurrentScale = ScaleField.Read(frame, at + 10);
        into.Current = LittleEndian.ReadInt32(frame, at + 16);
        into.PowerScale = ScaleField.Read(frame, at + 20);
        into.Power = LittleEndian.ReadInt32(frame, at + 26);
        return FrameStatus.Ok;
    }
}
