using ZstdSharp;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Packs the records of chunks. One thread at a time; owns Zstandard's working memory.</summary>
internal sealed class McapChunkCompressor(McapCompression compression) : IDisposable
{
    private readonly Compressor? _zstd = compression == McapCompression.Zstd ? new Compressor(level: 1) : null;

    /// <summary>The most bytes that so many can become.</summary>
    public int Bound(int length) => compression switch
    {
        McapCompression.Zstd => Compressor.GetCompressBound(length),
        McapCompression.Lz4 => Lz4Frame.Bound(length),
        _ => length,
    };

    /// <summary>Packs the records.</summary>
    /// <returns>How many bytes they became, and the compression: none where they would not have shrunk.</returns>
    public int Compress(ReadOnlySpan<byte> records, Span<byte> target, out McapCompression used)
    {
        used = compression;
        int packed = compression switch
        {
            McapCompression.Zstd => _zstd!.Wrap(records, target),
            McapCompression.Lz4 => Lz4Frame.Compress(records, target),
            _ => int.MaxValue,
        };
        if (packed < records.Length)
        {
            return packed;
        }

        used = McapCompression.None;
        records.CopyTo(target);
        return records.Length;
    }

    public void Dispose() => _zstd?.Dispose();
}
