using System.Buffers.Binary;
using static EdgeAI.Records.RobotBatchLayout;

namespace EdgeAI.Records;

/// <summary>
/// Reads a robot batch. Everything is checked when it is opened, so that what is enumerated afterwards is whole:
/// nothing is acted upon before the last byte was seen. Never throws, allocates nothing.
/// </summary>
public ref struct RobotBatchReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private int _offset;
    private int _remaining;

    private RobotBatchReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        Boot = BinaryPrimitives.ReadUInt32LittleEndian(payload[BootOffset..]);
        Number = BinaryPrimitives.ReadUInt64LittleEndian(payload[NumberOffset..]);
        Count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        _remaining = Count;
        _offset = HeaderLength;
    }

    /// <summary>Tells one start of the robot from the next.</summary>
    public uint Boot { get; }

    /// <summary>The batch's number within the boot, from 1.</summary>
    public ulong Number { get; }

    /// <summary>The number of entries.</summary>
    public int Count { get; }

    /// <summary>The entry that <see cref="MoveNext"/> reached.</summary>
    public RobotBatchEntry Current { get; private set; }

    /// <summary>Opens a batch, or names why it is none.</summary>
    public static RobotBatchRejection Open(ReadOnlySpan<byte> payload, out RobotBatchReader reader)
    {
        reader = default;
        if (payload.Length < MinimumLength)
        {
            return RobotBatchRejection.TooShort;
        }

        if (payload.Length > RobotBatchWriter.MaximumLength)
        {
            return RobotBatchRejection.TooLong;
        }

        if (payload[KindOffset] != Kind)
        {
            return RobotBatchRejection.WrongKind;
        }

        if (payload[VersionOffset] != FormatVersion)
        {
            return RobotBatchRejection.UnknownVersion;
        }

        ReadOnlySpan<byte> body = payload[..^ChecksumLength];
        if (Crc32C.Compute(body) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumLength..]))
        {
            return RobotBatchRejection.Checksum;
        }

        RobotBatchReader opened = new(payload);
        if (opened.Number is 0 or > long.MaxValue)
        {
            return RobotBatchRejection.InvalidNumber;
        }

        if (opened.Count == 0)
        {
            return RobotBatchRejection.Empty;
        }

        RobotBatchRejection rejection = CheckEntries(body, opened.Count);
        if (rejection == RobotBatchRejection.None)
        {
            reader = opened;
        }

        return rejection;
    }

    /// <summary>Goes to the next entry; false after the last.</summary>
    public bool MoveNext()
    {
        if (_remaining == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> entry = _payload[_offset..];
        int frameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[EntryFrameLengthOffset..]);
        Current = new RobotBatchEntry(
            (RecordClass)entry[EntryClassOffset],
            BinaryPrimitives.ReadInt64LittleEndian(entry[EntryStampOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[EntryUncertaintyOffset..]),
            entry.Slice(EntryHeaderLength, frameLength));
        _offset += EntryHeaderLength + frameLength;
        _remaining--;
        return true;
    }

    private static RobotBatchRejection CheckEntries(ReadOnlySpan<byte> body, int count)
    {
        int offset = HeaderLength;
        for (int index = 0; index < count; index++)
        {
            if (body.Length - offset < EntryHeaderLength)
            {
                return RobotBatchRejection.WrongLength;
            }

            if ((RecordClass)body[offset + EntryClassOffset] is < RecordClass.Safety or > RecordClass.Bulk)
            {
                return RobotBatchRejection.UnknownClass;
            }

            int frameLength = BinaryPrimitives.ReadUInt16LittleEndian(body[(offset + EntryFrameLengthOffset)..]);
            if (frameLength == 0)
            {
                return RobotBatchRejection.EmptyFrame;
            }

            offset += EntryHeaderLength + frameLength;
            if (offset > body.Length)
            {
                return RobotBatchRejection.WrongLength;
            }
        }

        return offset == body.Length ? RobotBatchRejection.None : RobotBatchRejection.WrongLength;
    }
}
