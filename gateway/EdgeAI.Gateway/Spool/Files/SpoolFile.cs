using System.Security.Cryptography;
using EdgeAI.Gateway.Spool.Salvage;
using EdgeAI.Gateway.Spool.Tables;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Files;

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
    public const int CheckpointPages = 4000;

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
            DamagedFile.Finish(options.Folder);
            bool exists = File.Exists(path) && new FileInfo(path).Length > 0;
            LostTail lost = exists ? LostTail.Find(options) : default;
            if (exists)
            {
                // What a damaged journal holds behind its damage, a new file takes over; where that cannot be told from a torn write, it is declared.
                CheckJournal(path);
            }

            connection = Connect(options, WriterCacheKibibytes);
            if (lost.IsLost && HighestAlone(path) is long alone && alone > HighestOf(connection))
            {
                // All that is sound of the journal is in the database already, and more: the journal's older pages would not fit it.
                connection.Dispose();
                File.Delete(path + "-wal");
                File.Delete(path + "-shm");
                FolderSync.Flush(options.Folder);
                connection = Connect(options, WriterCacheKibibytes);
            }

            if (exists)
            {
                CheckOwnership(connection, path);
            }

            Configure(connection, options, lost);
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

    /// <summary>Whether an exception of opening, or of a transaction, says that the file is damaged. That a statement is wrong is none of it.</summary>
    public static bool IsDamage(Exception exception) => (exception.InnerException ?? exception) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT,
        SpoolError error => error.IsDamage,
        _ => false,
    };

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

            // Closing the last connection would empty and delete the journal, and a start could not tell that from one that was lost.
            _ = raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
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
            long version = SpoolVersion.Of(connection);
            if (Scalar(connection, "PRAGMA application_id") != ApplicationId || version is < SpoolSchema.FirstReadableVersion or > SpoolSchema.Version)
            {
                throw new GatewayException($"{path} is no spool of schema version {SpoolSchema.FirstReadableVersion} to {SpoolSchema.Version}: one of before becomes one when this gateway opens it");
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
        long version = SpoolVersion.Of(connection);
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

    /// <summary>Lets the closing of a connection, if it is the last one, delete the journal, which holds nothing any more.</summary>
    public static void DeleteJournalOnClose(SqliteConnection connection) => _ = raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _);

    /// <summary>The highest sequence that the database knows without its journal; nothing where it is no whole spool without it.</summary>
    private static long? HighestAlone(string path)
    {
        using SqliteConnection alone = new(new SqliteConnectionStringBuilder { DataSource = new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            alone.Open();
        }
        catch (SqliteException)
        {
            return null;
        }

        return HighestOf(alone) is var highest && highest >= 0 ? highest : null;
    }

    // -1 where the tables do not tell.
    private static long HighestOf(SqliteConnection connection)
    {
        try
        {
            SpoolSchema.Check(connection);
            return SpoolSchema.ReadSegments(connection).Highest();
        }
        catch (Exception exception) when (exception is SqliteException or SpoolError)
        {
            return -1;
        }
    }

    private static void Configure(SqliteConnection connection, SpoolOptions options, LostTail lost)
    {
        Execute(connection, "PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=OFF;");
        Execute(connection, $"PRAGMA wal_autocheckpoint={CheckpointPages}");
        Execute(connection, options.WithoutSync ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        bool marked = EpochFile.TryRead(options.Folder, out EpochMark mark) && mark.Identity.Gateway == options.Gateway;
        long version = SpoolVersion.Of(connection);
        if (version == 0)
        {
            SpoolSchema.Create(connection, marked ? mark.Identity : new SpoolIdentity(options.Gateway, DrawEpoch()), marked ? mark.Ceiling : 0);
        }
        else if (version < SpoolSchema.Version)
        {
            SpoolSchema.Migrate(connection, version);
        }

        SpoolSchema.Check(connection);

        // A file from a backup, or one whose journal is lost: numbers above its own were given to other records already.
        long highest = SpoolSchema.ReadSegments(connection).Highest();
        bool isKnown = marked && mark.Identity.Epoch == Scalar(connection, "SELECT value FROM meta WHERE key='epoch'");
        bool isOlder = isKnown && (highest < mark.Given || highest + EpochFile.Step + EpochFile.Slack < mark.Ceiling);
        if (lost.IsLost)
        {
            // What the damaged journal still holds behind its sound part must not be found again by the next start.
            Checkpoint(connection, "TRUNCATE");
            SpoolSchema.GoOnAbove(connection, highest, isKnown ? mark.Ceiling : highest + lost.MostRecords, lost.MostRecords);
        }
        else if (isOlder)
        {
            SpoolSchema.GoOnAbove(connection, highest, mark.Ceiling, mark.Ceiling - highest);
        }

        SpoolVersion.Note(connection);
    }

    // What a start finds in the journal may be whole and still not on disk: the process before was killed, or failed, between its write and its
    // sync. Nothing of it may be acknowledged as stored already, or handed out under a number, that a power cut could take away again.
    private static void SyncJournal(SqliteConnection connection) => Checkpoint(connection, "FULL");

    private static void Checkpoint(SqliteConnection connection, string mode)
    {
        try
        {
            Execute(connection, $"PRAGMA wal_checkpoint({mode})");
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

    /// <summary>Draws an epoch. Random rather than a time: a gateway without a battery-backed clock starts every life in 1970.</summary>
    public static long DrawEpoch()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BitConverter.ToInt64(bytes) & long.MaxValue);
    }
}
