using System.Buffers.Binary;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// Looks through the write-ahead log before SQLite does: SQLite takes the first frame that does not fit for the end, and is silent about
/// whatever follows. A transaction is written only after the one before was synced. So where frames of another one follow a commit, or
/// where all frames of the last one are there and one is wrong, what is behind the wrong one was synced, and may have been acknowledged;
/// where frames of the last one are missing, the power went before it was, and nothing is lost.
/// </summary>
internal sealed class SpoolJournal
{
    // Section 4.1 of the SQLite file format.
    private const int HeaderLength = 32;
    private const int CheckedHeaderLength = 24;
    private const uint Magic = 0x377F0682;
    private const uint FormatVersion = 3007000;
    private const int SmallestPage = 512;
    private const int LargestPage = 65536;

    // A row takes no less, with its twelve columns and its place in the page.
    private const int LeastRowBytes = 24;

    private readonly bool _isBigEndian;
    private readonly ulong _salts;
    private ulong _checksum;
    private long _frames;
    private long _committed;
    private long _lastOwn;
    private bool _ended;
    private bool _isWhole = true;
    private bool _followsCommit;

    private SpoolJournal(ulong salts, ulong checksum, bool isBigEndian)
    {
        _salts = salts;
        _checksum = checksum;
        _isBigEndian = isBigEndian;
    }

    private bool IsDamaged { get; set; }

    /// <summary>Looks through a journal.</summary>
    /// <param name="path">Its file, which need not exist.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JournalFinding Look(string path)
    {
        if (!File.Exists(path))
        {
            return new JournalFinding(IsEmpty: true, IsDamaged: false, 0);
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.Length < HeaderLength + JournalFrame.HeaderLength + SmallestPage)
        {
            return new JournalFinding(IsEmpty: true, IsDamaged: false, 0);
        }

        file.ReadExactly(header);
        if (!TryBegin(header, out SpoolJournal? journal, out int pageSize))
        {
            // It was synced before the first frame was written.
            return new JournalFinding(IsEmpty: false, IsDamaged: true, file.Length / LeastRowBytes);
        }

        byte[] frame = new byte[JournalFrame.HeaderLength + pageSize];
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            journal.Take(frame);
        }

        return new JournalFinding(journal._frames == 0, journal.IsDamaged, journal.IsDamaged ? (journal._lastOwn - journal._committed) * pageSize / LeastRowBytes : 0);
    }

    private static bool TryBegin(ReadOnlySpan<byte> header, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SpoolJournal? journal, out int pageSize)
    {
        journal = null;
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        bool isBigEndian = (magic & 1) != 0;
        pageSize = (int)BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        ulong checksum = JournalFrame.Sum(0, header[..CheckedHeaderLength], isBigEndian);
        if ((magic & ~1u) != Magic
            || BinaryPrimitives.ReadUInt32BigEndian(header[4..]) != FormatVersion
            || pageSize is < SmallestPage or > LargestPage
            || BinaryPrimitives.ReadUInt64BigEndian(header[CheckedHeaderLength..]) != checksum)
        {
            return false;
        }

        journal = new SpoolJournal(BinaryPrimitives.ReadUInt64BigEndian(header[16..]), checksum, isBigEndian);
        return true;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        JournalFrame frame = JournalFrame.Read(bytes);
        ulong sum = JournalFrame.Sum(JournalFrame.Sum(_checksum, bytes[..JournalFrame.CheckedLength], _isBigEndian), bytes[JournalFrame.HeaderLength..], _isBigEndian);
        bool follows = sum == frame.Checksum;
        _frames++;
        _checksum = frame.Checksum;
        _ended |= !follows || frame.Salts != _salts || frame.Page == 0;
        if (!_ended)
        {
            _committed = frame.IsCommit ? _frames : _committed;
            return;
        }

        if (!frame.IsOf(_salts))
        {
            _isWhole = _followsCommit = false;
            return;
        }

        _lastOwn = _frames;
        IsDamaged |= (_followsCommit && follows) || (_isWhole && frame.IsCommit);
        _followsCommit = frame.IsCommit;
    }
}
