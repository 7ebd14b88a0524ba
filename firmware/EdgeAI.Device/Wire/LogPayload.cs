using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="LogRecord"/> (WIRE.md, "LogRecord").</summary>
internal static class LogPayload
{
    private const int TextAt = 3;
    private const int ShortestLength = TextAt + 1;

    public static FrameStatus Check(LogRecord record)
    {
        return IsLevel((byte)record.Level) ? TextField.Check(record.Text) : FrameStatus.UnknownCode;
    }

    public static int Length(LogRecord record)
    {
        return TextAt + TextField.Length(record.Text);
    }

    public static void Write(LogRecord record, byte[] buffer, int offset)
    {
        buffer[offset] = (byte)record.Level;
        LittleEndian.WriteUInt16(buffer, offset + 1, record.Code);
        TextField.Write(record.Text, buffer, offset + TextAt);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, LogRecord into)
    {
        if (length < ShortestLength)
        {
            return FrameStatus.BadLength;
        }

        if (!IsLevel(frame[at]))
        {
            return FrameStatus.UnknownCode;
        }

        int end = at + length;
        FrameStatus status = TextField.Check(frame, at + TextAt, end, LogRecord.MaxText);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (TextField.End(frame, at + TextAt) != end)
        {
            return FrameStatus.BadLength;
        }

        into.Level = (LogLevel)frame[at];
        into.Code = LittleEndian.ReadUInt16(frame, at + 1);
        TextField.Read(frame, at + TextAt, into.Text);
        return FrameStatus.Ok;
    }

    private static bool IsLevel(byte level)
    {
        return level >= (byte)LogLevel.Debug && level <= (byte)LogLevel.Error;
    }
}
