using ZstdSharp.Unsafe;

namespace EdgeAI.Records;

/// <summary>
/// Compresses a batch's records into one zstd frame (RFC 8878) while they are added, so that it is known at any time how much still
/// fits. One buffer and one context, allocated once. For one thread at a time.
/// </summary>
internal sealed unsafe class RecordCompressor : IDisposable
{
    // RFC 8878, section 3.1.1.2.3: no block gives more. Input less than a block may wait inside the context.
    private const int BlockLength = 128 << 10;

    // What the frame's header, its blocks' headers and blocks that do not shrink add to what went in; ample.
    private const int Overhead = 64;

    private readonly byte[] _buffer;
    private ZSTD_CCtx_s* _context;
    private int _fed;
    private int _written;
    private bool _ended;

    public RecordCompressor(int capacity, int level)
    {
        _buffer = new byte[capacity];
        _context = Methods.ZSTD_createCCtx();
        if (_context == null)
        {
            throw new InvalidOperationException("no memory for zstd");
        }

        _ = Methods.ZSTD_CCtx_setParameter(_context, ZSTD_cParameter.ZSTD_c_compressionLevel, level);
    }

    ~RecordCompressor() => Release();

    /// <summary>The longest frame that these records and some bytes more can give.</summary>
    public int LongestWith(int uncompressedLength, int more) => _written + Math.Min(uncompressedLength - _fed + BlockLength, uncompressedLength) + more + Overhead;

    public void Begin()
    {
        _ = Methods.ZSTD_CCtx_reset(_context, ZSTD_ResetDirective.ZSTD_reset_session_only);
        _fed = 0;
        _written = 0;
        _ended = false;
    }

    /// <summary>Compresses what was added since the last call once it is worth it.</summary>
    /// <param name="records">All records of the batch.</param>
    public void Feed(ReadOnlySpan<byte> records)
    {
        if (_ended)
        {
            Begin();
        }

        if (records.Length - _fed >= BlockLength)
        {
            _ = Run(records, ZSTD_EndDirective.ZSTD_e_continue);
        }
    }

    /// <summary>Ends the frame; empty when it did not fit into the capacity. The memory is the compressor's own.</summary>
    /// <param name="records">All records of the batch.</param>
    public ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> records)
    {
        if (_ended)
        {
            Begin();
        }

        if (_fed == 0)
        {
            // All at once: the frame then says how long its content is, and small contents get tables of their size.
            _ = Methods.ZSTD_CCtx_setPledgedSrcSize(_context, (ulong)records.Length);
        }

        _ended = true;
        return Run(records, ZSTD_EndDirective.ZSTD_e_end) ? _buffer.AsSpan(0, _written) : [];
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private bool Run(ReadOnlySpan<byte> records, ZSTD_EndDirective directive)
    {
        fixed (byte* source = records)
        fixed (byte* destination = _buffer)
        {
            ZSTD_inBuffer_s input = new() { src = source, size = (nuint)records.Length, pos = (nuint)_fed };
            ZSTD_outBuffer_s output = new() { dst = destination, size = (nuint)_buffer.Length, pos = (nuint)_written };
            nuint rest;
            do
            {
                rest = Methods.ZSTD_compressStream2(_context, &output, &input, directive);
            }
            while (!Methods.ZSTD_isError(rest) && output.pos < output.size && (input.pos < input.size || (directive == ZSTD_EndDirective.ZSTD_e_end && rest > 0)));
            _fed = (int)input.pos;
            _written = (int)output.pos;
            return rest == 0;
        }
    }

    private void Release()
    {
        if (_context != null)
        {
            _ = Methods.ZSTD_freeCCtx(_context);
            _context = null;
        }
    }
}
