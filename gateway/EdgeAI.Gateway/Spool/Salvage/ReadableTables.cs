using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>What SQLite can still read of a damaged file's small tables. A table that is not sound from end to end counts as not read.</summary>
internal sealed class ReadableTables
{
    private const string HolesSql = "SELECT segment, first, last, count, crc32c FROM holes";
    private const string SegmentsSql = "SELECT id, class, name, numbered, bytes, newest, lost, crc32c FROM segments";

    private readonly List<string> _unread = [];

    private ReadableTables()
    {
    }

    /// <summary>The tables of records; empty when not read.</summary>
    public List<SegmentNote> Segments { get; } = [];

    /// <summary>The stretches that are done with, each with its table's number; empty when not read.</summary>
    public List<(long Segment, CountedSpan Hole)> Holes { get; } = [];

    /// <summary>The gateway's own records that wait and say something of others, with their classes.</summary>
    public List<(RecordClass Class, KeptBody Body)> Losses { get; } = [];

    /// <summary>The losses of a file that the damaged one followed.</summary>
    public List<UndeclaredLoss> Undeclared { get; } = [];

    /// <summary>Which batches are stored, oldest boot first.</summary>
    public List<PublisherNote> Publishers { get; } = [];

    /// <summary>The policy's own.</summary>
    public List<(string Key, byte[] Value)> PolicyState { get; } = [];

    /// <summary>The steps of the clock.</summary>
    public List<(long Sequence, long Step)> ClockSteps { get; } = [];

    /// <summary>Where the chains of seals stand.</summary>
    public Dictionary<RecordClass, SealPlace> Chains { get; } = [];

    /// <summary>The rows of records that no seal names yet.</summary>
    public List<UnsealedNote> Unsealed { get; } = [];

    /// <summary>How many damaged rows were ever set aside.</summary>
    public long Quarantined { get; private set; }

    /// <summary>The file's version; 0 when not known.</summary>
    public long Version { get; private set; }

    /// <summary>Whether all is known that tells how many records of each class must wait.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>The tables that could not be read.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Reads what can be read, and changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isLatest">Whether what SQLite reads is the last that was written: otherwise it counts nothing.</param>
    public static ReadableTables Read(string path, bool isLatest)
    {
        ReadableTables tables = new();
        try
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            tables.Version = SpoolVersion.Of(connection);
            tables.ReadAll(connection);
        }
        catch (SqliteException)
        {
            tables._unread.Add("sqlite_schema");
        }

