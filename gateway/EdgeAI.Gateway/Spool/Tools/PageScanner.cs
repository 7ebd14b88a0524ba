using System.Buffers.Binary;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>
/// Finds the rows of tables in the pages of a SQLite file and of its journal, whatever else of the file is damaged (SQLite file format,
/// sections 1.6 and 4). It trusts nothing: what it finds is bytes, and whoever decodes them holds them against their checksum.
/// </summary>
internal sealed class PageScanner : IDisposable
{
    private const byte LeafTablePage = 0x0D;
    private const int FileHeaderLength = 100;
    private const int JournalHeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const int DefaultPageSize = 4096;
    private const int LongestRow = 1 << 20;

    private readonly FileStream _database;
    private readonly FileStream? _journal;
    private readonly Dictionary<uint, long> _newest = [];
    private readonly int _pageSize;
    private byte[] _row = new byte[4096];

    /// <exception cref="IOException">The file cannot be read.</exception>
    public PageScanner(string path)
    {
        _database = File.OpenRead(path);
        _journal = File.Exists(path + "-wal") ? File.OpenRead(path + "-wal") : null;
        Span<byte> header = stackalloc byte[FileHeaderLength];
        int size = _database.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length ? BinaryPrimitives.ReadUInt16BigEndian(header[16..]) : 0;
        size = size == 1 ? 65_536 : size;
        _pageSize = size >= 512 && (size & (size - 1)) == 0 ? size : DefaultPageSize;
    }

    /// <summary>What is done with a row: its key and its record, whose memory is used again afterwards.</summary>
    public delegate void RowReceiver(long key, ReadOnlySpan<byte> record);

    /// <summary>Goes through every page of the journal and of the file.</summary>
    public void Scan(RowReceiver receive)
    {
        byte[] page = new byte[_pageSize];
        if (_journal is not null)
        {
            Span<byte> frame = stackalloc byte[FrameHeaderLength];
            for (long at = JournalHeaderLength; TryRead(_journal, at, frame) && TryRead(_journal, at + FrameHeaderLength, page); at += FrameHeaderLength + _pageSize)
            {
                uint number = BinaryPrimitives.ReadUInt32BigEndian(frame);
                _newest[number] = at + FrameHeaderLength;
                ScanPage(page, number == 1 ? FileHeaderLength : 0, receive);
            }
        }

        for (long at = 0; TryRead(_database, at, page); at += _pageSize)
        {
            ScanPage(page, at == 0 ? FileHeaderLength : 0, receive);
        }
    }

    public void Dispose()
    {
        _database.Dispose();
        _journal?.Dispose();
    }

    private static bool TryRead(FileStream file, long at, Span<byte> destination) => RandomAccess.Read(file.SafeFileHandle, destination, at) == destination.Length;

    private void ScanPage(ReadOnlySpan<byte> page, int header, RowReceiver receive)
    {
        if (page[header] != LeafTablePage)
        {
            return;
        }

        int cells = BinaryPrimitives.ReadUInt16BigEndian(page[(header + 3)..]);
        int pointers = header + 8;
        for (int cell = 0; cell < cells && pointers + (2 * cell) + 2 <= page.Length; cell++)
        {
            int at = BinaryPrimitives.ReadUInt16BigEndian(page[(pointers + (2 * cell))..]);
            if (at < page.Length)
            {
                ScanCell(page[at..], receive);
            }
        }
    }

    private void ScanCell(ReadOnlySpan<byte> cell, RowReceiver receive)
    {
        if (!SqliteVarint.TryRead(ref cell, out long length) || !SqliteVarint.TryRead(ref cell, out long key) || length is <= 0 or > LongestRow)
        {
            return;
        }

        int local = LocalLength((int)length);
        if (cell.Length < local)
        {
            return;
        }

        if (local == length)
        {
            receive(key, cell[..local]);
        }
        else if (cell.Length >= local + 4 && TryFollow(cell, local, (int)length))
        {
            receive(key, _row.AsSpan(0, (int)length));
        }
    }

    // SQLite file format, section 1.6: how much of a row lies in its leaf, the rest on overflow pages.
    private int LocalLength(int length)
    {
        int most = _pageSize - 35;
        if (length <= most)
        {
            return length;
        }

        int least = ((_pageSize - 12) * 32 / 255) - 23;
        int fitting = least + ((length - least) % (_pageSize - 4));
        return fitting <= most ? fitting : least;
    }

    private bool TryFollow(ReadOnlySpan<byte> cell, int local, int length)
    {
        if (_row.Length < length)
        {
            _row = new byte[length];
        }

        cell[..local].CopyTo(_row);
        uint next = BinaryPrimitives.ReadUInt32BigEndian(cell[local..]);
        byte[] page = new byte[_pageSize];
        for (int filled = local; filled < length;)
        {
            bool found = _newest.TryGetValue(next, out long at) ? TryRead(_journal!, at, page) : next > 0 && TryRead(_database, (next - 1L) * _pageSize, page);
            if (!found)
            {
                return false;
            }

            int part = Math.Min(length - filled, _pageSize - 4);
            page.AsSpan(4, part).CopyTo(_row.AsSpan(filled));
            filled += part;
            next = BinaryPrimitives.ReadUInt32BigEndian(page);
        }

        return true;
    }
}
