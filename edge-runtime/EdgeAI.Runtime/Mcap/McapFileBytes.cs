using System.IO.Hashing;

namespace EdgeAI.Runtime.Mcap;

/// <summary>The bytes of a file by their place. Small reads come from a window, so that walking over short records does not ask the system for each.</summary>
internal sealed class McapFileBytes(Stream stream)
{
    private const int WindowBytes = 64 << 10;

    private readonly byte[] _window = new byte[WindowBytes];
    private long _windowStart;
    private int _windowLength;

    /// <summary>How long the file was when it was opened.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>Fills the target from a place on; false if the file ends before.</summary>
    public bool TryRead(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length || target.Length > Length - offset)
        {
            return false;
        }

        if (target.Length > WindowBytes / 2)
        {
            stream.Position = offset;
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
        }

        if (offset < _windowStart || offset + target.Length > _windowStart + _windowLength)
        {
            stream.Position = offset;
            _windowStart = offset;
            _windowLength = stream.ReadAtLeast(_window, WindowBytes, throwOnEndOfStream: false);
        }

        int start = (int)(offset - _windowStart);
        if (target.Length > _windowLength - start)
        {
            return false;
        }

        _window.AsSpan(start, target.Length).CopyTo(target);
        return true;
    }

    /// <summary>The CRC-32 of a part of the file; false if the file ends before.</summary>
    public bool TryChecksum(long from, long to, out uint checksum)
    {
        Crc32 crc = new();
        byte[] piece = new byte[WindowBytes];
        bool whole = true;
        for (long offset = from; offset < to && whole; offset += WindowBytes)
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min(WindowBytes, to - offset));
            whole = TryRead(offset, part);
            crc.Append(part);
        }

        checksum = crc.GetCurrentHashAsUInt32();
        return whole;
    }
}
