using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeAI.Device.Wire;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>
/// A file that is being downloaded, and beside it how much of it is known to be on disk: 8 bytes length and their CRC-32C, little-endian.
/// What came after the last sync is dropped when it is opened again.
/// </summary>
internal sealed class StagingFile : IDisposable
{
    private const int MarkLength = 12;

    private readonly FileStream _file;
    private readonly FileStream _mark;

    private StagingFile(FileStream file, FileStream mark)
    {
        _file = file;
        _mark = mark;
    }

    /// <summary>The bytes that are there.</summary>
    public long Length => _file.Position;

    /// <summary>Opens what an earlier try left, or begins.</summary>
    /// <param name="path">The file; its mark lies beside it.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static StagingFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            StagingFile staging = new(file, new FileStream(MarkOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
            staging.GoTo(staging.Marked());
            return staging;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Removes a file and its mark.</summary>
    public static void Remove(string path)
    {
        // The mark first: a file without one begins anew, a mark without its file would promise bytes.
        File.Delete(MarkOf(path));
        File.Delete(path);
    }

    /// <summary>Appends bytes; they count after <see cref="Sync"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        Mark(0);
        GoTo(0);
    }

    /// <summary>Makes what is there durable, then notes how much it is.</summary>
    public void Sync()
    {
        _file.Flush(flushToDisk: true);
        Mark(_file.Position);
    }

    /// <summary>The SHA-256 of the file as it lies on disk, 64 hexadecimal digits.</summary>
    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        long end = _file.Position;
        _file.Position = 0;
        byte[] hash = await SHA256.HashDataAsync(_file, cancellation).ConfigureAwait(false);
        _file.Position = end;
        return Convert.ToHexStringLower(hash);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _mark.Dispose();
    }

    private static string MarkOf(string path) => path + ".synced";

    private long Marked()
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        _mark.Position = 0;
        if (_mark.ReadAtLeast(mark, MarkLength, throwOnEndOfStream: false) < MarkLength || Crc32C.Append(0, mark[..8]) != BinaryPrimitives.ReadUInt32LittleEndian(mark[8..]))
        {
            return 0;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(mark);
        return length >= 0 && length <= _file.Length ? length : 0;
    }

    private void Mark(long length)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        BinaryPrimitives.WriteInt64LittleEndian(mark, length);
        BinaryPrimitives.WriteUInt32LittleEndian(mark[8..], Crc32C.Append(0, mark[..8]));
        _mark.Position = 0;
        _mark.Write(mark);
        _mark.Flush(flushToDisk: true);
    }

    private void GoTo(long length)
    {
        _file.SetLength(length);
        _file.Position = length;
    }
}
