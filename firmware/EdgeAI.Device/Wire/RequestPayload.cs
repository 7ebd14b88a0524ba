using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payloads of a <see cref="TimeRequest"/>, a <see cref="TimeResponse"/> and a <see cref="HelloRequest"/> (WIRE.md, sections of these names).</summary>
internal static class RequestPayload
{
    public const int TimeRequestLength = 14;
    public const int TimeResponseLength = 30;
    public const int HelloRequestLength = 2;

    private const long LatestInstant = FrameLayout.Max48 * 1000;

    public static FrameStatus Check(TimeRequest request)
    {
        return IsInstant(request.RobotSent) ? FrameStatus.Ok : FrameStatus.BadValue;
    }

    public static void Write(TimeRequest request, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, request.TargetBoard);
        LittleEndian.WriteUInt32(buffer, offset + 2, request.Exchange);
        LittleEndian.WriteInt64(buffer, offset + 6, request.RobotSent);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, TimeRequest into)
    {
        if (length != TimeRequestLength)
        {
            return FrameStatus.BadLength;
        }

        long robotSent = LittleEndian.ReadInt64(frame, at + 6);
        if (!IsInstant(robotSent))
        {
            return FrameStatus.BadValue;
        }

        into.TargetBoard = LittleEndian.ReadUInt16(frame, at);
        into.Exchange = LittleEndian.ReadUInt32(frame, at + 2);
        into.RobotSent = robotSent;
        return FrameStatus.Ok;
    }

    public static FrameStatus Check(TimeResponse response)
    {
        return CheckInstants(response.RobotSent, response.BoardReceived, response.BoardSent);
    }

    public static void Write(TimeResponse response, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, response.RobotBoot);
        LittleEndian.WriteUInt32(buffer, offset + 2, response.Exchange);
        LittleEndian.WriteInt64(buffer, offset + 6, response.RobotSent);
        LittleEndian.WriteInt64(buffer, offset + 14, response.BoardReceived);
        LittleEndian.WriteInt64(buffer, offset + 22, response.BoardSent);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, TimeResponse into)
    {
        if (length != TimeResponseLength)
        {
            return FrameStatus.BadLength;
        }

        long robotSent = LittleEndian.ReadInt64(frame, at + 6);
        long boardReceived = LittleEndian.ReadInt64(frame, at + 14);
        long boardSent = LittleEndian.ReadInt64(frame, at + 22);
        FrameStatus status = CheckInstants(robotSent, boardReceived, boardSent);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        into.RobotBoot = LittleEndian.ReadUInt16(frame, at);
        into.Exchange = LittleEndian.ReadUInt32(frame, at + 2);
        into.RobotSent = robotSent;
        into.BoardReceived = boardReceived;
        into.BoardSent = boardSent;
        return FrameStatus.Ok;
    }

    public static void Write(HelloRequest request, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, request.TargetBoard);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, HelloRequest into)
    {
        if (length != HelloRequestLength)
        {
            return FrameStatus.BadLength;
        }

        into.TargetBoard = LittleEndian.ReadUInt16(frame, at);
        return FrameStatus.Ok;
    }

    private static FrameStatus CheckInstants(long robotSent, long boardReceived, long boardSent)
    {
        bool sound = IsInstant(robotSent) && IsInstant(boardReceived) && IsInstant(boardSent) && boardReceived <= boardSent;
        return sound ? FrameStatus.Ok : FrameStatus.BadValue;
    }

    private static bool IsInstant(long nanoseconds)
    {
        return nanoseconds >= 0 && nanoseconds <= LatestInstant;
    }
}
