using System.Buffers.Binary;
using ZstdSharp.Unsafe;
using static EdgeAI.Records.GatewayBatchLayout;

namespace EdgeAI.Records;

/// <summary>
/// Expands the records of compressed batches into one buffer, which grows to the longest that a batch may say, 4 MiB. A reader of many
/// batches keeps one. For one thread at a time; what was read of a batch before is gone with the next.
/// </summary>
public sealed unsafe class RecordDecompressor : IDisposable
{
    private byte[] _buffer = [];
    private ZSTD_DCtx_s* _context = Methods.ZSTD_createDCtx();

    /// <summary>Frees the context.</summary>
    ~RecordDecompressor() => Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Expands a batch's compressed section.</summary>
    /// <param name="rest">The batch from the section on, without the checksum.</param>
    /// <param name="records">The records.</param>
    /// <param name="length">The section's length in the batch.</param>
    internal bool TryExpand(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> records, out int length)
    {
        records = default;
        length = 0;
        if (rest.Length < CompressionHeaderLength)
        {
            return false;
        }

        uint compressed = BinaryPrimitives.ReadUInt32LittleEndian(rest[CompressedLengthOffset..]);
        uint expanded = BinaryPrimitives.ReadUInt32LittleEndian(rest[UncompressedLengthOffset..]);
        if (compressed > rest.Length - CompressionHeaderLength || expanded is 0 or > GatewayBatchWriter.MaximumRecordsLength)
        {
            return false;
        }

        ObjectDisposedException.ThrowIf(_context == null, this);
        if (_buffer.Length < expanded)
        {
            _buffer = new byte[Math.Max(expanded, Math.Min(2L * _buffer.Length, GatewayBatchWriter.MaximumRecordsLength))];
        }

        fixed (byte* source = rest.Slice(CompressionHeaderLength, (int)compressed))
        fixed (byte* destination = _buffer)
        {
            // One frame and no more, and never a byte beyond what the batch said: the whole of it is decoded in place, without a window.
            if (Methods.ZSTD_findFrameCompressedSize(source, compressed) != compressed || Methods.ZSTD_decompressDCtx(_context, destination, expanded, source, compressed) != expanded)
            {
                return false;
            }
        }

        records = _buffer.AsSpan(0, (int)expanded);
        length = CompressionHeaderLength + (int)compressed;
        return true;
    }

    private void Release()
    {
        if (_context != null)
        {
            _ = Methods.ZSTD_freeDCtx(_context);
            _context = null;
        }
    }
}
