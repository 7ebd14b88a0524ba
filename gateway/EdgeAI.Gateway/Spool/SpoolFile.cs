using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// Opens the spool's database: creates it, or checks that it is one of ours, of this version and of this gateway.
/// The file is recognised by its application id, so that a foreign database is refused and never written to.
/// </summary>
internal static class SpoolFile
{
    public const string FileName = "spool.db";
    public const int SchemaVersion = 1;

    // "EAIS" in ASCII, the SQLite file header's application id (SQLite file format, section 1.3.17).
    public const int ApplicationId = 0x45414953;

    // 3.7.0 to 3.51.2 have the WAL-reset bug that loses committed writes.
    private const int MinimumSqliteVersion = 3_051_003;

    private const string Schema = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE records(
          sequence INTEGER PRIMARY KEY,
          class INTEGER NOT NULL,
          robot TEXT NOT NULL,
          robot_boot INTEGER NOT NULL,
          stamp INTEGER NOT NULL,
          uncertainty INTEGER NOT NULL,
          received_utc INTEGER NOT NULL,
          frame BLOB NOT NULL,
          crc32c INTEGER NOT NULL);
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

    // Came later: a spool of before gets it when it is opened, and a gateway of before does not mind it.
    private const string LostSchema = """
        CREATE TABLE IF NOT EXISTS lost(
          first INTEGER PRIMARY KEY,
          last INTEGER NOT NULL,
          reason TEXT NOT NULL,
          found_utc INTEGER NOT NULL);
        """;

    static SpoolFile() => Batteries_V2.Init();

    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Throws unless the SQLite library is one that keeps what it commits.</summary>
    /// <exception cref="GatewayException">The library is too old.</exception>
    public static void CheckLibrary(int versionNumber, string versionText)
    {
        if (versionNumber < MinimumSqliteVersion)
        {
            throw new GatewayException($"the SQLite library is {versionText}, which can lose committed writes (WAL-reset bug): use 3.51.3 or newer, as the Microsoft.Data.Sqlite package brings it");
        }
    }

    /// <summary>Opens the database for writing.</summary>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public static SqliteConnection Open(SpoolOptions options, out SpoolIdentity identity)
    {
        CheckLibrary(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string());
        string path = PathIn(options.Folder);
        SqliteConnection? connection = null;
        try
        {
            bool exists = File.Exists(path) && new FileInfo(path).Length > 0;
            connection = Connect(options);
            if (exists)
            {
                CheckOwnership(connection, path);
            }

            Configure(connection, options);
            identity = ReadIdentity(connection, options);

            // Always: the start that created the file may have been cut off before it came to this.
            FolderSync.Flush(options.Folder);
            FolderSync.FlushParent(options.Folder);

            return connection;
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            throw Explain(options, exception);
        }
    }

    /// <summary>Says in one line which file could not be opened, why, and what to do.</summary>
    public static GatewayException Explain(SpoolOptions options, Exception exception)
    {
        string path = PathIn(options.Folder);
        int? code = exception switch
        {
            SqliteException sqlite => sqlite.SqliteErrorCode,
            SpoolError error => error.Code,
            _ => null,
        };
        return (exception, code) switch
        {
            (GatewayException known, _) => known,
            (_, raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT) => new GatewayException($"{path} is damaged or not a spool: move it away to start a new one, and keep it: what it held is lost unless it is repaired by hand", exception),
            _ => new GatewayException($"{path} cannot be opened ({exception.Message.ReplaceLineEndings(" ")}): check the folder's rights and free space", exception),
        };
    }

    /// <summary>Opens another connection to a database that <see cref="Open"/> has checked.</summary>
    public static SqliteConnection Connect(SpoolOptions options)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = PathIn(options.Folder),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            Vfs = options.Vfs,
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void CheckOwnership(SqliteConnection connection, string path)
    {
        long application = Scalar(connection, "PRAGMA application_id");
        long version = Scalar(connection, "PRAGMA user_version");
        long tables = Scalar(connection, "SELECT count(*) FROM sqlite_master");
        if (application == 0 && version == 0 && tables == 0)
        {
            return; // The first start was cut off before the schema was committed.
        }

        if (application != ApplicationId)
        {
            throw new GatewayException($"{path} is another program's database: give the gateway a folder of its own");
        }

        if (version != SchemaVersion)
        {
            throw new GatewayException($"{path} has schema version {version}, this gateway knows {SchemaVersion}: run the gateway that wrote it, or drain it there and start with an empty folder");
        }
    }

    private static void Configure(SqliteConnection connection, SpoolOptions options)
    {
        Execute(connection, "PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864;");
        Execute(connection, options.WithoutSync ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        if (Scalar(connection, "PRAGMA user_version") == 0)
        {
            CreateSchema(connection, options);
        }

        Execute(connection, LostSchema);
    }

    private static void CreateSchema(SqliteConnection connection, SpoolOptions options)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        Execute(connection, Schema);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO meta(key, value) VALUES ('gateway', $gateway), ('epoch', $epoch), ('trimmed', 0)";
        command.Parameters.AddWithValue("$gateway", options.Gateway);
        command.Parameters.AddWithValue("$epoch", DrawEpoch());
        command.ExecuteNonQuery();
        Execute(connection, $"PRAGMA application_id={ApplicationId}; PRAGMA user_version={SchemaVersion};");
        transaction.Commit();
    }

    private static SpoolIdentity ReadIdentity(SqliteConnection connection, SpoolOptions options)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key='gateway'";
        string gateway = command.ExecuteScalar() as string ?? "";
        if (gateway != options.Gateway)
        {
            throw new GatewayException($"{PathIn(options.Folder)} belongs to gateway '{gateway}', not '{options.Gateway}': give each gateway a folder of its own");
        }

        return new SpoolIdentity(gateway, Scalar(connection, "SELECT value FROM meta WHERE key='epoch'"));
    }

    // Random rather than a time: a gateway without a battery-backed clock starts every life in 1970.
    private static long DrawEpoch()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BitConverter.ToInt64(bytes) & long.MaxValue);
    }
}
