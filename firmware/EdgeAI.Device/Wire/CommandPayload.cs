using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payloads of a <see cref="Command"/> and an <see cref="Acknowledgement"/> (WIRE.md, sections of these names).</summary>
internal static class CommandPayload
{
    public const int AcknowledgementLength = 14;

    private const int FixedLength = 10;
    private const int ConfigurationAt = FixedLength + 6 + Hello.DigestLength;

    public static FrameStatus Check(Command command)
    {
        FrameStatus status = CheckAddress(command.TargetBoard, (byte)command.Code, command.Stream);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        switch (command.Code)
        {
            case CommandCode.Identify:
                return command.IdentifyMilliseconds == 0 ? FrameStatus.BadValue : FrameStatus.Ok;
            case CommandCode.SetRate:
                return command.PeriodMicroseconds == 0 ? FrameStatus.BadValue : FrameStatus.Ok;
            case CommandCode.Calibrate:
                return ScaleField.IsSound(command.ReferenceScale) ? FrameStatus.Ok : FrameStatus.BadScale;
            case CommandCode.UpdateConfiguration:
                return CheckPiece(command.ConfigurationTotal, command.ConfigurationOffset, command.ConfigurationCount);
            default:
                return FrameStatus.Ok;
        }
    }

    public static int Length(Command command)
    {
        return command.Code == CommandCode.UpdateConfiguration
            ? ConfigurationAt + command.ConfigurationCount
            : FixedLength + ArgumentsLength(command.Code);
    }

