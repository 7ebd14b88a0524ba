namespace EdgeAI.Runtime.Mcap;

/// <summary>Where a chunk is and what it holds ("Chunk Index").</summary>
/// <param name="StartTime">The earliest log time in it.</param>
/// <param name="EndTime">The latest log time in it.</param>
/// <param name="Offset">Where its record begins.</param>
/// <param name="Length">The record's length with opcode and length, in bytes.</param>
/// <param name="MessageIndexOffsets">For each of its channels, where the message index is; empty where there are none.</param>
/// <param name="MessageIndexLength">The length of all its message indexes, in bytes.</param>
/// <param name="Compression">The compression's name.</param>
/// <param name="CompressedSize">The length of its records as stored, in bytes.</param>
/// <param name="UncompressedSize">The length of its records unpacked, in bytes.</param>
public sealed record McapChunkIndex(
    ulong StartTime,
    ulong EndTime,
    ulong Offset,
    ulong Length,
    IReadOnlyList<KeyValuePair<ushort, ulong>> MessageIndexOffsets,
    ulong MessageIndexLength,
    string Compression,
    ulong CompressedSize,
    ulong UncompressedSize)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapChunkIndex index)
    {
        McapFieldReader fields = new(content);
        index = new McapChunkIndex(
            fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.NumberMap(), fields.UInt64(), fields.Text(), fields.UInt64(), fields.UInt64());
        return fields.Rejection;
    }
}
