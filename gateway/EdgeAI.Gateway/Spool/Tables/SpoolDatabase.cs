using System.Runtime.InteropServices;
using System.Text;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>The spool's SQL for the one thread that writes. Every method throws <see cref="SpoolError"/> when SQLite answers with an error.</summary>
internal sealed partial class SpoolDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly List<SpoolStatement> _statements = [];
    private readonly Dictionary<SpoolSegment, SegmentStatements> _segments = [];
    private readonly SpoolStatement _begin;
    private readonly SpoolStatement _commit;
    private readonly SpoolStatement _rollback;
    private readonly SpoolStatement _saveSegment;
    private readonly SpoolStatement _addHole;
    private readonly SpoolStatement _removeHoles;
    private readonly SpoolStatement _putPublisher;
    private readonly SpoolStatement _prunePublishers;
    private readonly SpoolStatement _countQuarantined;
    private readonly SpoolStatement _putPolicyState;
    private readonly SpoolStatement _removePolicyState;
    private readonly SpoolStatement _clearUndeclared;
    private readonly SpoolStatement _addLoss;
    private readonly SpoolStatement _selectLosses;
    private readonly SpoolStatement _removeLosses;
    private readonly SpoolStatement _putClockStep;
    private readonly SpoolStatement _removeClockSteps;
    private readonly SpoolStatement _putChain;
    private readonly SpoolStatement _putUnsealed;
    private readonly SpoolStatement _removeUnsealed;
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
            _saveSegment = Prepare("UPDATE segments SET numbered=?2, bytes=?3, newest=?4, lost=?5, crc32c=?6 WHERE id=?1");
            _addHole = Prepare("INSERT INTO holes(segment, first, last, count, crc32c) VALUES (?1, ?2, ?3, ?4, ?5)");
            _removeHoles = Prepare("DELETE FROM holes WHERE segment=?1 AND first>=?2 AND last<=?3");
            _putPublisher = Prepare("INSERT INTO publishers(robot, boot, last_batch, recent, crc32c) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(robot, boot) DO UPDATE SET last_batch=excluded.last_batch, recent=excluded.recent, crc32c=excluded.crc32c");
            _prunePublishers = Prepare("DELETE FROM publishers WHERE robot=?1 AND boot=?2");
            _countQuarantined = Prepare("UPDATE meta SET value=value+?1 WHERE key='quarantined'");
            _putPolicyState = Prepare("INSERT INTO policy_state(key, value, crc32c) VALUES (?1, ?2, ?3) ON CONFLICT(key) DO UPDATE SET value=excluded.value, crc32c=excluded.crc32c");
            _removePolicyState = Prepare("DELETE FROM policy_state WHERE key=?1");
            _addLoss = Prepare("INSERT OR REPLACE INTO losses(sequence, class, kind, body, crc32c) VALUES (?1, ?2, ?3, ?4, ?5)");
            _selectLosses = Prepare("SELECT sequence, kind, body, crc32c FROM losses WHERE sequence>=?1 AND sequence<=?2 AND class=?3");
            _removeLosses = Prepare("DELETE FROM losses WHERE sequence>=?1 AND sequence<=?2 AND class=?3");
            _clearUndeclared = Prepare("DELETE FROM undeclared");
            _putClockStep = Prepare("INSERT OR REPLACE INTO clock_steps(sequence, step, crc32c) VALUES (?1, ?2, ?3)");
            _removeClockSteps = Prepare("DELETE FROM clock_steps WHERE sequence<?1");
            _putChain = Prepare("INSERT OR REPLACE INTO chains(class, suite, sequence, digest, flags, epoch_before, numbered, crc32c) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
            _putUnsealed = Prepare("INSERT INTO unsealed(first, class, entries, crc32c) VALUES (?1, ?2, ?3, ?4)");
            _removeUnsealed = Prepare("DELETE FROM unsealed WHERE class=?1");
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

    /// <summary>The system's number of the last error; 0 when there was none.</summary>
    public int SystemError => SystemErrorOf(_handle.DangerousGetHandle());

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

    /// <summary>The SQL of one table of records.</summary>
    public SegmentStatements Of(SpoolSegment segment)
    {
        if (!_segments.TryGetValue(segment, out SegmentStatements? statements))
        {
            statements = new SegmentStatements(_handle, segment);
            _segments.Add(segment, statements);
        }

        return statements;
    }

    /// <summary>Stores the counters that the open transaction changed.</summary>
    public void Save(SpoolSegments segments)
    {
        foreach (SpoolSegment segment in segments.All())
        {
            if (segment.IsChanged)
            {
                _saveSegment.Bind(1, segment.Id).Bind(2, segment.Pending.Numbered).Bind(3, segment.Pending.Bytes).Bind(4, segment.Pending.Newest).Bind(5, segment.Pending.Lost)
                    .Bind(6, RowCheck.Of(segment.Id, segment.Pending.Numbered, segment.Pending.Bytes, segment.Pending.Newest, segment.Pending.Lost)).Execute();
            }
        }
    }

    /// <summary>Notes records that are done with, in memory and in the table.</summary>
    public void AddHole(SpoolSegment segment, CountedSpan hole)
    {
        CountedSpan merged = segment.AddHole(hole);
        _removeHoles.Bind(1, segment.Id).Bind(2, merged.Span.First).Bind(3, merged.Span.Last).Execute();
        _addHole.Bind(1, segment.Id).Bind(2, merged.Span.First).Bind(3, merged.Span.Last).Bind(4, merged.Count)
            .Bind(5, RowCheck.Of(segment.Id, merged.Span.First, merged.Span.Last, merged.Count)).Execute();
    }

    /// <summary>Closes a damaged table under another name and makes a new one for the class, on disk when it returns.</summary>
    public void Rotate(SpoolSegments segments, SpoolSegment damaged)
    {
        int id = segments.All().Max(segment => segment.Id) + 1;
        SpoolSegment closed = new(id, damaged.Class, SpoolSchema.ClosedTable(damaged.Class, id), hasClassColumn: false, damaged.Pending, damaged.PendingHoles) { HandedOut = damaged.HandedOut };
        SpoolSegment current = new(damaged.Id, damaged.Class, damaged.Table, hasClassColumn: false, new SegmentCounters { Newest = damaged.Newest }, []);
        Of(damaged).Dispose();
        _segments.Remove(damaged);
        SegmentCounters held = damaged.Pending;
        IEnumerable<string> holes = damaged.PendingHoles.Select(hole => $"INSERT INTO holes(segment, first, last, count, crc32c) VALUES ({id}, {hole.Span.First}, {hole.Span.Last}, {hole.Count}, {RowCheck.Of(id, hole.Span.First, hole.Span.Last, hole.Count)});");
        SpoolFile.Execute(_connection, $"""
            BEGIN IMMEDIATE;
            ALTER TABLE {damaged.Table} RENAME TO {closed.Table};
            {SpoolSchema.CreateTable(current.Table)};
            INSERT INTO segments(id, class, name, numbered, bytes, newest, lost, crc32c) VALUES ({id}, {(int)damaged.Class}, '{closed.Table}', {held.Numbered}, {held.Bytes}, {held.Newest}, {held.Lost}, {RowCheck.Of(id, held.Numbered, held.Bytes, held.Newest, held.Lost)});
            UPDATE segments SET numbered=0, bytes=0, newest={held.Newest}, lost=0, crc32c={RowCheck.Of(damaged.Id, 0, 0, held.Newest, 0)} WHERE id={damaged.Id};
            DELETE FROM holes WHERE segment={damaged.Id};
            {string.Concat(holes)}
            COMMIT;
            """);
        damaged.Became = closed;
        segments.Replace(damaged.Class, closed, current);
    }

    public void PutPublisher(string robot, uint boot, StoredBatches batches)
    {
        Span<byte> name = stackalloc byte[Encoding.ASCII.GetByteCount(robot)];
        _ = Encoding.ASCII.GetBytes(robot, name);
        long recent = unchecked((long)batches.Recent);
        _putPublisher.BindText(1, name).Bind(2, boot).Bind(3, batches.Last).Bind(4, recent).Bind(5, RowCheck.Of(RowCheck.OfBytes(name), boot, batches.Last, recent)).Execute();
    }

    public void RemovePublisher(string robot, uint boot) => _prunePublishers.BindText(1, Encoding.ASCII.GetBytes(robot)).Bind(2, boot).Execute();

    public void CountQuarantined(long rows) => _countQuarantined.Bind(1, rows).Execute();

    public void PutPolicyState(string key, byte[]? value)
    {
        byte[] name = Encoding.UTF8.GetBytes(key);
        if (value is null)
        {
            _removePolicyState.BindText(1, name).Execute();
        }
        else
        {
            _putPolicyState.BindText(1, name).BindBlob(2, value).Bind(3, RowCheck.Of(RowCheck.OfBytes(name), RowCheck.OfBytes(value))).Execute();
        }
    }

    /// <summary>What the policy keeps.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file: what was withheld is not known any more.</exception>
    public Dictionary<string, byte[]> ReadPolicyState()
    {
        Dictionary<string, byte[]> state = [];
        using SpoolStatement select = new(_handle, "SELECT key, value, crc32c FROM policy_state");
        while (select.Step())
        {
            SpoolSchema.ThrowUnless(select.Integer(2) == RowCheck.Of(RowCheck.OfBytes(select.Blob(0)), RowCheck.OfBytes(select.Blob(1))), "policy_state");
            state.Add(select.Text(0), select.Blob(1).ToArray());
        }

        return state;
    }

    /// <summary>Losses that are known and not declared yet: those of a file that this one follows, or of an earlier state of this one.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public List<UndeclaredLoss> ReadUndeclared()
    {
        List<UndeclaredLoss> undeclared = [];
        using SpoolStatement select = new(_handle, "SELECT first, last, reason, most, crc32c FROM undeclared ORDER BY first");
        while (select.Step())
        {
            SequenceSpan span = new(select.Integer(0), select.Integer(1));
            long most = select.Integer(3);
            SpoolSchema.ThrowUnless(select.Integer(4) == RowCheck.Of(span.First, span.Last, select.Integer(2), most), "undeclared");
            undeclared.Add(new UndeclaredLoss(span, (LossReason)select.Integer(2), most == 0 ? span.Length : most));
        }

        return undeclared;
    }

    /// <summary>Keeps the body of one of the gateway's own records a second time, until the record is let go.</summary>
    public void KeepBody(long sequence, RecordClass recordClass, RecordKind kind, ReadOnlySpan<byte> body)
        => _addLoss.Bind(1, sequence).Bind(2, (long)recordClass).Bind(3, (long)kind).BindBlob(4, body).Bind(5, RowCheck.Of(sequence, (long)recordClass, (long)kind, RowCheck.OfBytes(body))).Execute();

    /// <summary>The bodies of the gateway's own records of a class in a stretch, those without kind damaged; forgets them.</summary>
    public List<KeptBody> TakeBodies(RecordClass recordClass, SequenceSpan span)
    {
        List<KeptBody> bodies = [];
        _selectLosses.Bind(1, span.First).Bind(2, span.Last).Bind(3, (long)recordClass);
        while (_selectLosses.Step())
        {
            long sequence = _selectLosses.Integer(0);
            long kind = _selectLosses.Integer(1);
            bool isSound = _selectLosses.Integer(3) == RowCheck.Of(sequence, (long)recordClass, kind, RowCheck.OfBytes(_selectLosses.Blob(2)));
            bodies.Add(new KeptBody(sequence, isSound ? (RecordKind)kind : null, _selectLosses.Blob(2).ToArray()));
        }

        _selectLosses.Reset();
        if (bodies.Count > 0)
        {
            ForgetBodies(recordClass, span);
        }

        return bodies;
    }

    /// <summary>Forgets the bodies of a class's records that are let go.</summary>
    public void ForgetBodies(RecordClass recordClass, SequenceSpan span) => _removeLosses.Bind(1, span.First).Bind(2, span.Last).Bind(3, (long)recordClass).Execute();

    public void ClearUndeclared() => _clearUndeclared.Execute();

    /// <summary>The steps of the clock. A damaged one is left out: what then counts as too old is dropped slowly, and declared.</summary>
    public List<(long Sequence, long Step)> ReadClockSteps()
    {
        List<(long, long)> steps = [];
        using SpoolStatement select = new(_handle, "SELECT sequence, step, crc32c FROM clock_steps ORDER BY sequence");
        while (select.Step())
        {
            if (select.Integer(2) == RowCheck.Of(select.Integer(0), select.Integer(1)))
            {
                steps.Add((select.Integer(0), select.Integer(1)));
            }
        }

        return steps;
    }

    /// <summary>Notes all steps of the clock after a sequence, and forgets those before another.</summary>
    public void PutClockStep(long sequence, long step, long forgetBefore)
    {
        _removeClockSteps.Bind(1, forgetBefore).Execute();
        _putClockStep.Bind(1, sequence).Bind(2, step).Bind(3, RowCheck.Of(sequence, step)).Execute();
    }

    /// <summary>The latest receipt among the newest records of each table; 0 when there is none that can be read.</summary>
    public long LatestReceipt(SpoolSegments segments)
    {
        long latest = 0;
        foreach (SpoolSegment segment in segments.All())
        {
            try
            {
                latest = Math.Max(latest, SpoolFile.Scalar(_connection, $"SELECT received_utc FROM {segment.Table} ORDER BY sequence DESC LIMIT 1"));
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CORRUPT)
            {
                // The others may tell.
            }
        }

        return latest;
    }

    public long BytesInUse() => (Read(_pageCount) - Read(_freeCount)) * _pageSize;

    public long Quarantined() => SpoolFile.Scalar(_connection, "SELECT value FROM meta WHERE key='quarantined'");

    public long QuarantineRows() => SpoolFile.Scalar(_connection, "SELECT count(*) FROM (SELECT 1 FROM quarantine)");

    /// <summary>Hands over every known publisher, oldest boot first; how many rows are damaged and left out.</summary>
    public int ReadPublishers(Action<string, uint, StoredBatches> receive)
    {
        int damaged = 0;
        using SpoolStatement select = new(_handle, "SELECT robot, boot, last_batch, recent, crc32c FROM publishers ORDER BY id");
        while (select.Step())
        {
            long boot = select.Integer(1);
            long last = select.Integer(2);
            long recent = select.Integer(3);
            if (select.Integer(4) != RowCheck.Of(RowCheck.OfBytes(select.Blob(0)), boot, last, recent))
            {
                damaged++;
                continue;
            }

            receive(select.Text(0), (uint)boot, new StoredBatches(last, unchecked((ulong)recent)));
        }

        return damaged;
    }

    /// <summary>The pages that this connection has written to the journal since it was opened.</summary>
    public int PagesWritten()
    {
        _ = raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 0);
        return pages;
    }

    /// <summary>The pages that this connection has read from the file since it was opened.</summary>
    public int PagesRead()
    {
        _ = raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_MISS, out int pages, out _, 0);
        return pages;
    }

    /// <summary>Moves what the journal holds into the database as far as no reader stands in the way, and waits for none.</summary>
    public void CheckpointWhatCan() => SpoolFile.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Copies all that the journal holds into the database; false where a reader or the disk stood in the way. The journal stays.</summary>
    public bool TryCheckpointAll() => SpoolFile.Scalar(_connection, "PRAGMA wal_checkpoint(FULL)") == 0;

    /// <summary>Empties the journal, which is copied, so that what is left is one file.</summary>
    public void EmptyJournal()
    {
        SpoolFile.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        SpoolFile.DeleteJournalOnClose(_connection);
    }

    public void Dispose()
    {
        DisposeStatements();
        _connection.Dispose();
    }

    // The binding leaves it out.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_system_errno")]
    private static partial int SystemErrorOf(nint database);

    /// <summary>Lets go of the connection, which somebody else closes.</summary>
    public void DisposeStatements()
    {
        foreach (SpoolStatement statement in _statements)
        {
            statement.Dispose();
        }

        _statements.Clear();
        foreach (SegmentStatements statements in _segments.Values)
        {
            statements.Dispose();
        }

        _segments.Clear();
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
