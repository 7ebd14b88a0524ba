using System.Buffers.Binary;
using static EdgeAI.Records.CommandResultLayout;

namespace EdgeAI.Records;

/// <summary>Writes what became of a command (DOWNLINK.md, "Result").</summary>
public static class CommandResultWriter
{
    /// <summary>Writes the body of a record of kind 5.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">How far it has come.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reporter">Who says it.</param>
    /// <param name="atUtcNanoseconds">When the state was reached, UTC on the reporter's clock.</param>
    /// <param name="detail">What the command answers with; cut after <see cref="CommandResultReader.MaximumDetail"/> bytes.</param>
    public static byte[] WriteBody(in CommandReader command, CommandState state, CommandReason reason, CommandReporter reporter, long atUtcNanoseconds, ReadOnlySpan<byte> detail)
        => Write(command, state, reason, reporter, atUtcNanoseconds, detail, 0, 0);

    /// <summary>Writes a robot's result message.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">How far it has come.</param>
    /// <param name="reason">Why.</param>
    /// <param name="atUtcNanoseconds">When the state was reached, UTC on the robot's clock.</param>
    /// <param name="detail">What the command answers with; cut after <see cref="CommandResultReader.MaximumDetail"/> bytes.</param>
    public static byte[] WriteMessage(in CommandReader command, CommandState state, CommandReason reason, long atUtcNanoseconds, ReadOnlySpan<byte> detail)
    {
        byte[] message = Write(command, state, reason, CommandReporter.Robot, atUtcNanoseconds, detail, MessageHeaderLength, ChecksumLength);
        message[0] = Kind;
        message[1] = FormatVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(^ChecksumLength..), Crc32C.Compute(message.AsSpan(..^ChecksumLength)));
        return message;
    }

    private static byte[] Write(in CommandReader command, CommandState state, CommandReason reason, CommandReporter reporter, long atUtcNanoseconds, ReadOnlySpan<byte> detail, int before, int after)
    {
        detail = detail[..Math.Min(detail.Length, CommandResultReader.MaximumDetail)];
        byte[] whole = new byte[before + HeaderLength + command.Issuer.Length + command.Target.Length + command.Name.Length + detail.Length + after];
        Span<byte> body = whole.AsSpan(before, whole.Length - before - after);
        body[VersionOffset] = BodyVersion;
        body[StateOffset] = (byte)state;
        BinaryPrimitives.WriteUInt16LittleEndian(body[ReasonOffset..], (ushort)reason);
        command.Id.Write(body[IdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(body[AtOffset..], atUtcNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(body[BoardOffset..], command.Board);
        body[IssuerLengthOffset] = (byte)command.Issuer.Length;
        body[TargetLengthOffset] = (byte)command.Target.Length;
        body[NameLengthOffset] = (byte)command.Name.Length;
        body[ReporterOffset] = (byte)reporter;
        BinaryPrimitives.WriteUInt16LittleEndian(body[DetailLengthOffset..], (ushort)detail.Length);
        Span<byte> rest = body[HeaderLength..];
        command.Issuer.CopyTo(rest);
        rest = rest[command.Issuer.Length..];
        command.Target.CopyTo(rest);
        rest = rest[command.Target.Length..];
        command.Name.CopyTo(rest);
        detail.CopyTo(rest[command.Name.Length..]);
        return whole;
    }
}
