using System.Buffers.Binary;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Goes over the records in a chunk's unpacked bytes.</summary>
internal ref struct McapInnerRecords(ReadOnlySpan<byte> records)
{
    private readonly ReadOnlySpan<byte> _records = records;
    private int _next;

    public McapOpcode Opcode { get; private set; }

    /// <summary>Where the record's content begins, in bytes from the start of the unpacked records.</summary>
    public int ContentOffset { get; private set; }

    public readonly ReadOnlySpan<byte> Content => _records[ContentOffset.._next];

    /// <summary>Why there is no next record: none behind the last.</summary>
    public McapRejection Rejection { get; private set; }

    public bool Read()
    {
        int rest = _records.Length - _next;
        if (rest == 0)
        {
            return false;
        }

        if (rest < McapFormat.RecordPrefixBytes)
        {
            Rejection = McapRejection.FieldOutsideRecord;
            return false;
        }

        Opcode = (McapOpcode)_records[_next];
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(_records[(_next + 1)..]);
        ContentOffset = _next + McapFormat.RecordPrefixBytes;
        if (Opcode == 0 || length > (ulong)(_records.Length - ContentOffset))
        {
            Rejection = Opcode == 0 ? McapRejection.BadOpcode : McapRejection.FieldOutsideRecord;
            return false;
        }

        _next = ContentOffset + (int)length;
        return true;
    }
}
