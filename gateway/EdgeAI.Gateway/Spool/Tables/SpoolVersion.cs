using EdgeAI.Gateway.Spool.Files;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>
/// Which version of the tables a file has. Its header says so (<c>user_version</c>), where a flipped bit makes a newer gateway's file of it; so
/// table <c>meta</c> says it a second time, with a checksum, and that counts.
/// </summary>
internal static class SpoolVersion
{
    private const int ChecksumBits = 32;
    private const string Select = "SELECT value FROM meta WHERE key='version'";

    /// <summary>The file's version: what <c>meta</c> says, in a file that says nothing there, or nothing sound, the header's.</summary>
    public static long Of(SqliteConnection connection)
    {
        long header = SpoolFile.Scalar(connection, "PRAGMA user_version");
        try
        {
            long noted = SpoolFile.Scalar(connection, Select);
            return noted != 0 && noted == Noted(noted >> ChecksumBits) ? noted >> ChecksumBits : header;
        }
        catch (SqliteException)
        {
            // A new file has no table yet, a damaged one none that can be read.
            return header;
        }
    }

    /// <summary>Writes this gateway's version where the file says another, or none.</summary>
    public static void Note(SqliteConnection connection)
    {
        if (SpoolFile.Scalar(connection, Select) != Noted(SpoolSchema.Version))
        {
            SpoolFile.Execute(connection, $"INSERT OR REPLACE INTO meta(key, value) VALUES ('version', {Noted(SpoolSchema.Version)})");
        }

        if (SpoolFile.Scalar(connection, "PRAGMA user_version") != SpoolSchema.Version)
        {
            SpoolFile.Execute(connection, $"PRAGMA user_version={SpoolSchema.Version}");
        }
    }

    /// <summary>How <c>meta</c> says a version: in the upper half, its checksum in the lower.</summary>
    public static long Noted(long version) => (version << ChecksumBits) | RowCheck.Of(version);
}
