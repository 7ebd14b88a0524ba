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
    /// <summary>Makes a plain frame's record; the initializer says the rest.</summary>
    public GatewayRecord() => Kind = RecordKind.Frame;

    /// <summary>The record's number in its gateway's spool, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>What <see cref="Frame"/> holds; a frame that no policy looked at unless said otherwise.</summary>
    public RecordKind Kind { get; init; }

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

    /// <summary>How the record may be treated (RECORDS.md, "Handling"); only of a governed frame, otherwise 0.</summary>
    public byte Handling { get; init; }

    /// <summary>The revision of the policy that the frame passed, from 1; only of a governed frame, otherwise 0.</summary>
    public uint PolicyRevision { get; init; }

    /// <summary>The robot's id, ASCII (<see cref="Identifier"/>); in the gateway's own kinds the gateway's.</summary>
    public required ReadOnlySpan<byte> Robot { get; init; }

    /// <summary>
    /// The raw wire frame, untouched, 1 to 65535 bytes: board, boot, stream and the stream's own sequence stand in its header. In the
    /// gateway's own kinds the body (<see cref="DeclaredLoss"/>, <see cref="Withheld"/>, <see cref="PolicyChange"/>, <see cref="Proof.AuditEntry"/>, <see cref="Proof.Seal"/>).
    /// </summary>
    public required ReadOnlySpan<byte> Frame { get; init; }

    /// <summary>The CRC-32C that was computed when the record was received.</summary>
    public uint Checksum { get; init; }

    /// <summary>The record's length in a batch, in bytes.</summary>
    public int EncodedLength => PrefixLength + Robot.Length + Frame.Length + ChecksumLength;

    /// <summary>Whether the record says what it said when it was received.</summary>
    public bool IsIntact => Checksum == ComputeChecksum();

    /// <summary>The robot's id as text. Allocates.</summary>
    public string RobotName => Encoding.ASCII.GetString(Robot);

    /// <summary>
    /// Whether the fields say what a record of the kind may say: its kind and class are known, its policy, id and frame valid. Of a body
    /// only its length.
    /// </summary>
    public bool IsWellFormed => Kind is >= RecordKind.Frame and <= RecordKind.PolicyChange
        && Class is >= RecordClass.Safety and <= RecordClass.Bulk
        && (Kind == RecordKind.GovernedFrame ? Records.Handling.IsValid(Handling) && PolicyRevision > 0 : Handling == 0 && PolicyRevision == 0)
        && Identifier.IsValid(Robot)
        && Frame.Length is > 0 and <= ushort.MaxValue;

    private int PrefixLength => RecordHeaderLength + PolicyLengthOf(Kind);

    /// <summary>Computes the CRC-32C over the record's encoding, without the checksum itself.</summary>
    public uint ComputeChecksum()
    {
        Span<byte> header = stackalloc byte[RecordHeaderLength + PolicyLength];
        header = header[..PrefixLength];
        WriteHeader(header);
        return Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Append(Crc32C.Initial, header), Robot), Frame));
    }

    /// <summary>Encodes the record as it stands in a batch, which is what a seal's digest is of; the destination holds exactly <see cref="EncodedLength"/> bytes.</summary>
    public void WriteTo(Span<byte> destination)
    {
        WriteHeader(destination);
        Robot.CopyTo(destination[PrefixLength..]);
        Frame.CopyTo(destination[(PrefixLength + Robot.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[^ChecksumLength..], Checksum);
    }

    /// <summary>Encodes a record that is new as it stands in a batch, with the checksum that follows from the rest; the destination holds exactly <see cref="EncodedLength"/> bytes.</summary>
    /// <returns>The checksum.</returns>
    public uint WriteNewTo(Span<byte> destination)
    {
        WriteTo(destination);
        uint checksum = Crc32C.Compute(destination[..^ChecksumLength]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[^ChecksumLength..], checksum);
        return checksum;
    }

    private void WriteHeader(Span<byte> header)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordSequenceOffset..], Sequence);
        header[RecordKindOffset] = (byte)Kind;
        header[RecordClassOffset] = (byte)Class;
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordReceivedOffset..], ReceivedUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordStampOffset..], UtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(header[RecordUncertaintyOffset..], UncertaintyNanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[RecordRobotBootOffset..], RobotBoot);
        header[RecordRobotLengthOffset] = (byte)Robot.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(header[RecordFrameLengthOffset..], (ushort)Frame.Length);
        if (Kind == RecordKind.GovernedFrame)
        {
            header[PolicyHandlingOffset] = Handling;
            BinaryPrimitives.WriteUInt32LittleEndian(header[PolicyRevisionOffset..], PolicyRevision);
        }
    }
}
