using System.Buffers.Binary;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// The pages of a SQLite file as its last commit left them: of the file and of its journal, whatever else of the file is damaged
/// (SQLite file format, sections 1.3 and 4). Of the journal first what SQLite itself would take: whole transactions whose checksums hold. Behind them may lie
/// what was rolled back, under numbers that were given again: only where the journal is damaged, and last, is that looked at.
/// </summary>
internal sealed class SqlitePages : IDisposable
{
    private const int FileHeaderLength = 100;
    private const int JournalHeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const int SaltOffset = 16;
    private const int DefaultPageSize = 4096;
    private const uint BigEndianChecksums = 0x377F0683;
    private const uint LittleEndianChecksums = 0x377F0682;

    private readonly FileStream _database;
    private readonly FileStream? _journal;
    private readonly Dictionary<uint, long> _newest = [];
    private readonly List<long> _loose = [];

    /// <exception cref="IOException">The file cannot be read.</exception>
    public SqlitePages(string path)
    {
        _database = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        string journal = path + "-wal";
        _journal = File.Exists(journal) ? new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
        Span<byte> header = stackalloc byte[FileHeaderLength];
        int size = TryFill(_database, 0, header) ? BinaryPrimitives.ReadUInt16BigEndian(header[16..]) : 0;
        size = size == 1 ? 65_536 : size;
        PageSize = size >= 512 && (size & (size - 1)) == 0 ? size : DefaultPageSize;
        ReadJournal();
        Count = Math.Max((uint)((_database.Length + PageSize - 1) / PageSize), _newest.Keys.DefaultIfEmpty(0u).Max());
    }

    /// <summary>The bytes of a page.</summary>
    public int PageSize { get; }

    /// <summary>The number of the last page; the first is 1.</summary>
    public uint Count { get; }

    /// <summary>
    /// Whether a bit of the journal flipped, so that SQLite passes over whole transactions as if a power cut had torn them. Of the last one
    /// that cannot be told.
    /// </summary>
    public bool IsJournalDamaged { get; private set; }

    /// <summary>How many pages the damaged journal holds besides, behind its damage.</summary>
    public int LooseCount => IsJournalDamaged ? _loose.Count : 0;

    /// <summary>Reads one of them.</summary>
    public bool TryReadLoose(int index, Span<byte> page) => TryFill(_journal!, _loose[index], page);

    /// <summary>Reads a page; false when there is none. What a cut-off file lacks of its last page is zero.</summary>
    public bool TryRead(uint number, Span<byte> page)
    {
        if (_newest.TryGetValue(number, out long at))
        {
            return TryFill(_journal!, at, page);
        }

        if (number == 0)
        {
            return false;
        }

        int read = RandomAccess.Read(_database.SafeFileHandle, page, (number - 1L) * PageSize);
        page[read..].Clear();
        return read > 0;
    }

    public void Dispose()
    {
        _database.Dispose();
        _journal?.Dispose();
    }

    private static bool TryFill(FileStream file, long at, Span<byte> destination) => RandomAccess.Read(file.SafeFileHandle, destination, at) == destination.Length;

    // SQLite file format, section 4.2: a frame's checksum goes on from that of the frame before.
    private static (uint First, uint Second) Sum(ReadOnlySpan<byte> words, (uint First, uint Second) sum, bool bigEndian)
    {
        for (; words.Length >= 8; words = words[8..])
        {
            sum.First += (bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(words) : BinaryPrimitives.ReadUInt32LittleEndian(words)) + sum.Second;
            sum.Second += (bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(words[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(words[4..])) + sum.First;
        }

        return sum;
    }

    private static (uint First, uint Second) SumIn(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private void ReadJournal()
    {
        Span<byte> header = stackalloc byte[JournalHeaderLength];
        byte[] frame = new byte[FrameHeaderLength + PageSize];
        if (_journal is null || !TryFill(_journal, 0, header) || !TryFill(_journal, JournalHeaderLength, frame))
        {
            return;
        }

        bool bigEndian = BinaryPrimitives.ReadUInt32BigEndian(header) == BigEndianChecksums;
        (uint, uint) sum = Sum(header[..24], default, bigEndian);
        if (sum != SumIn(header[24..]) || BinaryPrimitives.ReadUInt32BigEndian(header[8..]) != PageSize || BinaryPrimitives.ReadUInt32BigEndian(header) is not (BigEndianChecksums or LittleEndianChecksums))
        {
            IsJournalDamaged = true;
            ReadLoose(JournalHeaderLength, frame.AsSpan(8, 8).ToArray(), default, bigEndian);
            return;
        }

        byte[] salt = header.Slice(SaltOffset, 8).ToArray();
        Dictionary<uint, long> open = [];
        for (long at = JournalHeaderLength; TryFill(_journal, at, frame); at += frame.Length)
        {
            (uint, uint) before = sum;
            sum = SumOf(frame, before, bigEndian);
            if (sum != SumIn(frame.AsSpan(SaltOffset)) || !frame.AsSpan(8, 8).SequenceEqual(salt))
            {
                IsJournalDamaged = ReadLoose(at, salt, before, bigEndian);
                return;
            }

            open[BinaryPrimitives.ReadUInt32BigEndian(frame)] = at + FrameHeaderLength;
            if (IsCommit(frame))
            {
                foreach ((uint number, long place) in open)
                {
                    _newest[number] = place;
                }

                open.Clear();
            }
        }
    }

    // A transaction begins only when the one before was synced: so only the last one can be torn by a power cut, and where another one
    // follows a bad frame, the frame was good once. It goes on with the checksum of the one before: what does not was rolled back, because its
    // sync failed, and a shorter one was written over its beginning. A commit's checksum may itself be what is damaged.
    private bool ReadLoose(long from, byte[] salt, (uint First, uint Second) before, bool bigEndian)
    {
        byte[] frame = new byte[FrameHeaderLength + PageSize];
        (uint, uint) said = before;
        (uint, uint) summed = before;
        bool committed = false;
        bool damaged = false;
        for (long at = from; TryFill(_journal!, at, frame); at += frame.Length)
        {
            (uint, uint) says = SumIn(frame.AsSpan(SaltOffset));
            if (!frame.AsSpan(8, 8).SequenceEqual(salt))
            {
                (committed, said, summed) = (false, says, says);
                continue;
            }

            (uint, uint) afterSaid = SumOf(frame, said, bigEndian);
            damaged |= committed && (says == afterSaid || says == SumOf(frame, summed, bigEndian));
            (committed, said, summed) = (IsCommit(frame), says, afterSaid);
            _loose.Add(at + FrameHeaderLength);
        }

        return damaged;
    }

    private static (uint First, uint Second) SumOf(ReadOnlySpan<byte> frame, (uint, uint) before, bool bigEndian)
        => Sum(frame[FrameHeaderLength..], Sum(frame[..8], before, bigEndian), bigEndian);

    private static bool IsCommit(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) > 0;
}