        tables.IsCounted &= isLatest;
        return tables;
    }

    private void ReadAll(SqliteConnection connection)
    {
        if (Version == 1)
        {
            ReadOld(connection);
        }
        else
        {
            IsCounted = TryRead(connection, "segments", SegmentsSql, TryAddSegment, Segments.Clear)
                & TryRead(connection, "holes", HolesSql, TryAddHole, Holes.Clear)
                & TryRead(connection, "losses", "SELECT sequence, class, kind, body, crc32c FROM losses", TryAddLoss, Losses.Clear)
                & TryRead(connection, "undeclared", "SELECT first, last, reason, most, crc32c FROM undeclared", TryAddUndeclared, Undeclared.Clear);
            IsCounted &= SpoolSegments.Classes.All(recordClass => Segments.Exists(segment => segment.Id == (int)recordClass && segment.Class == recordClass));
        }

        _ = TryRead(connection, "publishers", $"SELECT robot, boot, last_batch, recent, {(Version == 1 ? "NULL" : "crc32c")} FROM publishers ORDER BY id", TryAddPublisher, Publishers.Clear);
        _ = Version == 1 || TryRead(connection, "policy_state", "SELECT key, value, crc32c FROM policy_state", TryAddPolicyState, PolicyState.Clear);
        _ = Version == 1 || TryRead(connection, "clock_steps", "SELECT sequence, step, crc32c FROM clock_steps", TryAddClockStep, ClockSteps.Clear);
        if (Version > 2 && !(TryRead(connection, "chains", "SELECT class, suite, sequence, digest, flags, epoch_before, numbered, crc32c FROM chains", TryAddChain, Chains.Clear)
            & TryRead(connection, "unsealed", "SELECT first, class, entries, crc32c FROM unsealed ORDER BY first", TryAddUnsealed, Unsealed.Clear)))
        {
            // One is nothing without the other.
            Chains.Clear();
            Unsealed.Clear();
        }

        _ = TryRead(connection, "meta", "SELECT value FROM meta WHERE key='quarantined'", row => (Quarantined = Math.Max(0, row.Integer(0))) >= 0, () => Quarantined = 0);
    }

    // Version 1 has one table for all, and notes only through which sequence it is done with.
    private void ReadOld(SqliteConnection connection)
        => _ = TryRead(connection, "meta", "SELECT value FROM meta WHERE key='trimmed' AND value>0", row => Add(Holes, (SpoolSchema.LegacySegment, new CountedSpan(new SequenceSpan(1, row.Integer(0)), row.Integer(0)))), Holes.Clear);

    private bool TryRead(SqliteConnection connection, string table, string sql, Func<SpoolStatement, bool> take, Action forget)
    {
        try
        {
            using SqliteCommand check = connection.CreateCommand();
            check.CommandText = $"PRAGMA quick_check({table})";
            bool sound = check.ExecuteScalar() as string == "ok";
            using SpoolStatement select = new(connection.Handle!, sql);
            while (sound && select.Step())
            {
                sound = take(select);
            }

            if (sound)
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is SqliteException or SpoolError)
        {
            // Not read: said below.
        }

        forget();
        _unread.Add(table);
        return false;
    }

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }

    private bool TryAddSegment(SpoolStatement row)
    {
        SegmentNote note = new((int)row.Integer(0), (RecordClass)row.Integer(1), row.Text(2) == SpoolSchema.LegacyTable, row.Integer(3), row.Integer(5));
        Segments.Add(note);
        return SpoolSchema.IsSegment(note.Id, note.Class, row.Text(2)) && row.Integer(7) == RowCheck.Of(note.Id, note.Numbered, row.Integer(4), note.Newest, row.Integer(6));
    }

    private bool TryAddHole(SpoolStatement row)
    {
        CountedSpan hole = new(new SequenceSpan(row.Integer(1), row.Integer(2)), row.Integer(3));
        Holes.Add((row.Integer(0), hole));
        return row.Integer(4) == RowCheck.Of(row.Integer(0), hole.Span.First, hole.Span.Last, hole.Count);
    }

    // One that is damaged is left out: its robot's next batches count as new, and at worst one is stored twice.
    private bool TryAddPublisher(SpoolStatement row)
    {
        PublisherNote note = new(row.Text(0), (uint)row.Integer(1), new StoredBatches(row.Integer(2), unchecked((ulong)row.Integer(3))));
        if (Version == 1 || row.Integer(4) == RowCheck.Of(note.Robot, note.Boot, note.Batches))
        {
            Publishers.Add(note);
        }

        return true;
    }

    private bool TryAddUndeclared(SpoolStatement row)
    {
        SequenceSpan span = new(row.Integer(0), row.Integer(1));
        Undeclared.Add(new UndeclaredLoss(span, (LossReason)row.Integer(2), row.Integer(3) == 0 ? span.Length : row.Integer(3)));
        return row.Integer(4) == RowCheck.Of(span.First, span.Last, row.Integer(2), row.Integer(3));
    }

    private bool TryAddLoss(SpoolStatement row)
    {
        Losses.Add(((RecordClass)row.Integer(1), new KeptBody(row.Integer(0), (RecordKind)row.Integer(2), row.Blob(3).ToArray())));
        return row.Integer(4) == RowCheck.Of(row.Integer(0), row.Integer(1), row.Integer(2), RowCheck.OfBytes(row.Blob(3)));
    }

    private bool TryAddChain(SpoolStatement row)
    {
        RecordClass recordClass = (RecordClass)row.Integer(0);
        return SpoolDatabase.PlaceOf(row, 1, recordClass) is { } place && Chains.TryAdd(recordClass, place);
    }

    private bool TryAddUnsealed(SpoolStatement row)
    {
        UnsealedNote note = new(row.Integer(0), (RecordClass)row.Integer(1), row.Blob(2).ToArray());
        Unsealed.Add(note);
        return row.Integer(3) == SealEntry.Check(note.First, (long)note.Class, note.Entries);
    }

    // What is damaged begins anew; the others' memory goes on.
    private bool TryAddPolicyState(SpoolStatement row)
    {
        if (row.Integer(2) == RowCheck.Of(RowCheck.OfBytes(row.Blob(0)), RowCheck.OfBytes(row.Blob(1))))
        {
            PolicyState.Add((row.Text(0), row.Blob(1).ToArray()));
        }
        else if (!_unread.Contains("policy_state"))
        {
            _unread.Add("policy_state");
        }

        return true;
    }

    private bool TryAddClockStep(SpoolStatement row)
    {
        if (row.Integer(2) == RowCheck.Of(row.Integer(0), row.Integer(1)))
        {
            ClockSteps.Add((row.Integer(0), row.Integer(1)));
        }

        return true;
    }
}
