using SQLitePCL;

namespace EdgeAI.Gateway.Spool;

/// <summary>SQLite answered with an error code.</summary>
internal sealed class SpoolError : Exception
{
    private SpoolError(int code, int extendedCode, string message)
        : base($"SQLite error {extendedCode}: {message}")
    {
        Code = code;
    }

    /// <summary>The primary result code.</summary>
    public int Code { get; }

    /// <summary>No room: the disk's, the file's or the cap's.</summary>
    public bool IsFull => Code == raw.SQLITE_FULL;

    /// <summary>The file may only be read.</summary>
    public bool IsReadOnly => Code == raw.SQLITE_READONLY;

    /// <summary>A page of the file is not what SQLite wrote.</summary>
    public bool IsDamage => Code == raw.SQLITE_CORRUPT;

    public static void ThrowUnless(int result, int expected, sqlite3 database)
    {
        if (result != expected)
        {
            throw new SpoolError(result & 0xFF, raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }
}