    public static void Write(Command command, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, command.TargetBoard);
        LittleEndian.WriteUInt16(buffer, offset + 2, command.TargetBoot);
        LittleEndian.WriteUInt32(buffer, offset + 4, command.Number);
        buffer[offset + 8] = (byte)command.Code;
        buffer[offset + 9] = command.Stream;
        int at = offset + FixedLength;
        switch (command.Code)
        {
            case CommandCode.Identify:
                LittleEndian.WriteUInt16(buffer, at, command.IdentifyMilliseconds);
                break;
            case CommandCode.SetRate:
                LittleEndian.WriteUInt32(buffer, at, command.PeriodMicroseconds);
                break;
            case CommandCode.Calibrate:
                LittleEndian.WriteInt32(buffer, at, command.Reference);
                ScaleField.Write(command.ReferenceScale, buffer, at + 4);
                break;
            case CommandCode.UpdateConfiguration:
                LittleEndian.WriteUInt16(buffer, at, (ushort)command.ConfigurationTotal);
                LittleEndian.WriteUInt16(buffer, at + 2, (ushort)command.ConfigurationOffset);
                LittleEndian.WriteUInt16(buffer, at + 4, (ushort)command.ConfigurationCount);
                System.Array.Copy(command.ConfigurationDigest, 0, buffer, at + 6, Hello.DigestLength);
                System.Array.Copy(command.Configuration, 0, buffer, offset + ConfigurationAt, command.ConfigurationCount);
                break;
        }
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, Command into)
    {
        if (length < FixedLength)
        {
            return FrameStatus.BadLength;
        }

        int board = LittleEndian.ReadUInt16(frame, at);
        FrameStatus status = CheckAddress(board, frame[at + 8], frame[at + 9]);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        CommandCode code = (CommandCode)frame[at + 8];
        status = DecodeArguments(frame, at, length, code, into);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        into.TargetBoard = (ushort)board;
        into.TargetBoot = LittleEndian.ReadUInt16(frame, at + 2);
        into.Number = LittleEndian.ReadUInt32(frame, at + 4);
        into.Code = code;
        into.Stream = frame[at + 9];
        return FrameStatus.Ok;
    }

    public static FrameStatus Check(Acknowledgement acknowledgement)
    {
        FrameStatus status = CheckCode((byte)acknowledgement.Code, acknowledgement.Stream);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        return IsOutcome((byte)acknowledgement.Outcome) ? FrameStatus.Ok : FrameStatus.UnknownCode;
    }

    public static void Write(Acknowledgement acknowledgement, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, acknowledgement.RobotBoot);
        LittleEndian.WriteUInt32(buffer, offset + 2, acknowledgement.Number);
        buffer[offset + 6] = (byte)acknowledgement.Code;
        buffer[offset + 7] = acknowledgement.Stream;
        buffer[offset + 8] = (byte)acknowledgement.Outcome;
        buffer[offset + 9] = (byte)(acknowledgement.Repeated ? 1 : 0);
        LittleEndian.WriteUInt32(buffer, offset + 10, acknowledgement.Detail);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, Acknowledgement into)
    {
        if (length != AcknowledgementLength)
        {
            return FrameStatus.BadLength;
        }

        FrameStatus status = CheckCode(frame[at + 6], frame[at + 7]);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (!IsOutcome(frame[at + 8]))
        {
            return FrameStatus.UnknownCode;
        }

        if (frame[at + 9] > 1)
        {
            return FrameStatus.BadPadding;
        }

        into.RobotBoot = LittleEndian.ReadUInt16(frame, at);
        into.Number = LittleEndian.ReadUInt32(frame, at + 2);
        into.Code = (CommandCode)frame[at + 6];
        into.Stream = frame[at + 7];
        into.Outcome = (CommandOutcome)frame[at + 8];
        into.Repeated = frame[at + 9] != 0;
        into.Detail = LittleEndian.ReadUInt32(frame, at + 10);
        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeArguments(byte[] frame, int commandAt, int length, CommandCode code, Command into)
    {
        int at = commandAt + FixedLength;
        if (code == CommandCode.UpdateConfiguration)
        {
            return DecodePiece(frame, commandAt, length, into);
        }

        if (length != FixedLength + ArgumentsLength(code))
        {
            return FrameStatus.BadLength;
        }

        switch (code)
        {
            case CommandCode.Identify:
                ushort milliseconds = LittleEndian.ReadUInt16(frame, at);
                if (milliseconds == 0)
                {
                    return FrameStatus.BadValue;
                }

                into.IdentifyMilliseconds = milliseconds;
                break;

            case CommandCode.SetRate:
                uint period = LittleEndian.ReadUInt32(frame, at);
                if (period == 0)
                {
                    return FrameStatus.BadValue;
                }

                into.PeriodMicroseconds = period;
                break;

            case CommandCode.Calibrate:
                if (!ScaleField.IsSound(frame, at + 4))
                {
                    return FrameStatus.BadScale;
                }

                into.Reference = LittleEndian.ReadInt32(frame, at);
                into.ReferenceScale = ScaleField.Read(frame, at + 4);
                break;
        }

        return FrameStatus.Ok;
    }

    private static FrameStatus DecodePiece(byte[] frame, int commandAt, int length, Command into)
    {
        if (length < ConfigurationAt)
        {
            return FrameStatus.BadLength;
        }

        int at = commandAt + FixedLength;
        int total = LittleEndian.ReadUInt16(frame, at);
        int offset = LittleEndian.ReadUInt16(frame, at + 2);
        int count = LittleEndian.ReadUInt16(frame, at + 4);
        FrameStatus status = CheckPiece(total, offset, count);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != ConfigurationAt + count)
        {
            return FrameStatus.BadLength;
        }

        into.ConfigurationTotal = total;
        into.ConfigurationOffset = offset;
        into.ConfigurationCount = count;
        System.Array.Copy(frame, at + 6, into.ConfigurationDigest, 0, Hello.DigestLength);
        System.Array.Copy(frame, commandAt + ConfigurationAt, into.Configuration, 0, count);
        return FrameStatus.Ok;
    }

    private static FrameStatus CheckAddress(int board, byte code, byte stream)
    {
        return board == BoardAddress.EveryBoard ? FrameStatus.BadValue : CheckCode(code, stream);
    }

    private static FrameStatus CheckCode(byte code, byte stream)
    {
        if (code < (byte)CommandCode.Identify || code > (byte)CommandCode.UpdateConfiguration)
        {
            return FrameStatus.UnknownCode;
        }

        bool concernsStream = code >= (byte)CommandCode.SetRate && code <= (byte)CommandCode.Calibrate;
        bool namesStream = stream != BoardAddress.HousekeepingStream;
        return concernsStream == namesStream ? FrameStatus.Ok : FrameStatus.BadValue;
    }

    private static FrameStatus CheckPiece(int total, int offset, int count)
    {
        bool sound = total >= 1 && total <= ushort.MaxValue
            && count >= 1 && count <= Command.MaxConfigurationPiece
            && offset >= 0 && offset <= total - count;
        return sound ? FrameStatus.Ok : FrameStatus.BadCount;
    }

    private static bool IsOutcome(byte outcome)
    {
        return outcome <= (byte)CommandOutcome.DigestMismatch;
    }

    private static int ArgumentsLength(CommandCode code)
    {
        switch (code)
        {
            case CommandCode.Identify:
                return 2;
            case CommandCode.SetRate:
                return 4;
            case CommandCode.Calibrate:
                return 4 + ScaleField.Length;
            default:
                return 0;
        }
    }
}
