using EdgeAI.Gateway.Spool.Room;
using EdgeAI.Records;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>The writer's SQL for one table of records. Every method throws <see cref="SpoolError"/> when SQLite answers with an error.</summary>
internal sealed class SegmentStatements : IDisposable
{
    // What a row occupies besides its robot and its frame, nearly.
    public const int RowOverhead = 64;

    private readonly sqlite3 _handle;
    private readonly SpoolStatement? _insert;
    private readonly SpoolStatement? _count;
    private readonly SpoolStatement _sum;
    private readonly SpoolStatement _delete;
    private readonly SpoolStatement _setAside;
    private readonly SpoolSegment _segment;
    private OldestRows? _oldest;

    public SegmentStatements(sqlite3 handle, SpoolSegment segment)
    {
        _handle = handle;
        _segment = segment;
        string table = segment.Table;
        string ordinal = segment.HasClassColumn ? "sequence" : "ordinal";
        string classAndKind = segment.HasClassColumn ? "class, 1, 0, 0" : $"{(int)segment.Class}, kind, handling, revision";
        if (!segment.IsClosed)
        {
            _insert = new SpoolStatement(handle, $"INSERT INTO {table}(sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
            _count = new SpoolStatement(handle, $"SELECT count(*) FROM {table} WHERE sequence>=?1 AND sequence<=?2");
        }

        _sum = new SpoolStatement(handle, $"SELECT count(*), sum(length(frame)+length(robot)), min({ordinal}), max({ordinal}) FROM {table} WHERE sequence>=?1 AND sequence<=?2");
        _delete = new SpoolStatement(handle, $"DELETE FROM {table} WHERE sequence>=?1 AND sequence<=?2");
        _setAside = new SpoolStatement(handle, $"INSERT OR IGNORE INTO quarantine(sequence, reason, found_utc, class, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) SELECT sequence, ?2, ?3, {classAndKind}, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM {table} WHERE sequence=?1");
    }

    public static long SizeOf(in GatewayRecord record) => record.Frame.Length + record.Robot.Length + RowOverhead;

    /// <summary>Puts a row behind all others of the table.</summary>
    public void Insert(in GatewayRecord record, long ordinal)
    {
        _insert!.Bind(1, record.Sequence).Bind(2, ordinal).Bind(3, (long)record.Kind).Bind(4, record.Handling).Bind(5, record.PolicyRevision).BindText(6, record.Robot)
            .Bind(7, record.RobotBoot).Bind(8, record.UtcNanoseconds).Bind(9, record.UncertaintyNanoseconds).Bind(10, record.ReceivedUtcNanoseconds)
            .BindBlob(11, record.Frame).Bind(12, record.Checksum).Execute();
    }

    /// <summary>Counts the rows of a stretch by walking through it.</summary>
    public long CountBetween(SequenceSpan span)
    {
        _ = _count!.Bind(1, span.First).Bind(2, span.Last).Step();
        long count = _count.Integer(0);
        _count.Reset();
        return count;
    }

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

    /// <summary>Finds the oldest records that a drop may take, among those that the open transaction has stored.</summary>
    public DropSpan FindOldest(long from, in DropSearch search)
    {
        _oldest ??= new OldestRows(_handle, _segment);
        OldestFound found = _oldest.Find(from, search, long.MaxValue);
        return found.MetDamage ? default : found.Span;
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
        _count?.Dispose();
        _sum.Dispose();
        _delete.Dispose();
        _oldest?.Dispose();
        _setAside.Dispose();
    }
}
