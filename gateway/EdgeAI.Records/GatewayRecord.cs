using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>
/// One record as it lies in the spool and travels to the city (RECORDS.md, "Record"). Its checksum is computed once, when the
/// gateway receives it, over all that it says, its own number included; nobody computes it anew on the way.
/// </summary>
public readonly ref struct GatewayRecord
{
    /// <summary>The record's number in its gateway's spool, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>How much the record matters.</summary>
    public required RecordClass Class { get; init; }

    /// <summary>When the gateway received it: nanoseconds since 1970-01-01T00:00:00 UTC on the gateway's clock.</summary>
    public required long ReceivedUtcNanoseconds { get; init; }

    /// <summary>When the reading was true: nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public required long UtcNanoseconds { get; init; }

    /// <summary>The half-width of the interval around <see cref="UtcNanoseconds"/>, in nanoseconds; negative when not known.</summary>
    public required long UncertaintyNanoseconds { get; init; }

    /// <summary>Tells one start of the robot from the next; 0 when the publisher does not say.</summary>
    public required uint RobotBoot { get; init; }

    /// <summary>The robot's id, ASCII (<see cref="Identifier"/>).</summary>
    public required ReadOnlySpan<byte> Robot { get; init; }

    /// <summary>The raw wire frame, untouched, 1 to 65535 bytes: board, boot, stream and the stream's own sequence stand in its header.</summary>
    public required ReadOnlySpan<byte> Frame { get; init; }

    /// <summary>The CRC-32C that was computed when the record was received.</summary>
    public uint Checksum { get; init; }

    /// <summary>The record's length in a batch, in bytes.</summary>
    public int EncodedLength => RecordHeaderLength + Robot.Length + Frame.Length + ChecksumLength;

    /// <summary>Whether the record says what it said when it was received.</summary>
    public bool IsIntact => Checksum == ComputeChecksum();

    /// <summary>The robot's id as text. Allocates.</summary>
    public string RobotName => Encoding.ASCII.GetString(Robot);

    /// <summary>Computes the CRC-32C over the record's encoding, without the checksum itself.</summary>
    public uint ComputeChecksum()
    {
        Span<byte> header = stackalloc byte[RecordHeaderLength];
        WriteHeader(header);
        return Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Append(Crc32C.Initial, header), Robot), Frame));
    }

    /// <summary>Encodes the record; the destination holds exactly <see cref="EncodedLength"/> bytes.</summary>
    internal void WriteTo(Span<byte> destination)
    {
        WriteHeader(destination);
        Robot.CopyTo(destination[RecordHeaderLength..]);
        Frame.CopyTo(destination[(RecordHeaderLength + Robot.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[^ChecksumLength..], Checksum);
    }

    private void WriteHeader(Span<byte> header)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordSequenceOffset..], Sequence);
        header[RecordKindOffset] = (byte)RecordKind.Frame;
        header[RecordClassOffset] = (byte)Class;
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordReceivedOffset..], ReceivedUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordStampOffset..], UtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordUncertaintyOffset..], UncertaintyNanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[RecordRobotBootOffset..], RobotBoot);
        header[RecordRobotLengthOffset] = (byte)Robot.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(header[RecordFrameLengthOffset..], (ushort)Frame.Length);
    }
}
