using System.Numerics;
using EdgeAI.Records;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>A reader's SQL for one table of records: rows in order from a sequence on, and the ones around it.</summary>
internal sealed class SegmentRows : IDisposable
{
    private const int KeyBits = 63;

    // Of CRC-32C (RFC 3720, appendix B.4).
    private const uint ReversedPolynomial = 0x82F63B78;

    // A row that is damaged tells nothing; of so many in a row the one before is taken to be out of reach.
    private const int MaximumRowsBack = 100;

    private const string SharedColumns = "robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c";

    private readonly SpoolSegment _segment;
    private readonly SpoolStatement _select;
    private readonly SpoolStatement _upTo;

    public SegmentRows(sqlite3 handle, SpoolSegment segment)
    {
        _segment = segment;
        string table = segment.Table;
        string columns = segment.HasClassColumn ? "sequence, sequence, class, 1, 0, 0, " + SharedColumns : ColumnsOf(segment.Class);

        // No upper bound: a key that a flipped bit made large would end the search before the rows behind it.
        _select = new SpoolStatement(handle, $"SELECT {columns} FROM {table} WHERE sequence>=?1 ORDER BY sequence LIMIT ?2");
        _upTo = new SpoolStatement(handle, $"SELECT {columns} FROM {table} WHERE sequence<=?1 AND sequence>0 ORDER BY sequence DESC LIMIT {MaximumRowsBack}");
    }

    public long Sequence => _select.Integer(0);

    /// <summary>The record's number among those of its table.</summary>
    public long Ordinal => _select.Integer(1);

    /// <summary>The row; its spans are valid until the next call.</summary>
    public GatewayRecord Record => RecordOf(_select);

    /// <summary>Begins at the first row that has the sequence or a higher one.</summary>
    public void Seek(long sequence, long maximumRows) => _select.Bind(1, sequence).Bind(2, maximumRows);

    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public bool Step() => _select.Step();

    public void Reset() => _select.Reset();

    /// <summary>What is wrong with a row, in words; nothing when it says what was received.</summary>
    public string? Fault(in GatewayRecord record)
    {
        if (!record.IsWellFormed || (!_segment.HasClassColumn && record.Class != _segment.Class))
        {
            return "a column holds what was never stored";
        }

        return record.IsIntact ? null : "CRC-32C does not match";
    }

    /// <summary>Whether a damaged row is sound under a key that is a bit away: then its key is not the sequence of what is missing.</summary>
    public static bool IsKeyDamaged(in GatewayRecord record)
    {
        for (int bit = 0; bit < KeyBits; bit++)
        {
            if ((record with { Sequence = record.Sequence ^ (1L << bit) }).IsIntact)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one flipped bit outside its key explains what is wrong with a row: then its key is its number.</summary>
    public static bool IsKeySound(in GatewayRecord record)
    {
        uint difference = record.Checksum ^ record.ComputeChecksum();

        // What the last bit of what it says changes in its checksum when it flips, then each bit before it.
        uint change = ReversedPolynomial;
        for (long bits = 8L * record.EncodedLength; bits > 0; bits--)
        {
            if (difference == change)
            {
                return true;
            }

            change = (change >> 1) ^ ((change & 1) * ReversedPolynomial);
        }

        return BitOperations.IsPow2(difference);
    }

    /// <summary>
    /// The last sound row up to a sequence that lies in no hole, and its ordinal; 0 when there is none. A damaged key of an inner page leads to
    /// a later one first.
    /// </summary>
    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public long UpTo(long sequence, CountedSpan[] holes, out long ordinal)
    {
        try
        {
            _upTo.Bind(1, sequence);
            while (_upTo.Step())
            {
                GatewayRecord record = RecordOf(_upTo);
                if (record.Sequence <= sequence && !CountedSpans.Contains(holes, record.Sequence) && Fault(record) is null)
                {
                    ordinal = _upTo.Integer(1);
                    return record.Sequence;
                }
            }

            ordinal = 0;
            return 0;
        }
        finally
        {
            _upTo.Reset();
        }
    }

    public void Dispose()
    {
        _select.Dispose();
        _upTo.Dispose();
    }

    /// <summary>The columns of a class's table that <see cref="RecordOf"/> reads a record from.</summary>
    public static string ColumnsOf(RecordClass recordClass) => $"sequence, ordinal, {(int)recordClass}, kind, handling, revision, {SharedColumns}";

    /// <summary>The record of a row of those columns; its spans are valid until the next row.</summary>
    public static GatewayRecord RecordOf(SpoolStatement row) => new()
    {
        Sequence = row.Integer(0),
        Class = (RecordClass)row.Integer(2),
        Kind = (RecordKind)row.Integer(3),
        Handling = (byte)row.Integer(4),
        PolicyRevision = (uint)row.Integer(5),
        Robot = row.Blob(6),
        RobotBoot = (uint)row.Integer(7),
        UtcNanoseconds = row.Integer(8),
        UncertaintyNanoseconds = row.Integer(9),
        ReceivedUtcNanoseconds = row.Integer(10),
        Frame = row.Blob(11),
        Checksum = (uint)row.Integer(12),
    };
}
