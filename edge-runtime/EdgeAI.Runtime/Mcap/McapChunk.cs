namespace EdgeAI.Runtime.Mcap;

/// <summary>A chunk as it stands in the file ("Chunk"), borrowed from its reader.</summary>
internal readonly ref struct McapChunk
{
    private McapChunk(ulong startTime, ulong endTime, ulong uncompressedSize, uint uncompressedCrc, ReadOnlySpan<byte> compression, ReadOnlySpan<byte> records)
    {
        StartTime = startTime;
        EndTime = endTime;
        UncompressedSize = uncompressedSize;
        UncompressedCrc = uncompressedCrc;
        Compression = compression;
        Records = records;
    }

    public ulong StartTime { get; }

    public ulong EndTime { get; }

    public ulong UncompressedSize { get; }

    public uint UncompressedCrc { get; }

    public ReadOnlySpan<byte> Compression { get; }

    public ReadOnlySpan<byte> Records { get; }

    public static McapRejection Parse(ReadOnlySpan<byte> content, out McapChunk chunk)
    {
        McapFieldReader fields = new(content);
        chunk = new McapChunk(fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt32(), fields.Bytes32(), fields.Bytes64());
        return fields.Rejection;
    }
}
