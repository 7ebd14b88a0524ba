using EdgeAI.Gateway.Spool.Files;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Downlink;

/// <summary>The downlink's SQLite file: one connection, one transaction at a time. Synced in full at every commit.</summary>
internal sealed class DownlinkDatabase : IDisposable
{
    public const string FileName = "downlink.db";

    // "EAID" in ASCII, the SQLite file header's application id (SQLite file format, section 1.3.17).
    public const int ApplicationId = 0x45414944;
    public const int SchemaVersion = 2;

    // SQLite result codes (sqlite.org/rescode.html): the disk does not give its bytes, the file is damaged, or is no database.
    private const int DiskFails = 10;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private const string Schema = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE commands(
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id BLOB NOT NULL UNIQUE,
          target TEXT NOT NULL,
          envelope BLOB NOT NULL,
          not_before INTEGER NOT NULL,
          expires INTEGER NOT NULL,
          state INTEGER NOT NULL,
          reason INTEGER NOT NULL,
          detail BLOB NOT NULL,
          at INTEGER NOT NULL,
          sent INTEGER NOT NULL,
          settled INTEGER NOT NULL,
          rollout BLOB);
        CREATE INDEX commands_settled ON commands(expires) WHERE settled=1;
        CREATE TABLE reports(number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
        CREATE TABLE rollouts(
          id BLOB PRIMARY KEY,
          manifest BLOB NOT NULL,
          phase INTEGER NOT NULL,
          stage INTEGER NOT NULL,
          since INTEGER NOT NULL,
          outcome TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO meta(key, value) VALUES ('forgotten_through', 0);
        """;

    // The indexes answer what is asked each second without a look at the envelopes.
    private const string SecondVersion = """
        DROP INDEX IF EXISTS commands_waiting;
        CREATE INDEX commands_waiting ON commands(number, id, target, not_before, expires, state, sent) WHERE settled=0;
        CREATE INDEX commands_taken ON commands(settled) WHERE rollout IS NULL;
        CREATE TABLE reused(id BLOB PRIMARY KEY) WITHOUT ROWID;
        ALTER TABLE rollouts ADD COLUMN elapsed INTEGER NOT NULL DEFAULT 0;
        """;

    private readonly object _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Action<DownlinkStep>? _atStep;

    private DownlinkDatabase(SqliteConnection connection, Action<DownlinkStep>? atStep)
    {
        _connection = connection;
        _atStep = atStep;
    }

    /// <summary>Where a damaged file was kept aside at the opening; empty if it was sound.</summary>
    public string SetAside { get; private set; } = "";

    /// <summary>Opens the file, creating it where there is none; a damaged one is kept aside, and a new one begun: records must not wait for it.</summary>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public static DownlinkDatabase OpenOrSetAside(DownlinkOptions options)
    {
        try
        {
            return Open(options, isExamined: true);
        }
        catch (GatewayException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: DiskFails or Corrupt or NotADatabase })
        {
            string path = Path.Combine(options.Folder, FileName);
            string aside = $"{path}.damaged-{options.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
            foreach (string part in (string[])["", "-wal", "-shm"])
            {
                if (File.Exists(path + part))
                {
                    File.Move(path + part, aside + part, overwrite: true);
                }
            }

            DownlinkDatabase fresh = Open(options);
            fresh.SetAside = aside;
            return fresh;
        }
    }

    /// <summary>Opens the file, creating it where there is none.</summary>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public static DownlinkDatabase Open(DownlinkOptions options) => Open(options, isExamined: false);

    private static DownlinkDatabase Open(DownlinkOptions options, bool isExamined)
    {
        string path = Path.Combine(options.Folder, FileName);
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(options.Folder);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
            connection.Open();
            DownlinkDatabase database = new(connection, options.AtStep);
            database.Prepare(path, options.WithoutSync, isExamined);

            // The start that created the file may have been cut off before it came to this.
            FolderSync.Flush(options.Folder);
            FolderSync.FlushParent(options.Folder);
            return database;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            connection?.Dispose();
            throw new GatewayException($"{path} cannot be opened ({exception.Message.ReplaceLineEndings(" ")}): check the folder's rights and free space; if the file is damaged, move it away: commands that it held may then be done a second time", exception);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Does some work in one transaction, which is on disk when the call returns.</summary>
    /// <param name="before">The step before the commit.</param>
    /// <param name="after">The step after it.</param>
    /// <param name="work">The work; what it throws rolls back.</param>
    public T Write<T>(DownlinkStep before, DownlinkStep after, Func<T> work)
    {
        lock (_gate)
        {
            T result;
            using (SqliteTransaction transaction = _connection.BeginTransaction())
            {
                result = work();
                _atStep?.Invoke(before);
                transaction.Commit();
            }

            _atStep?.Invoke(after);
            return result;
        }
    }

    /// <summary>Reads without a transaction of its own.</summary>
    public T Read<T>(Func<T> work)
    {
        lock (_gate)
        {
            return work();
        }
    }

    /// <summary>Tells the test at which step the gateway is.</summary>
    public void At(DownlinkStep step) => _atStep?.Invoke(step);

    /// <summary>Runs a statement; within <see cref="Write"/> or <see cref="Read"/>.</summary>
    /// <returns>The rows that changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object> values)
    {
        using SqliteCommand command = Make(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads one number, 0 where there is none; within <see cref="Write"/> or <see cref="Read"/>.</summary>
    public long Scalar(string sql, params ReadOnlySpan<object> values)
    {
        using SqliteCommand command = Make(sql, values);
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>Reads rows; within <see cref="Write"/> or <see cref="Read"/>.</summary>
    public List<T> Query<T>(Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object> values)
    {
        using SqliteCommand command = Make(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private SqliteCommand Make(string sql, ReadOnlySpan<object> values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters.AddWithValue($"?{index + 1}", values[index]);
        }

        return command;
    }

    private void Prepare(string path, bool withoutSync, bool isExamined)
    {
        SpoolFile.CheckLibrary(SQLitePCL.raw.sqlite3_libversion_number(), _connection.ServerVersion);
        Execute("PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=4194304;");
        Execute(withoutSync ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        long version = Scalar("PRAGMA user_version");
        long application = Scalar("PRAGMA application_id");
        if (version == 0 && application == 0)
        {
            if (Scalar("SELECT count(*) FROM sqlite_master") != 0)
            {
                throw new GatewayException($"{path} is another program's database: give the gateway a folder of its own");
            }

            using SqliteTransaction transaction = _connection.BeginTransaction();
            Execute(Schema);
            Execute(SecondVersion);
            Execute($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={SchemaVersion};");
            transaction.Commit();
            return;
        }

        if (application != ApplicationId || version is < 1 or > SchemaVersion)
        {
            throw new GatewayException($"{path} is {(application == ApplicationId ? $"of schema version {version}, this gateway knows {SchemaVersion}: run the gateway that wrote it" : "another program's database: give the gateway a folder of its own")}");
        }

        if (isExamined && Query(static row => row.GetString(0), "PRAGMA quick_check(1)") is [not "ok" and { } fault])
        {
            throw new SqliteException(fault, Corrupt);
        }

        if (version == 1)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            Execute(SecondVersion);
            Execute($"PRAGMA user_version={SchemaVersion};");
            transaction.Commit();
        }
    }
}
