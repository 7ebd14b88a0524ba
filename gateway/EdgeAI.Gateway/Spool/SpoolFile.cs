using System.Security.Cryptography;
using EdgeAI.Gateway.Spool.Salvage;
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
    // "EAIS" in ASCII, the SQLite file header's application id (SQLite file format, section 1.3.17).
    public const int ApplicationId = 0x45414953;

    // 3.7.0 to 3.51.2 have the WAL-reset bug that loses committed writes.
    private const int MinimumSqliteVersion = 3_051_003;

    // The pages kept in memory, whatever the file's length: what a large transaction touches, and what a reader walks through.
    private const int WriterCacheKibibytes = 8 << 10;
    private const int ReaderCacheKibibytes = 1 << 10;

    // The journal grows to this many pages before a commit takes the time to empty it into the database, and is as long in between.
    private const int CheckpointPages = 4000;

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
    /// <param name="options">Where.</param>
    /// <param name="identity">Whose spool it is.</param>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public static SqliteConnection Open(SpoolOptions options, out SpoolIdentity identity)
    {
        CheckLibrary(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string());
        string path = PathIn(options.Folder);
        SqliteConnection? connection = null;
        try
        {
            bool exists = File.Exists(path) && new FileInfo(path).Length > 0;
            if (exists)
            {
                // SQLite would leave out what follows the damage, and number new records like those.
                CheckJournal(path);
            }

            connection = Connect(options, WriterCacheKibibytes);
            if (exists)
            {
                CheckOwnership(connection, path);
            }

            Configure(connection, options);
            SyncJournal(connection);
            identity = ReadOwnIdentity(connection, options);

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

    /// <summary>Whether an exception of opening says that the file is damaged; statements that do not fit the tables say so too.</summary>
    public static bool IsDamage(Exception exception) => CodeOf(exception.InnerException ?? exception) is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw.SQLITE_ERROR;

    /// <summary>Whether an exception of a transaction says that the file, or a page of it, is damaged.</summary>
    public static bool IsDestroyed(Exception exception) => CodeOf(exception) is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT;

    /// <summary>Says in one line which file could not be opened, why, and what to do.</summary>
    public static GatewayException Explain(SpoolOptions options, Exception exception)
    {
        string path = PathIn(options.Folder);
        return (exception, CodeOf(exception)) switch
        {
            (GatewayException known, _) => known,
            (_, raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT) => new GatewayException($"{path} is damaged or not a spool: EdgeAI.Gateway spool repair carries over what can be read, and keeps it; or move it away to start a new one", exception),
            _ => new GatewayException($"{path} cannot be opened ({exception.Message.ReplaceLineEndings(" ")}): check the folder's rights and free space", exception),
        };
    }

    /// <summary>Opens another connection to a database that <see cref="Open"/> has checked.</summary>
    public static SqliteConnection Connect(SpoolOptions options, int cacheKibibytes = ReaderCacheKibibytes)
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
            Execute(connection, $"PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-{cacheKibibytes}; PRAGMA mmap_size=0;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whose spool a database is.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static SpoolIdentity ReadIdentity(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key='gateway'";
        SpoolIdentity identity = new(command.ExecuteScalar() as string ?? "", Scalar(connection, "SELECT value FROM meta WHERE key='epoch'"));
        SpoolSchema.ThrowUnless(Scalar(connection, "SELECT value FROM meta WHERE key='crc32c'") == RowCheck.Of(identity), "meta");
        return identity;
    }

    /// <summary>Opens a database to look at only, beside a gateway that may be running on it.</summary>
    /// <exception cref="GatewayException">There is none, or it cannot be opened; the message says why and what to do.</exception>
    public static SqliteConnection ConnectReadOnly(string path)
    {
        if (!File.Exists(path))
        {
            throw new GatewayException($"there is no {path}: name the spool's folder with --spool");
        }

        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout=10000; PRAGMA cache_size=-{ReaderCacheKibibytes};");
            long version = Scalar(connection, "PRAGMA user_version");
            if (Scalar(connection, "PRAGMA application_id") != ApplicationId || version != SpoolSchema.Version)
            {
                throw new GatewayException($"{path} is no spool of schema version {SpoolSchema.Version}: one of before becomes one when this gateway opens it");
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new GatewayException($"{path} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): keep it and move it away to start a new one", exception);
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

    private static void CheckJournal(string path)
    {
        using SqlitePages pages = new(path);
        SpoolSchema.ThrowUnless(!pages.IsJournalDamaged, "spool.db-wal");
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

        if (application != ApplicationId && EpochFile.TryRead(Path.GetDirectoryName(path)!, out _))
        {
            throw new SqliteException("the application id is not a spool's", raw.SQLITE_NOTADB);
        }

        if (application != ApplicationId)
        {
            throw new GatewayException($"{path} is another program's database: give the gateway a folder of its own");
        }

        if (version is < 1 or > SpoolSchema.Version)
        {
            throw new GatewayException($"{path} has schema version {version}, this gateway knows 1 to {SpoolSchema.Version}: run the gateway that wrote it, or drain it there and start with an empty folder");
        }
    }

    private static void Configure(SqliteConnection connection, SpoolOptions options)
    {
        Execute(connection, "PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=OFF;");
        Execute(connection, $"PRAGMA wal_autocheckpoint={CheckpointPages}");
        Execute(connection, options.WithoutSync ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        bool marked = EpochFile.TryRead(options.Folder, out EpochMark mark) && mark.Identity.Gateway == options.Gateway;
        long version = Scalar(connection, "PRAGMA user_version");
        if (version == 0)
        {
            SpoolSchema.Create(connection, marked ? mark.Identity : new SpoolIdentity(options.Gateway, DrawEpoch()), marked ? mark.Ceiling : 0);
        }
        else if (version == 1)
        {
            SpoolSchema.Migrate(connection);
        }
        else if (version == 2)
        {
            SpoolSchema.MigrateSecond(connection);
        }

        SpoolSchema.Check(connection);

        // A file from a backup, older than what this folder has given since: its numbers were given to other records already.
        long highest = Scalar(connection, "SELECT max(newest) FROM segments");
        if (marked && mark.Identity.Epoch == Scalar(connection, "SELECT value FROM meta WHERE key='epoch'") && highest + EpochFile.Step + EpochFile.Slack < mark.Ceiling)
        {
            SpoolSchema.GoOnAbove(connection, highest, mark.Ceiling);
            SpoolSchema.Seal(connection);
        }
    }

    // What a start finds in the journal may be whole and still not on disk: the process before was killed, or failed, between its write and its
    // sync. Nothing of it may be acknowledged as stored already, or handed out under a number, that a power cut could take away again.
    private static void SyncJournal(SqliteConnection connection)
    {
        try
        {
            Execute(connection, "PRAGMA wal_checkpoint(FULL)");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_FULL)
        {
            // The journal is synced before anything is copied out of it, and that is what counts.
        }
    }

    private static SpoolIdentity ReadOwnIdentity(SqliteConnection connection, SpoolOptions options)
    {
        SpoolIdentity identity = ReadIdentity(connection);
        return identity.Gateway == options.Gateway
            ? identity
            : throw new GatewayException($"{PathIn(options.Folder)} belongs to gateway '{identity.Gateway}', not '{options.Gateway}': give each gateway a folder of its own");
    }

    private static int? CodeOf(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode,
        SpoolError error => error.Code,
        _ => null,
    };

    // Random rather than a time: a gateway without a battery-backed clock starts every life in 1970.
    private static long DrawEpoch()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BitConverter.ToInt64(bytes) & long.MaxValue);
    }
}
