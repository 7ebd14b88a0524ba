using EdgeAI.Records;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>The writer's SQL for one table of records. Every method throws <see cref="SpoolError"/> when SQLite answers with an error.</summary>
internal sealed class SegmentStatements : IDisposable
{
    // What a row occupies besides its robot and its frame, nearly.
    public const int RowOverhead = 64;

    private readonly sqlite3 _handle;
    private readonly SpoolStatement? _insert;
    private readonly SpoolStatement _sum;
    private readonly SpoolStatement _delete;
    private readonly SpoolStatement _oldest;
    private readonly SpoolStatement _setAside;

    public SegmentStatements(sqlite3 handle, SpoolSegment segment)
    {
        _handle = handle;
        string table = segment.Table;
        string ordinal = segment.HasClassColumn ? "sequence" : "ordinal";
        string kind = segment.HasClassColumn ? "1" : "kind";
        string classAndKind = segment.HasClassColumn ? "class, 1, 0, 0" : $"{(int)segment.Class}, kind, handling, revision";
        if (!segment.IsClosed)
        {
            _insert = new SpoolStatement(handle, $"INSERT INTO {table}(sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        }

        _sum = new SpoolStatement(handle, $"SELECT count(*), sum(length(frame)+length(robot)), min({ordinal}), max({ordinal}) FROM {table} WHERE sequence>=?1 AND sequence<=?2");
        _delete = new SpoolStatement(handle, $"DELETE FROM {table} WHERE sequence>=?1 AND sequence<=?2");
        _oldest = new SpoolStatement(handle, $"SELECT sequence, {kind}, received_utc, length(frame)+length(robot) FROM {table} WHERE sequence>=?1 ORDER BY sequence");
        _setAside = new SpoolStatement(handle, $"INSERT OR IGNORE INTO quarantine(sequence, reason, found_utc, class, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) SELECT sequence, ?2, ?3, {classAndKind}, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM {table} WHERE sequence=?1");
    }

    public static long SizeOf(in GatewayRecord record) => record.Frame.Length + record.Robot.Length + RowOverhead;

    public void Insert(in GatewayRecord record, long ordinal)
        => _insert!.Bind(1, record.Sequence).Bind(2, ordinal).Bind(3, (long)record.Kind).Bind(4, record.Handling).Bind(5, record.PolicyRevision).BindText(6, record.Robot)
            .Bind(7, record.RobotBoot).Bind(8, record.UtcNanoseconds).Bind(9, record.UncertaintyNanoseconds).Bind(10, record.ReceivedUtcNanoseconds)
            .BindBlob(11, record.Frame).Bind(12, record.Checksum).Execute();

    /// <summary>Deletes a stretch without holes.</summary>
    /// <param name="span">The stretch.</param>
    /// <param name="bytes">The bytes of its rows, nearly.</param>
    /// <param name="follow">Whether the rows' ordinals follow one another: otherwise some are missing, or an ordinal is damaged.</param>
    /// <returns>How many rows it held.</returns>
    public long Delete(SequenceSpan span, out long bytes, out bool follow)
    {
        _sum.Bind(1, span.First).Bind(2, span.Last);
        _ = _sum.Step();
        long rows = _sum.Integer(0);
        bytes = _sum.Integer(1) + (rows * RowOverhead);
        follow = rows == 0 || rows == _sum.Integer(3) - _sum.Integer(2) + 1;
        _sum.Reset();
        if (rows > 0)
        {
            _delete.Bind(1, span.First).Bind(2, span.Last).Execute();
        }

        return rows;
    }

    /// <summary>Finds the oldest records that a drop may take; with a count of 0 when there are none.</summary>
    /// <param name="from">The lowest sequence to look at.</param>
    /// <param name="bytes">Enough are found when their rows have as many.</param>
    /// <param name="maximumRows">The most rows to look at.</param>
    /// <param name="mayGo">Whether one may go, by its sequence and receipt: the first that may not ends the search.</param>
    public DropSpan FindOldest(long from, long bytes, int maximumRows, Func<long, long, bool>? mayGo)
    {
        DropSpan found = new([], 0, 0, long.MaxValue, long.MinValue);
        long runFirst = from;
        bool goesOn = false;
        try
        {
            _oldest.Bind(1, from);
            for (int row = 0; row < maximumRows && found.Bytes < bytes && _oldest.Step(); row++)
            {
                long sequence = _oldest.Integer(0);
                long received = _oldest.Integer(2);
                if (mayGo?.Invoke(sequence, received) == false)
                {
                    break;
                }

                if (_oldest.Integer(1) > (long)RecordKind.GovernedFrame)
                {
                    goesOn = false;
                    runFirst = sequence + 1;
                    continue;
                }

                if (goesOn)
                {
                    CountedSpan run = found.Runs[^1];
                    found.Runs[^1] = new CountedSpan(run.Span with { Last = sequence }, run.Count + 1);
                }
                else
                {
                    // From the row before on, so that holes that nothing lies between become one.
                    found.Runs.Add(new CountedSpan(new SequenceSpan(runFirst, sequence), 1));
                }

                goesOn = true;
                found = found with
                {
                    Count = found.Count + 1,
                    Bytes = found.Bytes + _oldest.Integer(3) + RowOverhead,
                    EarliestUtc = Math.Min(found.EarliestUtc, received),
                    LatestUtc = Math.Max(found.LatestUtc, received),
                };
            }

            return found;
        }
        finally
        {
            _oldest.Reset();
        }
    }

    /// <summary>Copies a row to the quarantine; false when it was no longer there, or is there already.</summary>
    public bool TryKeep(long sequence, ReadOnlySpan<byte> reason, long foundUtcNanoseconds)
    {
        _setAside.Bind(1, sequence).BindText(2, reason).Bind(3, foundUtcNanoseconds).Execute();
        return raw.sqlite3_changes(_handle) == 1;
    }

    public void Dispose()
    {
        _insert?.Dispose();
        _sum.Dispose();
        _delete.Dispose();
        _oldest.Dispose();
        _setAside.Dispose();
    }
}
