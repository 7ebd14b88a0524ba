using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>
/// Compares a file's own description of its tables with what it must say: a bit that flips in a column's name or in a table's first page
/// makes another table of it, and SQLite notices only some of that.
/// </summary>
internal static class SchemaText
{
    private static readonly Lazy<Dictionary<string, string>> Expected = new(() =>
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }.ConnectionString);
        connection.Open();
        SpoolSchema.CreateTables(connection);
        return Read(connection, out _);
    });

    /// <summary>Throws where the description is damaged.</summary>
    /// <exception cref="SqliteException">SQLite's own code of a damaged file.</exception>
    public static void Check(SqliteConnection connection)
    {
        Dictionary<string, string> tables = Read(connection, out bool sharesPages);
        bool isOld = tables.ContainsKey(SpoolSchema.LegacyTable);
        bool sound = !sharesPages && Expected.Value.All(expected => tables.TryGetValue(expected.Key, out string? text) && (isOld || text == expected.Value));
        foreach ((string table, string text) in tables.Where(table => table.Key.StartsWith("records_", StringComparison.Ordinal)))
        {
            // A table that got another name has it in quotation marks.
            sound &= text == SpoolSchema.CreateTable(table) || text == SpoolSchema.CreateTable($"\"{table}\"");
        }

        SpoolSchema.ThrowUnless(sound, "sqlite_schema");
    }

    private static Dictionary<string, string> Read(SqliteConnection connection, out bool sharesPages)
    {
        Dictionary<string, string> tables = [];
        HashSet<long> pages = [];
        sharesPages = false;
        using SpoolStatement select = new(connection.Handle!, "SELECT type, name, sql, rootpage FROM sqlite_master");
        while (select.Step())
        {
            sharesPages |= !pages.Add(select.Integer(3));
            if (select.Text(0) == "table")
            {
                tables[select.Text(1)] = select.Text(2);
            }
        }

        return tables;
    }
}
