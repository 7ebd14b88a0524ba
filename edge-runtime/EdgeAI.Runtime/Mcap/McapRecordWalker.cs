using System.Buffers.Binary;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Goes over the records of a part of a file, one after the other, and loads the content of those that are asked for.</summary>
internal sealed class McapRecordWalker(McapFileBytes file, int maximumRecordBytes)
{
    private byte[] _content = [];
    private long _end;

    /// <summary>What the record is.</summary>
    public McapOpcode Opcode { get; private set; }

    /// <summary>Where the record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public long Next { get; private set; }

    /// <summary>The content's length, in bytes: the file is at least that long.</summary>
    public long ContentLength => Next - Offset - McapFormat.RecordPrefixBytes;

    /// <summary>Why there is no next record: none for a part that ends behind its last.</summary>
    public McapRejection Rejection { get; private set; }

    /// <summary>Goes to the start of a part.</summary>
    public void Begin(long start, long end)
    {
        Next = start;
        _end = Math.Min(end, file.Length);
        Rejection = McapRejection.None;
    }

    /// <summary>Goes to the next record.</summary>
    public bool Read()
    {
        Span<byte> prefix = stackalloc byte[McapFormat.RecordPrefixBytes];
        Offset = Next;
        if (Offset >= _end)
        {
            return false;
        }

        if (_end - Offset < prefix.Length || !file.TryRead(Offset, prefix))
        {
            Rejection = McapRejection.Truncated;
            return false;
        }

        Opcode = (McapOpcode)prefix[0];
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix[1..]);
        if (Opcode == 0)
        {
            Rejection = McapRejection.BadOpcode;
            return false;
        }

        if (length > (ulong)(_end - Offset - prefix.Length))
        {
            Rejection = McapRejection.Truncated;
            return false;
        }

        Next = Offset + prefix.Length + (long)length;
        return true;
    }

    /// <summary>Loads the record's content, which stays until the next is loaded.</summary>
    public McapRejection Load(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (ContentLength > maximumRecordBytes)
        {
            return McapRejection.RecordTooLarge;
        }

        int length = (int)ContentLength;
        if (_content.Length < length)
        {
            _content = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(length, 2L * _content.Length), maximumRecordBytes));
        }

        if (!file.TryRead(Offset + McapFormat.RecordPrefixBytes, _content.AsSpan(0, length)))
        {
            return McapRejection.Truncated;
        }

        content = _content.AsSpan(0, length);
        return McapRejection.None;
    }
}
