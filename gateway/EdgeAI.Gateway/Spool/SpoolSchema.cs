using EdgeAI.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>The tables of the spool's file (SPOOL.md, "The file"), how a file of version 1 becomes one of this version in place, and what is read at the start.</summary>
internal static class SpoolSchema
{
    public const int Version = 2;

    // A spool of version 1: one table for all classes. It stays, and drains in the order of telemetry.
    private const int LegacySegment = 5;
    private const string LegacyTable = "records";

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
        CREATE TABLE undeclared(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, reason INTEGER NOT NULL);
        CREATE TABLE losses(sequence INTEGER PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE policy_state(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE clock_steps(sequence INTEGER PRIMARY KEY, step INTEGER NOT NULL);
        ALTER TABLE quarantine ADD COLUMN kind;
        ALTER TABLE quarantine ADD COLUMN handling;
        ALTER TABLE quarantine ADD COLUMN revision;
        """;

    /// <summary>Makes the tables of a new spool.</summary>
    /// <param name="connection">The new database.</param>
    /// <param name="identity">Whose spool it is.</param>
    /// <param name="ceiling">The sequences up to it were given by a database that is lost, and are declared lost; 0 when there was none.</param>
    public static void Create(SqliteConnection connection, SpoolIdentity identity, long ceiling)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        SpoolFile.Execute(connection, FirstTables + SecondTables);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO meta(key, value) VALUES ('gateway', $gateway), ('epoch', $epoch), ('quarantined', 0), ('crc32c', $check)";
        command.Parameters.AddWithValue("$check", RowCheck.Of(identity));
        command.Parameters.AddWithValue("$gateway", identity.Gateway);
        command.Parameters.AddWithValue("$epoch", identity.Epoch);
        command.ExecuteNonQuery();
        GoOnAbove(connection, 0, ceiling);
        Seal(connection);
        SpoolFile.Execute(connection, $"PRAGMA application_id={SpoolFile.ApplicationId}; PRAGMA user_version={Version};");
        transaction.Commit();
    }

    /// <summary>Brings a file of version 1 to this one, in one transaction and without touching its records.</summary>
    public static void Migrate(SqliteConnection connection)
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
        SpoolFile.Execute(connection, $"PRAGMA user_version={Version};");
        transaction.Commit();
    }

    /// <summary>Gives every segment and every hole the checksum of what it says now.</summary>
    public static void Seal(SqliteConnection connection)
    {
        List<string> updates = [];
        using (SqliteCommand select = connection.CreateCommand())
        {
            select.CommandText = "SELECT id, numbered, bytes, newest, lost, NULL FROM segments UNION ALL SELECT segment, first, last, count, NULL, 1 FROM holes";
            using SqliteDataReader row = select.ExecuteReader();
            while (row.Read())
            {
                updates.Add(row.IsDBNull(5)
                    ? $"UPDATE segments SET crc32c={RowCheck.Of(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))} WHERE id={row.GetInt64(0)};"
                    : $"UPDATE holes SET crc32c={RowCheck.Of(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))} WHERE segment={row.GetInt64(0)} AND first={row.GetInt64(1)};");
            }
        }

        updates.ForEach(update => SpoolFile.Execute(connection, update));
    }

    /// <summary>Leaves out the numbers through a ceiling that a lost or later state of the file may have given, and notes them for declaring.</summary>
    public static void GoOnAbove(SqliteConnection connection, long highest, long ceiling)
    {
        if (ceiling > highest)
        {
            SpoolFile.Execute(connection, $"INSERT OR REPLACE INTO undeclared(first, last, reason) VALUES ({highest + 1}, {ceiling}, {(int)LossReason.Unreadable}); UPDATE segments SET newest={ceiling} WHERE id={(int)RecordClass.Safety}");
        }
    }

    /// <summary>Reads what each table holds: as long for many records as for none.</summary>
    public static SpoolSegments ReadSegments(SqliteConnection connection)
    {
        sqlite3 handle = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        List<SpoolSegment> segments = [];
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
            segments.Add(new SpoolSegment(id, (RecordClass)select.Integer(1), select.Text(2), id == LegacySegment, counters, holes));
        }

        return new SpoolSegments(segments);
    }

    /// <summary>Throws where a table that is small, and that nothing goes on without, is damaged.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static void Check(SqliteConnection connection)
    {
        foreach (string table in (ReadOnlySpan<string>)["meta", "publishers", "segments", "holes", "undeclared", "losses", "policy_state", "clock_steps"])
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA quick_check({table})";
            string found = command.ExecuteScalar() as string ?? "";
            ThrowUnless(found == "ok", table);
        }
    }

    /// <summary>Throws where something is not what it must be.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static void ThrowUnless(bool sound, string table)
    {
        if (!sound)
        {
            throw new SqliteException($"table {table} is damaged", raw.SQLITE_CORRUPT);
        }
    }

    /// <summary>The columns of a new table of records.</summary>
    public static string CreateTable(string table) => $"CREATE TABLE {table}{RecordColumns}";

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
}
