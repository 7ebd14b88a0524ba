using System.Text;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>The tables of the spool's file (SPOOL.md, "The file"), how a file of an earlier version becomes one of this version in place, and what is read at the start.</summary>
internal static class SpoolSchema
{
    public const int Version = 3;

    // Its tables of records are those of this version.
    public const int FirstReadableVersion = 2;

    // A spool of version 1: one table for all classes. It stays, and drains in the order of telemetry.
    public const int LegacySegment = 5;
    public const string LegacyTable = "records";

    private const string RecordColumns = """
        (sequence INTEGER PRIMARY KEY,
          ordinal INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          handling INTEGER NOT NULL,
          revision INTEGER NOT NULL,
          robot TEXT NOT NULL,
          robot_boot INTEGER NOT NULL,
          stamp INTEGER NOT NULL,
          uncertainty INTEGER NOT NULL,
          received_utc INTEGER NOT NULL,
          frame BLOB NOT NULL,
          crc32c INTEGER NOT NULL)
        """;

    private const string FirstTables = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE publishers(
          id INTEGER PRIMARY KEY,
          robot TEXT NOT NULL,
          boot INTEGER NOT NULL,
          last_batch INTEGER NOT NULL,
          recent INTEGER NOT NULL,
          UNIQUE(robot, boot));
        CREATE TABLE quarantine(
          sequence INTEGER PRIMARY KEY,
          reason TEXT NOT NULL,
          found_utc INTEGER NOT NULL,
          class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c);
        """;

    private const string SecondTables = $"""
        CREATE TABLE records_safety{RecordColumns};
        CREATE TABLE records_event{RecordColumns};
        CREATE TABLE records_telemetry{RecordColumns};
        CREATE TABLE records_bulk{RecordColumns};
        CREATE TABLE segments(
          id INTEGER PRIMARY KEY,
          class INTEGER NOT NULL,
          name TEXT NOT NULL,
          numbered INTEGER NOT NULL,
          bytes INTEGER NOT NULL,
          newest INTEGER NOT NULL,
          lost INTEGER NOT NULL,
          crc32c INTEGER NOT NULL);
        INSERT INTO segments(id, class, name, numbered, bytes, newest, lost, crc32c) VALUES
          (1, 1, 'records_safety', 0, 0, 0, 0, 0),
          (2, 2, 'records_event', 0, 0, 0, 0, 0),
          (3, 3, 'records_telemetry', 0, 0, 0, 0, 0),
          (4, 4, 'records_bulk', 0, 0, 0, 0, 0);
        CREATE TABLE holes(segment INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, crc32c INTEGER NOT NULL, PRIMARY KEY(segment, first)) WITHOUT ROWID;
        CREATE TABLE undeclared(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, reason INTEGER NOT NULL, most INTEGER, crc32c INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE losses(sequence INTEGER PRIMARY KEY, class INTEGER NOT NULL DEFAULT 1, kind INTEGER NOT NULL DEFAULT 3, body BLOB NOT NULL, crc32c INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE policy_state(key TEXT PRIMARY KEY, value BLOB NOT NULL, crc32c INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE TABLE clock_steps(sequence INTEGER PRIMARY KEY, step INTEGER NOT NULL, crc32c INTEGER NOT NULL DEFAULT 0);
        ALTER TABLE publishers ADD COLUMN crc32c INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE quarantine ADD COLUMN kind;
        ALTER TABLE quarantine ADD COLUMN handling;
        ALTER TABLE quarantine ADD COLUMN revision;
        """;

    private const string ThirdTables = """
        CREATE TABLE chains(
          class INTEGER PRIMARY KEY,
          suite INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          digest BLOB NOT NULL,
          flags INTEGER NOT NULL,
          epoch_before INTEGER NOT NULL,
          numbered INTEGER NOT NULL,
          crc32c INTEGER NOT NULL);
        CREATE TABLE unsealed(first INTEGER PRIMARY KEY, class INTEGER NOT NULL, entries BLOB NOT NULL, crc32c INTEGER NOT NULL);
        """;

    // What each table of a new spool consists of: a bit that flips in the file's own description of them shows as a difference.
    private static readonly Lazy<Dictionary<string, string>> Columns = new(ReadNewColumns);

    private const string LegacyColumns = "sequence 1 INTEGER;class;robot;robot_boot;stamp;uncertainty;received_utc;frame;crc32c;";

    /// <summary>Makes the tables of a new spool.</summary>
    /// <param name="connection">The new database.</param>
    /// <param name="identity">Whose spool it is.</param>
    /// <param name="ceiling">The sequences up to it were given by a database that is lost, and are declared lost; 0 when there was none.</param>
    public static void Create(SqliteConnection connection, SpoolIdentity identity, long ceiling)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        CreateTables(connection);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO meta(key, value) VALUES ('gateway', $gateway), ('epoch', $epoch), ('quarantined', 0), ('crc32c', $check)";
        command.Parameters.AddWithValue("$check", RowCheck.Of(identity));
        command.Parameters.AddWithValue("$gateway", identity.Gateway);
        command.Parameters.AddWithValue("$epoch", identity.Epoch);
        command.ExecuteNonQuery();
        Seal(connection);
        GoOnAbove(connection, 0, ceiling, ceiling);
        SpoolFile.Execute(connection, $"PRAGMA application_id={SpoolFile.ApplicationId}; PRAGMA user_version={Version};");
        transaction.Commit();
    }

    /// <summary>Brings a file of an earlier version to this one, each version in one transaction and without touching its records.</summary>
    public static void Migrate(SqliteConnection connection, long version)
    {
        if (version == 1)
        {
            MigrateFirst(connection);
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        SpoolFile.Execute(connection, ThirdTables);
        long highest = SpoolFile.Scalar(connection, "SELECT max(newest) FROM segments");
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            long numbered = SpoolFile.Scalar(connection, $"SELECT sum(numbered) FROM segments WHERE class={(int)recordClass}");
            PutChain(connection, recordClass, SealPlace.Beginning(highest, again: false, numbered));
        }

        SpoolVersion.Note(connection);
        transaction.Commit();
    }

    /// <summary>Notes where a class's chain of seals stands.</summary>
    public static void PutChain(SqliteConnection connection, RecordClass recordClass, SealPlace place)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"INSERT OR REPLACE INTO chains(class, suite, sequence, digest, flags, epoch_before, numbered, crc32c) VALUES ({(int)recordClass}, {(int)place.Suite}, {place.Sequence}, $digest, {place.Flags}, {place.EpochBefore}, {place.Numbered}, {place.Check(recordClass)})";
        command.Parameters.AddWithValue("$digest", place.Digest);
        command.ExecuteNonQuery();
    }

    private static void MigrateFirst(SqliteConnection connection)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        SpoolFile.Execute(connection, SecondTables + "CREATE TABLE IF NOT EXISTS lost(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, reason TEXT NOT NULL, found_utc INTEGER NOT NULL);");
        long trimmed = SpoolFile.Scalar(connection, "SELECT value FROM meta WHERE key='trimmed'");
        long newest = new[]
        {
            trimmed,
            SpoolFile.Scalar(connection, "SELECT sequence FROM records ORDER BY sequence DESC LIMIT 1"),
            SpoolFile.Scalar(connection, "SELECT sequence FROM quarantine ORDER BY sequence DESC LIMIT 1"),
            SpoolFile.Scalar(connection, "SELECT max(last) FROM lost"),
        }.Max();
        long bytes = (SpoolFile.Scalar(connection, "PRAGMA page_count") - SpoolFile.Scalar(connection, "PRAGMA freelist_count")) * SpoolFile.Scalar(connection, "PRAGMA page_size");

        // What was trimmed is one hole; above it what was set aside or lost, and never told to anybody: that is declared now.
        SpoolFile.Execute(connection, $"""
            INSERT INTO segments(id, class, name, numbered, bytes, newest, lost, crc32c) VALUES ({LegacySegment}, {(int)RecordClass.Telemetry}, '{LegacyTable}', {newest}, {bytes}, {newest}, 0, 0);
            INSERT INTO holes(segment, first, last, count, crc32c) SELECT {LegacySegment}, max(first, {trimmed}+1), last, last-max(first, {trimmed}+1)+1, 0 FROM lost WHERE last>{trimmed};
            INSERT OR IGNORE INTO holes(segment, first, last, count, crc32c) SELECT {LegacySegment}, sequence, sequence, 1, 0 FROM quarantine WHERE sequence>{trimmed};
            INSERT OR REPLACE INTO undeclared(first, last, reason) SELECT sequence, sequence, {(int)LossReason.Damaged} FROM quarantine WHERE sequence>{trimmed};
            INSERT OR REPLACE INTO undeclared(first, last, reason) SELECT first, last, {(int)LossReason.Unreadable} FROM lost WHERE last>{trimmed};
            INSERT OR REPLACE INTO meta(key, value) SELECT 'quarantined', (SELECT count(*) FROM quarantine)+ifnull((SELECT value FROM meta WHERE key='quarantine_dropped'), 0);
            """);
        if (trimmed > 0)
        {
            SpoolFile.Execute(connection, $"INSERT INTO holes(segment, first, last, count, crc32c) VALUES ({LegacySegment}, 1, {trimmed}, {trimmed}, 0)");
        }

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key='gateway'";
        SpoolIdentity identity = new(command.ExecuteScalar() as string ?? "", SpoolFile.Scalar(connection, "SELECT value FROM meta WHERE key='epoch'"));
        SpoolFile.Execute(connection, $"INSERT INTO meta(key, value) VALUES ('crc32c', {RowCheck.Of(identity)})");
        Seal(connection);
        SpoolFile.Execute(connection, "PRAGMA user_version=2");
        transaction.Commit();
    }

    /// <summary>Gives every row that is checked the checksum of what it says now.</summary>
    public static void Seal(SqliteConnection connection)
    {
        connection.CreateFunction("row_check", (object?[] values) => RowCheck.Of([.. values.Select(Counted)]), isDeterministic: true);
        SpoolFile.Execute(connection, """
            UPDATE segments SET crc32c=row_check(id, numbered, bytes, newest, lost);
            UPDATE holes SET crc32c=row_check(segment, first, last, count);
            UPDATE publishers SET crc32c=row_check(robot, boot, last_batch, recent);
            UPDATE undeclared SET crc32c=row_check(first, last, reason, ifnull(most, 0));
            UPDATE losses SET crc32c=row_check(sequence, class, kind, body);
            UPDATE policy_state SET crc32c=row_check(key, value);
            UPDATE clock_steps SET crc32c=row_check(sequence, step);
            """);
    }

    /// <summary>
    /// Leaves out the numbers through a ceiling that a lost or later state of the file may have given, and notes them for declaring. Seals may have been among them: the
    /// chains begin again.
    /// </summary>
    /// <param name="connection">The database.</param>
    /// <param name="highest">The highest number that it knows.</param>
    /// <param name="ceiling">None above it was ever given.</param>
    /// <param name="most">The most records that can be lost.</param>
    public static void GoOnAbove(SqliteConnection connection, long highest, long ceiling, long most)
    {
        if (ceiling <= highest)
        {
            return;
        }

        long atMost = Math.Clamp(most, 1, ceiling - highest);
        int safety = (int)RecordClass.Safety;
        long numbered = SpoolFile.Scalar(connection, $"SELECT numbered FROM segments WHERE id={safety}");
        long bytes = SpoolFile.Scalar(connection, $"SELECT bytes FROM segments WHERE id={safety}");
        long newest = SpoolFile.Scalar(connection, $"SELECT newest FROM segments WHERE id={safety}");
        long lost = SpoolFile.Scalar(connection, $"SELECT lost FROM segments WHERE id={safety}");
        ThrowUnless(SpoolFile.Scalar(connection, $"SELECT crc32c FROM segments WHERE id={safety}") == RowCheck.Of(safety, numbered, bytes, newest, lost), "segments");
        SpoolFile.Execute(connection, $"""
            SAVEPOINT above;
            INSERT OR REPLACE INTO undeclared(first, last, reason, most, crc32c) VALUES ({highest + 1}, {ceiling}, {(int)LossReason.Unreadable}, {atMost}, {RowCheck.Of(highest + 1, ceiling, (int)LossReason.Unreadable, atMost)});
            DELETE FROM chains;
            DELETE FROM unsealed;
            UPDATE segments SET newest={ceiling}, crc32c={RowCheck.Of(safety, numbered, bytes, ceiling, lost)} WHERE id={safety};
            RELEASE above;
            """);
    }

    /// <summary>Reads what each table holds: as long for many records as for none.</summary>
    public static SpoolSegments ReadSegments(SqliteConnection connection)
    {
        sqlite3 handle = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        List<SpoolSegment> segments = [];
        Dictionary<string, string> found = ReadColumns(connection);
        using SpoolStatement select = new(handle, "SELECT id, class, name, numbered, bytes, newest, lost, crc32c FROM segments");
        while (select.Step())
        {
            int id = (int)select.Integer(0);
            ThrowUnless(select.Integer(7) == RowCheck.Of(id, select.Integer(3), select.Integer(4), select.Integer(5), select.Integer(6)), "segments");
            CountedSpan[] holes = ReadHoles(handle, id);
            SegmentCounters counters = new()
            {
                Numbered = select.Integer(3),
                Gone = holes.Sum(hole => hole.Count),
                Bytes = select.Integer(4),
                Newest = select.Integer(5),
                Lost = select.Integer(6),
            };
            RecordClass recordClass = (RecordClass)select.Integer(1);
            string table = select.Text(2);
            ThrowUnless(IsSegment(id, recordClass, table), "segments");
            ThrowUnless(found.GetValueOrDefault(table) == (table == LegacyTable ? LegacyColumns : Columns.Value[TableOf(recordClass)]), table);
            segments.Add(new SpoolSegment(id, recordClass, table, table == LegacyTable, counters, holes));
        }

        ThrowUnless(SpoolSegments.Classes.All(recordClass => segments.Exists(segment => segment.Id == (int)recordClass)), "segments");
        return new SpoolSegments(segments);
    }

    /// <summary>Throws where the tables are not those of this version, or where one that is small, and that nothing goes on without, is damaged.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static void Check(SqliteConnection connection)
    {
        Dictionary<string, string> found = ReadColumns(connection);
        foreach ((string table, string columns) in Columns.Value)
        {
            ThrowUnless(found.GetValueOrDefault(table) == columns, table);
        }

        SchemaText.Check(connection);
        foreach (string table in (ReadOnlySpan<string>)["meta", "publishers", "segments", "holes", "undeclared", "losses", "policy_state", "clock_steps", "chains", "unsealed"])
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA quick_check({table})";
            ThrowUnless(command.ExecuteScalar() as string == "ok", table);
        }
    }

    /// <summary>Throws where something is not what it must be.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static void ThrowUnless(bool sound, string table)
    {
        if (!sound)
        {
            throw new SqliteException($"{table} is damaged", raw.SQLITE_CORRUPT);
        }
    }

    /// <summary>The table that a class's new records go into.</summary>
    public static string TableOf(RecordClass recordClass) => recordClass switch
    {
        RecordClass.Safety => "records_safety",
        RecordClass.Event => "records_event",
        RecordClass.Telemetry => "records_telemetry",
        _ => "records_bulk",
    };

    /// <summary>Whether a row of the table of tables says what one can say: what no checksum covers follows from the number.</summary>
    public static bool IsSegment(int id, RecordClass recordClass, string table)
        => recordClass is >= RecordClass.Safety and <= RecordClass.Bulk
            && (id is >= (int)RecordClass.Safety and <= (int)RecordClass.Bulk ? id == (int)recordClass && table == TableOf(recordClass)
                : id > 0 && (table == ClosedTable(recordClass, id) || (id == LegacySegment && table == LegacyTable)));

    /// <summary>The name that a class's table goes on under when it is closed.</summary>
    public static string ClosedTable(RecordClass recordClass, int id) => $"{TableOf(recordClass)}_{id}";

    /// <summary>Makes a table of records.</summary>
    public static string CreateTable(string table) => $"CREATE TABLE {table}{RecordColumns}";

    /// <summary>Makes all tables of a new spool.</summary>
    public static void CreateTables(SqliteConnection connection) => SpoolFile.Execute(connection, FirstTables + SecondTables + ThirdTables);

    /// <summary>The holes of a table, as the connection's open transaction sees them.</summary>
    public static CountedSpan[] ReadHoles(sqlite3 handle, int segment)
    {
        List<CountedSpan> holes = [];
        using SpoolStatement select = new(handle, "SELECT first, last, count, crc32c FROM holes WHERE segment=?1 ORDER BY first");
        select.Bind(1, segment);
        while (select.Step())
        {
            ThrowUnless(select.Integer(3) == RowCheck.Of(segment, select.Integer(0), select.Integer(1), select.Integer(2)), "holes");
            CountedSpan hole = new(new SequenceSpan(select.Integer(0), select.Integer(1)), select.Integer(2));

            // They come in their order, so one touches the one before or none.
            if (holes.Count > 0 && holes[^1] is var before && hole.Span.First <= before.Span.Last + 1)
            {
                holes[^1] = new CountedSpan(before.Span with { Last = Math.Max(before.Span.Last, hole.Span.Last) }, before.Count + hole.Count);
            }
            else
            {
                holes.Add(hole);
            }
        }

        return [.. holes];
    }

    private static Dictionary<string, string> ReadNewColumns()
    {
        using SqliteConnection connection = new("Data Source=:memory:;Pooling=False");
        connection.Open();
        CreateTables(connection);
        return ReadColumns(connection);
    }

    // Of a key's column the type matters as well: another one makes it another kind of table.
    private static Dictionary<string, string> ReadColumns(SqliteConnection connection)
    {
        Dictionary<string, string> columns = [];
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = "SELECT m.name, p.name, p.pk, p.type FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type='table'";
        using SqliteDataReader row = select.ExecuteReader();
        while (row.Read())
        {
            string table = row.GetString(0);
            columns[table] = $"{columns.GetValueOrDefault(table)}{row.GetString(1)}{(row.GetInt64(2) > 0 ? $" {row.GetInt64(2)} {row.GetString(3)}" : "")};";
        }

        return columns;
    }

    private static long Counted(object? value) => value switch
    {
        long integer => integer,
        string text => RowCheck.OfBytes(Encoding.UTF8.GetBytes(text)),
        byte[] blob => RowCheck.OfBytes(blob),
        _ => 0,
    };
}
