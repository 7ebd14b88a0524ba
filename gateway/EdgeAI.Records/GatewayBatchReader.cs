using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>
/// Reads a gateway batch. Everything, every record's checksum included, is checked when it is opened, so that what is enumerated
/// afterwards is whole. Never throws; enumerating allocates nothing.
/// </summary>
public ref struct GatewayBatchReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private int _offset;
    private int _remaining;
    private GatewayRecord _current;

    private GatewayBatchReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        Suite = (AlgorithmSuite)payload[SuiteOffset];
        Epoch = BinaryPrimitives.ReadInt64LittleEndian(payload[EpochOffset..]);
        FirstSequence = BinaryPrimitives.ReadInt64LittleEndian(payload[FirstSequenceOffset..]);
        Count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        Gateway = payload.Slice(HeaderLength, payload[GatewayLengthOffset]);
        _offset = HeaderLength + Gateway.Length;
        _remaining = Count;
    }

    /// <summary>The algorithms that chain and sign the batch.</summary>
    public AlgorithmSuite Suite { get; }

    /// <summary>The spool's epoch, positive.</summary>
    public long Epoch { get; }

    /// <summary>The first record's sequence.</summary>
    public long FirstSequence { get; }

    /// <summary>The number of records.</summary>
    public int Count { get; }

    /// <summary>The gateway's id, ASCII.</summary>
    public ReadOnlySpan<byte> Gateway { get; }

    /// <summary>The gateway's id as text. Allocates.</summary>
    public readonly string GatewayName => Encoding.ASCII.GetString(Gateway);

    /// <summary>The record that <see cref="MoveNext"/> reached.</summary>
    public readonly GatewayRecord Current => _current;

    /// <summary>Opens a batch, or names why it is none.</summary>
    public static GatewayBatchRejection Open(ReadOnlySpan<byte> payload, out GatewayBatchReader reader)
    {
        reader = default;
        GatewayBatchRejection rejection = CheckEnvelope(payload);
        if (rejection != GatewayBatchRejection.None)
        {
            return rejection;
        }

        GatewayBatchReader opened = new(payload);
        rejection = CheckRecords(payload[..^ChecksumLength], opened);
        if (rejection == GatewayBatchRejection.None)
        {
            reader = opened;
        }

        return rejection;
    }

    /// <summary>Goes to the next record; false after the last.</summary>
    public bool MoveNext()
    {
        if (_remaining == 0)
        {
            return false;
        }

        _current = ReadRecord(_payload[_offset..]);
        _offset += _current.EncodedLength;
        _remaining--;
        return true;
    }

    private static GatewayBatchRejection CheckEnvelope(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MinimumLength)
        {
            return GatewayBatchRejection.TooShort;
        }

        if (payload.Length > GatewayBatchWriter.MaximumLength)
        {
            return GatewayBatchRejection.TooLong;
        }

        if (payload[KindOffset] != Kind)
        {
            return GatewayBatchRejection.WrongKind;
        }

        if (payload[VersionOffset] != FormatVersion)
        {
            return GatewayBatchRejection.UnknownVersion;
        }

        if (Crc32C.Compute(payload[..^ChecksumLength]) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumLength..]))
        {
            return GatewayBatchRejection.Checksum;
        }

        if (payload[SuiteOffset] != (byte)AlgorithmSuite.None)
        {
            return GatewayBatchRejection.UnknownSuite;
        }

        if (payload[FlagsOffset] != 0)
        {
            return GatewayBatchRejection.UnknownFlags;
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(payload[EpochOffset..]) <= 0)
        {
            return GatewayBatchRejection.InvalidEpoch;
        }

        if (payload[PreviousHashLengthOffset] != 0)
        {
            return GatewayBatchRejection.InvalidPreviousHash;
        }

        int gatewayLength = payload[GatewayLengthOffset];
        if (HeaderLength + gatewayLength > payload.Length || !Identifier.IsValid(payload.Slice(HeaderLength, gatewayLength)))
        {
            return GatewayBatchRejection.InvalidGateway;
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]) == 0 ? GatewayBatchRejection.Empty : GatewayBatchRejection.None;
    }

    private static GatewayBatchRejection CheckRecords(ReadOnlySpan<byte> body, GatewayBatchReader opened)
    {
        int offset = opened._offset;
        long previous = 0;
        for (int index = 0; index < opened.Count; index++)
        {
            GatewayBatchRejection rejection = CheckRecord(body[offset..], out int length);
            if (rejection != GatewayBatchRejection.None)
            {
                return rejection;
            }

            long sequence = BinaryPrimitives.ReadInt64LittleEndian(body[offset..]);
            if (sequence <= previous || (index == 0 && sequence != opened.FirstSequence))
            {
                return GatewayBatchRejection.OutOfOrder;
            }

            previous = sequence;
            offset += length;
        }

        if (body.Length - offset < TrailerLengthLength)
        {
            return GatewayBatchRejection.WrongLength;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(body[offset..]) != 0)
        {
            return GatewayBatchRejection.InvalidTrailer;
        }

        return offset + TrailerLengthLength == body.Length ? GatewayBatchRejection.None : GatewayBatchRejection.WrongLength;
    }

    private static GatewayBatchRejection CheckRecord(ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        if (rest.Length < MinimumRecordLength)
        {
            return GatewayBatchRejection.WrongLength;
        }

        if ((RecordKind)rest[RecordKindOffset] != RecordKind.Frame)
        {
            return GatewayBatchRejection.UnknownRecordKind;
        }

        if ((RecordClass)rest[RecordClassOffset] is < RecordClass.Safety or > RecordClass.Bulk)
        {
            return GatewayBatchRejection.UnknownClass;
        }

        int robotLength = rest[RecordRobotLengthOffset];
        int frameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[RecordFrameLengthOffset..]);
        if (frameLength == 0)
        {
            return GatewayBatchRejection.EmptyFrame;
        }

        length = RecordHeaderLength + robotLength + frameLength + ChecksumLength;
        if (length > rest.Length)
        {
            return GatewayBatchRejection.WrongLength;
        }

        if (!Identifier.IsValid(rest.Slice(RecordHeaderLength, robotLength)))
        {
            return GatewayBatchRejection.InvalidRobot;
        }

        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(rest[(length - ChecksumLength)..]);
        return stored == Crc32C.Compute(rest[..(length - ChecksumLength)]) ? GatewayBatchRejection.None : GatewayBatchRejection.RecordChecksum;
    }

    private static GatewayRecord ReadRecord(ReadOnlySpan<byte> rest)
    {
        int robotLength = rest[RecordRobotLengthOffset];
        int frameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[RecordFrameLengthOffset..]);
        int end = RecordHeaderLength + robotLength + frameLength;
        return new GatewayRecord
        {
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordSequenceOffset..]),
            Class = (RecordClass)rest[RecordClassOffset],
            ReceivedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordReceivedOffset..]),
            UtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordStampOffset..]),
            UncertaintyNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordUncertaintyOffset..]),
            RobotBoot = BinaryPrimitives.ReadUInt32LittleEndian(rest[RecordRobotBootOffset..]),
            Robot = rest.Slice(RecordHeaderLength, robotLength),
            Frame = rest.Slice(RecordHeaderLength + robotLength, frameLength),
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(rest[end..]),
        };
    }
}
