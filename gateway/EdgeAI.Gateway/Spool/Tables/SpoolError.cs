using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>SQLite answered with an error code.</summary>
internal sealed class SpoolError : Exception
{
    private SpoolError(int code, int extendedCode, string message)
        : base($"SQLite error {extendedCode}: {message}")
    {
        Code = code;
        IsTakenKey = extendedCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID or raw.SQLITE_CONSTRAINT_UNIQUE;
    }

    /// <summary>The primary result code.</summary>
    public int Code { get; }

    /// <summary>No room: the disk's, the file's or the cap's.</summary>
    public bool IsFull => Code == raw.SQLITE_FULL;

    /// <summary>The file may only be read.</summary>
    public bool IsReadOnly => Code == raw.SQLITE_READONLY;

    /// <summary>The file is not what SQLite wrote: a page of it, or a row's key.</summary>
    public bool IsDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB || IsTakenKey;

    // The spool gives no key twice: a flipped bit made another row's key this one, and as long as that row is in the way, this one cannot be stored.
    private bool IsTakenKey { get; }

    /// <summary>New rows do not lie where their keys lead: a damaged key led to another place, where a reader would not look for them.</summary>
    public static SpoolError Misplaced(string table) => new(raw.SQLITE_CORRUPT, raw.SQLITE_CORRUPT, $"new rows of {table} are not found where they belong, a key of the table is damaged");

    public static void ThrowUnless(int result, int expected, sqlite3 database)
    {
        if (result != expected)
        {
            throw new SpoolError(result & 0xFF, raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }
}
