using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// The new file, while it is filled: without a journal and without syncs, since nobody opens it before it is whole and synced.
/// </summary>
internal sealed class SalvageTarget : IDisposable
{
    private const int CacheKibibytes = 8 << 10;
    private const int NumberedAtOnce = 4096;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly SpoolStatement[] _inserts;

    /// <summary>Makes the file with its tables.</summary>
    public SalvageTarget(string path, SpoolIdentity identity)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ConnectionString);
        try
        {
            _connection.Open();
            SpoolFile.Execute(_connection, $"PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-{CacheKibibytes}; PRAGMA secure_delete=OFF;");
            SpoolSchema.Create(_connection, identity, ceiling: 0);
            _handle = _connection.Handle!;
            SpoolFile.Execute(_connection, "BEGIN IMMEDIATE");
            _inserts = [.. SpoolSegments.Classes.Select(Insert)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SqliteConnection Connection => _connection;

    /// <summary>Adds a record; one that is there already stays as it is.</summary>
    public void Add(in GatewayRecord record)
        => _inserts[(int)record.Class - 1].Bind(1, record.Sequence).Bind(2, (long)record.Kind).Bind(3, record.Handling).Bind(4, record.PolicyRevision).BindText(5, record.Robot)
            .Bind(6, record.RobotBoot).Bind(7, record.UtcNanoseconds).Bind(8, record.UncertaintyNanoseconds).Bind(9, record.ReceivedUtcNanoseconds)
            .BindBlob(10, record.Frame).Bind(11, record.Checksum).Execute();

    /// <summary>Gives a class's records their ordinals, by their sequences, and notes what the table holds; how many records.</summary>
    /// <param name="recordClass">The class.</param>
    /// <param name="newest">No record of any class that comes has a sequence up to it; 0 to go by the records.</param>
    public long Number(RecordClass recordClass, long newest)
    {
        string table = SpoolSchema.TableOf(recordClass);
        long numbered = 0;
        long last = 0;
        using (SpoolStatement select = new(_handle, $"SELECT sequence FROM {table} WHERE sequence>?1 ORDER BY sequence LIMIT {NumberedAtOnce}"))
        using (SpoolStatement update = new(_handle, $"UPDATE {table} SET ordinal=?2 WHERE sequence=?1"))
        {
            List<long> sequences = [];
            do
            {
                sequences.Clear();
                select.Bind(1, last);
                while (select.Step())
                {
                    sequences.Add(select.Integer(0));
                }

                select.Reset();
                foreach (long sequence in sequences)
                {
                    update.Bind(1, sequence).Bind(2, ++numbered).Execute();
                    last = sequence;
                }
            }
            while (sequences.Count == NumberedAtOnce);
        }

        long bytes = Scalar($"SELECT ifnull(sum(length(frame)+length(robot)+{SegmentStatements.RowOverhead}), 0) FROM {table}");
        SpoolFile.Execute(_connection, $"UPDATE segments SET numbered={numbered}, bytes={bytes}, newest={Math.Max(newest, last)} WHERE id={(int)recordClass}");
        return numbered;
    }

    /// <summary>Carries over the small tables.</summary>
    public void AddTables(ReadableTables tables)
    {
        foreach (PublisherNote publisher in tables.Publishers)
        {
            Execute("INSERT OR IGNORE INTO publishers(robot, boot, last_batch, recent, crc32c) VALUES ($robot, $boot, $last, $recent, $check)", ("$robot", publisher.Robot), ("$boot", (long)publisher.Boot), ("$last", publisher.Batches.Last), ("$recent", unchecked((long)publisher.Batches.Recent)), ("$check", RowCheck.Of(publisher.Robot, publisher.Boot, publisher.Batches)));
        }

        foreach ((string key, byte[] value) in tables.PolicyState)
        {
            Execute("INSERT OR IGNORE INTO policy_state(key, value) VALUES ($key, $value)", ("$key", key), ("$value", value));
        }

        foreach ((long sequence, long step) in tables.ClockSteps)
        {
            Execute("INSERT OR IGNORE INTO clock_steps(sequence, step) VALUES ($sequence, $step)", ("$sequence", sequence), ("$step", step));
        }

        SpoolFile.Execute(_connection, $"UPDATE meta SET value={tables.Quarantined} WHERE key='quarantined'; INSERT INTO losses(sequence, class, kind, body) SELECT sequence, {(int)RecordClass.Safety}, kind, frame FROM records_safety WHERE kind={(int)RecordKind.DeclaredLoss} UNION ALL SELECT sequence, {(int)RecordClass.Event}, kind, frame FROM records_event WHERE kind IN ({(int)RecordKind.Withheld}, {(int)RecordKind.PolicyChange})");
    }

    /// <summary>
    /// Carries over where a class's chain of seals stands, and what no seal names yet; where the damaged file does not say it, or may have given numbers that it
    /// does not know, the chain begins again. What is stored here afterwards, the next start adds to it.
    /// </summary>
    /// <param name="recordClass">The class.</param>
    /// <param name="tables">What the damaged file says.</param>
    /// <param name="isLatest">Whether it knows all numbers that were given.</param>
    /// <param name="last">The last number that may have been given.</param>
    /// <param name="carried">The class's records that are carried over.</param>
    public void AddChain(RecordClass recordClass, ReadableTables tables, bool isLatest, long last, long carried)
    {
        if (!isLatest || !tables.Chains.TryGetValue(recordClass, out SealPlace? place))
        {
            // Where the file's version is not known either, there may have been seals.
            SpoolSchema.PutChain(_connection, recordClass, SealPlace.Beginning(last, again: tables.Version is 0 or > 2, carried));
            return;
        }

        int entries = 0;
        foreach (UnsealedNote note in tables.Unsealed.Where(note => note.Class == recordClass))
        {
            entries += note.Entries.Length / SealEntry.Length;
            Execute("INSERT INTO unsealed(first, class, entries, crc32c) VALUES ($first, $class, $entries, $check)", ("$first", note.First), ("$class", (long)recordClass), ("$entries", note.Entries), ("$check", SealEntry.Check(note.First, (long)recordClass, note.Entries)));
        }

        SpoolSchema.PutChain(_connection, recordClass, place with { Numbered = carried - entries });
    }

    public long Scalar(string sql) => SpoolFile.Scalar(_connection, sql);

    /// <summary>Ends the filling.</summary>
    public void Commit()
    {
        SpoolSchema.Seal(_connection);
        SpoolFile.Execute(_connection, "COMMIT");
    }

    public void Dispose()
    {
        Array.ForEach(_inserts ?? [], insert => insert.Dispose());
        _connection.Dispose();
    }

    private SpoolStatement Insert(RecordClass recordClass)
        => new(_handle, $"INSERT OR IGNORE INTO {SpoolSchema.TableOf(recordClass)}(sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
