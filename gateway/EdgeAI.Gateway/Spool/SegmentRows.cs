using EdgeAI.Records;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>A reader's SQL for one table of records: rows in order from a sequence on, and the ones around it.</summary>
internal sealed class SegmentRows : IDisposable
{
    private readonly SpoolSegment _segment;
    private readonly SpoolStatement _select;
    private readonly SpoolStatement _upTo;

    public SegmentRows(sqlite3 handle, SpoolSegment segment)
    {
        _segment = segment;
        string table = segment.Table;
        string columns = segment.HasClassColumn ? "sequence, sequence, class, 1, 0, 0" : $"sequence, ordinal, {(int)segment.Class}, kind, handling, revision";

        // No upper bound: a key that a flipped bit made large would end the search before the rows behind it.
        _select = new SpoolStatement(handle, $"SELECT {columns}, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM {table} WHERE sequence>=?1 ORDER BY sequence LIMIT ?2");
        _upTo = new SpoolStatement(handle, $"SELECT sequence, {(segment.HasClassColumn ? "sequence" : "ordinal")} FROM {table} WHERE sequence<=?1 ORDER BY sequence DESC LIMIT 1");
    }

    public long Sequence => _select.Integer(0);

    /// <summary>The record's number among those of its table.</summary>
    public long Ordinal => _select.Integer(1);

    /// <summary>The row; its spans are valid until the next call.</summary>
    public GatewayRecord Record => new()
    {
        Sequence = _select.Integer(0),
        Class = (RecordClass)_select.Integer(2),
        Kind = (RecordKind)_select.Integer(3),
        Handling = (byte)_select.Integer(4),
        PolicyRevision = (uint)_select.Integer(5),
        Robot = _select.Blob(6),
        RobotBoot = (uint)_select.Integer(7),
        UtcNanoseconds = _select.Integer(8),
        UncertaintyNanoseconds = _select.Integer(9),
        ReceivedUtcNanoseconds = _select.Integer(10),
        Frame = _select.Blob(11),
        Checksum = (uint)_select.Integer(12),
    };

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

    /// <summary>The last row up to a sequence that lies in no hole, and its ordinal; 0 when there is none.</summary>
    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public long UpTo(long sequence, CountedSpan[] holes, out long ordinal)
    {
        long below = sequence;
        while (true)
        {
            _upTo.Bind(1, below);
            long found = _upTo.Step() ? _upTo.Integer(0) : 0;
            ordinal = found == 0 ? 0 : _upTo.Integer(1);
            _upTo.Reset();
            int hole = Array.FindIndex(holes, span => span.Span.First <= found && found <= span.Span.Last);
            if (found == 0 || hole < 0)
            {
                return found;
            }

            below = holes[hole].Span.First - 1;
        }
    }

    public void Dispose()
    {
        _select.Dispose();
        _upTo.Dispose();
    }
}
