using System.Buffers.Binary;
using System.Text;
using EdgeAI.Records.Proof;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>
/// Reads a gateway batch. Everything, every record's checksum included, is checked when it is opened, so that what is enumerated
/// afterwards is whole. Never throws; enumerating allocates nothing.
/// </summary>
public ref struct GatewayBatchReader
{
    private readonly byte _flags;
    private ReadOnlySpan<byte> _records;
    private int _offset;
    private int _remaining;
    private GatewayRecord _current;

    private GatewayBatchReader(ReadOnlySpan<byte> payload)
    {
        Suite = (AlgorithmSuite)payload[SuiteOffset];
        _flags = payload[FlagsOffset];
        Epoch = BinaryPrimitives.ReadInt64LittleEndian(payload[EpochOffset..]);
        FirstSequence = BinaryPrimitives.ReadInt64LittleEndian(payload[FirstSequenceOffset..]);
        Count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        Gateway = payload.Slice(HeaderLength, payload[GatewayLengthOffset]);
        _records = payload[(HeaderLength + Gateway.Length)..^ChecksumLength];
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

    /// <summary>Whether the records waited through an outage (flag bit 1).</summary>
    public readonly bool IsBacklog => (_flags & BacklogFlag) != 0;

    /// <summary>Whether the records travelled compressed (flag bit 0).</summary>
    public readonly bool IsCompressed => (_flags & CompressedFlag) != 0;

    /// <summary>The gateway's id, ASCII.</summary>
    public ReadOnlySpan<byte> Gateway { get; }

    /// <summary>The gateway's id as text. Allocates.</summary>
    public readonly string GatewayName => Encoding.ASCII.GetString(Gateway);

    /// <summary>The record that <see cref="MoveNext"/> reached.</summary>
    public readonly GatewayRecord Current => _current;

    /// <summary>The record that <see cref="MoveNext"/> reached, as it stands in the batch: what a seal's digest is of.</summary>
    public readonly ReadOnlySpan<byte> CurrentBytes => _records[(_offset - _current.EncodedLength).._offset];

    /// <summary>Opens a batch, or names why it is none. Allocates for a compressed one.</summary>
    public static GatewayBatchRejection Open(ReadOnlySpan<byte> payload, out GatewayBatchReader reader) => Open(payload, null, out reader);

    /// <summary>Opens a batch, or names why it is none.</summary>
    /// <param name="payload">The batch as it travelled.</param>
    /// <param name="decompressor">Where a compressed batch's records are expanded: they stay until it is used again. Nothing for a new one.</param>
    /// <param name="reader">The reader.</param>
    public static GatewayBatchRejection Open(ReadOnlySpan<byte> payload, RecordDecompressor? decompressor, out GatewayBatchReader reader)
    {
        reader = default;
        GatewayBatchRejection rejection = CheckEnvelope(payload);
        if (rejection != GatewayBatchRejection.None)
        {
            return rejection;
        }

        GatewayBatchReader opened = new(payload);
        rejection = opened.IsCompressed ? opened.ExpandAndCheck(decompressor) : CheckPlain(opened);
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

        _current = ReadRecord(_records[_offset..]);
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

        if ((payload[FlagsOffset] & ~KnownFlags) != 0)
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

    private static GatewayBatchRejection CheckPlain(in GatewayBatchReader opened)
    {
        GatewayBatchRejection rejection = CheckRecords(opened._records, opened, out int length);
        return rejection == GatewayBatchRejection.None ? CheckTrailer(opened._records[length..]) : rejection;
    }

    private GatewayBatchRejection ExpandAndCheck(RecordDecompressor? decompressor)
    {
        ReadOnlySpan<byte> section = _records;
        decompressor ??= new RecordDecompressor();
        if (!decompressor.TryExpand(section, out _records, out int sectionLength))
        {
            return GatewayBatchRejection.InvalidCompression;
        }

        GatewayBatchRejection rejection = CheckRecords(_records, this, out int length);
        if (rejection != GatewayBatchRejection.None)
        {
            return rejection;
        }

        return length == _records.Length ? CheckTrailer(section[sectionLength..]) : GatewayBatchRejection.WrongLength;
    }

    private static GatewayBatchRejection CheckRecords(ReadOnlySpan<byte> records, in GatewayBatchReader opened, out int offset)
    {
        offset = 0;
        long previous = 0;
        for (int index = 0; index < opened.Count; index++)
        {
            GatewayBatchRejection rejection = CheckRecord(records[offset..], out int length);
            if (rejection != GatewayBatchRejection.None)
            {
                return rejection;
            }

            GatewayRecord record = ReadRecord(records[offset..]);
            if (record.Sequence <= previous || (index == 0 && record.Sequence != opened.FirstSequence))
            {
                return GatewayBatchRejection.OutOfOrder;
            }

            if (!HasValidBody(record, opened.Epoch))
            {
                return GatewayBatchRejection.InvalidBody;
            }

            previous = record.Sequence;
            offset += length;
        }

        return GatewayBatchRejection.None;
    }

    private static GatewayBatchRejection CheckTrailer(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < TrailerLengthLength)
        {
            return GatewayBatchRejection.WrongLength;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(rest) != 0)
        {
            return GatewayBatchRejection.InvalidTrailer;
        }

        return rest.Length == TrailerLengthLength ? GatewayBatchRejection.None : GatewayBatchRejection.WrongLength;
    }

    private static bool HasValidBody(in GatewayRecord record, long epoch) => record.Kind switch
    {
        RecordKind.DeclaredLoss => DeclaredLoss.TryRead(record.Frame, out _),
        RecordKind.Withheld => Withheld.TryRead(record.Frame, out _),
        RecordKind.CommandResult => CommandResultReader.OpenBody(record.Frame, out _) == CommandResultRejection.None,
        RecordKind.AuditEntry => AuditEntry.TryRead(record.Frame, out _),
        RecordKind.Seal => Seal.TryReadRecord(record, epoch, out _),
        RecordKind.PolicyChange => PolicyChange.TryRead(record.Frame, out _),
        _ => true,
    };

    private static GatewayBatchRejection CheckRecord(ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        if (rest.Length < MinimumRecordLength)
        {
            return GatewayBatchRejection.WrongLength;
        }

        RecordKind kind = (RecordKind)rest[RecordKindOffset];
        if (kind is < RecordKind.Frame or > RecordKind.PolicyChange)
        {
            return GatewayBatchRejection.UnknownRecordKind;
        }

        if ((RecordClass)rest[RecordClassOffset] is < RecordClass.Safety or > RecordClass.Bulk)
        {
            return GatewayBatchRejection.UnknownClass;
        }

        int prefixLength = RecordHeaderLength + PolicyLengthOf(kind);
        if (kind == RecordKind.GovernedFrame)
        {
            if (rest.Length < MinimumRecordLength + PolicyLength)
            {
                return GatewayBatchRejection.WrongLength;
            }

            if (!Handling.IsValid(rest[PolicyHandlingOffset]))
            {
                return GatewayBatchRejection.UnknownHandling;
            }

            if (BinaryPrimitives.ReadUInt32LittleEndian(rest[PolicyRevisionOffset..]) == 0)
            {
                return GatewayBatchRejection.InvalidPolicy;
            }
        }

        int robotLength = rest[RecordRobotLengthOffset];
        int frameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[RecordFrameLengthOffset..]);
        if (frameLength == 0)
        {
            return GatewayBatchRejection.EmptyFrame;
        }

        length = prefixLength + robotLength + frameLength + ChecksumLength;
        if (length > rest.Length)
        {
            return GatewayBatchRejection.WrongLength;
        }

        if (!Identifier.IsValid(rest.Slice(prefixLength, robotLength)))
        {
            return GatewayBatchRejection.InvalidRobot;
        }

        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(rest[(length - ChecksumLength)..]);
        return stored == Crc32C.Compute(rest[..(length - ChecksumLength)]) ? GatewayBatchRejection.None : GatewayBatchRejection.RecordChecksum;
    }

    private static GatewayRecord ReadRecord(ReadOnlySpan<byte> rest)
    {
        RecordKind kind = (RecordKind)rest[RecordKindOffset];
        bool governed = kind == RecordKind.GovernedFrame;
        int robotOffset = RecordHeaderLength + PolicyLengthOf(kind);
        int frameOffset = robotOffset + rest[RecordRobotLengthOffset];
        int end = frameOffset + BinaryPrimitives.ReadUInt16LittleEndian(rest[RecordFrameLengthOffset..]);
        return new GatewayRecord
        {
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordSequenceOffset..]),
            Kind = kind,
            Class = (RecordClass)rest[RecordClassOffset],
            ReceivedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordReceivedOffset..]),
            UtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordStampOffset..]),
            UncertaintyNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(rest[RecordUncertaintyOffset..]),
            RobotBoot = BinaryPrimitives.ReadUInt32LittleEndian(rest[RecordRobotBootOffset..]),
            Handling = governed ? rest[PolicyHandlingOffset] : (byte)0,
            PolicyRevision = governed ? BinaryPrimitives.ReadUInt32LittleEndian(rest[PolicyRevisionOffset..]) : 0,
            Robot = rest[robotOffset..frameOffset],
            Frame = rest[frameOffset..end],
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(rest[end..]),
        };
    }
}
