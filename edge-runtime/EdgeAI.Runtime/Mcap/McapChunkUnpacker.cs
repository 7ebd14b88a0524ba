using System.IO.Hashing;
using ZstdSharp;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Unpacks chunks: never more than the chunk said, and never more than the reader takes.</summary>
internal sealed class McapChunkUnpacker(int maximumChunkBytes) : IDisposable
{
    private Decompressor? _zstd;

    /// <summary>Unpacks a chunk record's content into the buffer, which is replaced where it is too small, and checks it against its checksum.</summary>
    public McapRejection Unpack(ReadOnlySpan<byte> content, ref byte[] buffer, out int length)
    {
        length = 0;
        McapRejection rejection = McapChunk.Parse(content, out McapChunk chunk);
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        if (!McapCompressionNames.TryParse(chunk.Compression, out McapCompression compression))
        {
            return McapRejection.UnknownCompression;
        }

        if (chunk.UncompressedSize > (ulong)maximumChunkBytes)
        {
            return McapRejection.ChunkTooLarge;
        }

        int size = (int)chunk.UncompressedSize;
        if (compression == McapCompression.None && chunk.Records.Length != size)
        {
            return McapRejection.BadCompression;
        }

        if (buffer.Length < size)
        {
            buffer = GC.AllocateUninitializedArray<byte>(size);
        }

        Span<byte> target = buffer.AsSpan(0, size);
        if (!TryUnpack(compression, chunk.Records, target))
        {
            return McapRejection.BadCompression;
        }

        length = size;
        return chunk.UncompressedCrc != 0 && chunk.UncompressedCrc != Crc32.HashToUInt32(target) ? McapRejection.ChunkCrcMismatch : McapRejection.None;
    }

    public void Dispose() => _zstd?.Dispose();

    private bool TryUnpack(McapCompression compression, ReadOnlySpan<byte> records, Span<byte> target)
    {
        switch (compression)
        {
            case McapCompression.Lz4:
                return Lz4Frame.TryDecompress(records, target);
            case McapCompression.Zstd:
                try
                {
                    _zstd ??= new Decompressor();
                    return _zstd.TryUnwrap(records, target, out int written) && written == target.Length;
                }
                catch (ZstdException)
                {
                    return false;
                }

            default:
                records.CopyTo(target);
                return true;
        }
    }
}
