using System.Text;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>The spool's SQL for the one thread that writes. Every method throws <see cref="SpoolError"/> when SQLite answers with an error.</summary>
internal sealed class SpoolDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly List<SpoolStatement> _statements = [];
    private readonly SpoolStatement _begin;
    private readonly SpoolStatement _commit;
    private readonly SpoolStatement _rollback;
    private readonly SpoolStatement _insert;
    private readonly SpoolStatement _putPublisher;
    private readonly SpoolStatement _prunePublishers;
    private readonly SpoolStatement _setAside;
    private readonly SpoolStatement _delete;
    private readonly SpoolStatement _trim;
    private readonly SpoolStatement _noteLost;
    private readonly SpoolStatement _quarantineCount;
    private readonly SpoolStatement _countDropped;
    private readonly SpoolStatement _setTrimmed;
    private readonly SpoolStatement _pageCount;
    private readonly SpoolStatement _freeCount;
    private readonly long _pageSize;

    public SpoolDatabase(SqliteConnection connection, int maximumPageCount)
    {
        _connection = connection;
        _handle = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        try
        {
            if (maximumPageCount > 0)
            {
                SpoolFile.Execute(connection, $"PRAGMA max_page_count={maximumPageCount}");
            }

            _pageSize = SpoolFile.Scalar(connection, "PRAGMA page_size");
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
            _rollback = Prepare("ROLLBACK");
            _insert = Prepare("INSERT INTO records(sequence, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
            _putPublisher = Prepare("INSERT INTO publishers(robot, boot, last_batch, recent) VALUES (?1, ?2, ?3, ?4) ON CONFLICT(robot, boot) DO UPDATE SET last_batch=excluded.last_batch, recent=excluded.recent");
            _prunePublishers = Prepare("DELETE FROM publishers WHERE robot=?1 AND boot=?2");
            _setAside = Prepare("INSERT OR IGNORE INTO quarantine(sequence, reason, found_utc, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) SELECT sequence, ?2, ?3, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c FROM records WHERE sequence=?1");
            _delete = Prepare("DELETE FROM records WHERE sequence=?1");
            _trim = Prepare("DELETE FROM records WHERE sequence>=?1 AND sequence<=?2");
            _noteLost = Prepare("INSERT INTO lost(first, last, reason, found_utc) VALUES (?1, ?2, ?3, ?4) ON CONFLICT(first) DO UPDATE SET last=max(last, excluded.last)");
            _quarantineCount = Prepare("SELECT count(*) FROM quarantine");
            _countDropped = Prepare("INSERT INTO meta(key, value) VALUES ('quarantine_dropped', 1) ON CONFLICT(key) DO UPDATE SET value=value+1");
            _setTrimmed = Prepare("UPDATE meta SET value=?1 WHERE key='trimmed'");
            _pageCount = Prepare("PRAGMA page_count");
            _freeCount = Prepare("PRAGMA freelist_count");
        }
        catch
        {
            // An unfinished statement would keep the file open although its connection is closed.
            DisposeStatements();
            throw;
        }
    }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>Ends a failed transaction, unless SQLite already did.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            _rollback.Execute();
        }
    }

    public void Insert(in GatewayRecord record)
        => _insert.Bind(1, record.Sequence).Bind(2, (long)record.Class).BindText(3, record.Robot).Bind(4, record.RobotBoot)
            .Bind(5, record.UtcNanoseconds).Bind(6, record.UncertaintyNanoseconds).Bind(7, record.ReceivedUtcNanoseconds)
            .BindBlob(8, record.Frame).Bind(9, record.Checksum).Execute();

    public void PutPublisher(string robot, uint boot, StoredBatches batches)
        => _putPublisher.BindText(1, Encoding.ASCII.GetBytes(robot)).Bind(2, boot).Bind(3, batches.Last).Bind(4, unchecked((long)batches.Recent)).Execute();

    public void RemovePublisher(string robot, uint boot) => _prunePublishers.BindText(1, Encoding.ASCII.GetBytes(robot)).Bind(2, boot).Execute();

    /// <summary>Moves a record to the quarantine, or notes as lost what cannot be read; false when it was no longer there.</summary>
    public bool SetAside(in Damage damage, long foundUtcNanoseconds, int maximumRows)
    {
        byte[] reason = Encoding.UTF8.GetBytes(damage.Reason);
        if (damage.IsUnreadable)
        {
            _noteLost.Bind(1, damage.First).Bind(2, damage.Last).BindText(3, reason).Bind(4, foundUtcNanoseconds).Execute();
            return true;
        }

        bool keeps = Read(_quarantineCount) < maximumRows;
        if (keeps)
        {
            _setAside.Bind(1, damage.First).BindText(2, reason).Bind(3, foundUtcNanoseconds).Execute();
        }

        bool moved = keeps && raw.sqlite3_changes(_handle) == 1;
        _delete.Bind(1, damage.First).Execute();
        if (!keeps && raw.sqlite3_changes(_handle) == 1)
        {
            _countDropped.Execute();
            return true;
        }

        return moved;
    }

    /// <summary>Lets go of the records up to a sequence and remembers it, so that their numbers are never given again.</summary>
    /// <param name="trimmed">The sequence up to which they are gone already.</param>
    /// <param name="sequence">The new one.</param>
    /// <param name="keepsRows">Only remembers it: the rows lie among damaged pages and cannot be deleted.</param>
    public void Trim(long trimmed, long sequence, bool keepsRows)
    {
        if (!keepsRows)
        {
            _trim.Bind(1, trimmed + 1).Bind(2, sequence).Execute();
        }

        _setTrimmed.Bind(1, sequence).Execute();
    }

    public long BytesInUse() => (Read(_pageCount) - Read(_freeCount)) * _pageSize;

    public long Trimmed() => SpoolFile.Scalar(_connection, "SELECT value FROM meta WHERE key='trimmed'");

    public long HighestSequence() => Math.Max(
        Trimmed(),
        Math.Max(SpoolFile.Scalar(_connection, "SELECT max(sequence) FROM records"), SpoolFile.Scalar(_connection, "SELECT max((SELECT ifnull(max(sequence), 0) FROM quarantine), (SELECT ifnull(max(last), 0) FROM lost))")));

    public long Quarantined() => SpoolFile.Scalar(_connection, "SELECT count(*) FROM quarantine") + SpoolFile.Scalar(_connection, "SELECT value FROM meta WHERE key='quarantine_dropped'");

    /// <summary>The records above a sequence that damaged pages took with them.</summary>
    public long Lost(long sequence) => SpoolFile.Scalar(_connection, $"SELECT sum(last-max(first, {sequence}+1)+1) FROM lost WHERE last>{sequence}");

    public long QuarantinedAbove(long sequence) => SpoolFile.Scalar(_connection, $"SELECT count(*) FROM quarantine WHERE sequence>{sequence}");

    /// <summary>Hands over every known publisher, oldest boot first.</summary>
    public void ReadPublishers(Action<string, uint, StoredBatches> receive)
    {
        using SpoolStatement select = new(_handle, "SELECT robot, boot, last_batch, recent FROM publishers ORDER BY id");
        while (select.Step())
        {
            receive(select.Text(0), (uint)select.Integer(1), new StoredBatches(select.Integer(2), unchecked((ulong)select.Integer(3))));
        }
    }

    /// <summary>Empties the journal into the database, so that what is left is one file.</summary>
    public void Checkpoint() => SpoolFile.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        DisposeStatements();
        _connection.Dispose();
    }

    private void DisposeStatements()
    {
        foreach (SpoolStatement statement in _statements)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }

    private static long Read(SpoolStatement single)
    {
        long value = single.Step() ? single.Integer(0) : 0;
        single.Reset();
        return value;
    }

    private SpoolStatement Prepare(string sql)
    {
        SpoolStatement statement = new(_handle, sql);
        _statements.Add(statement);
        return statement;
    }
}
