using SQLitePCL;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>A prepared statement that binds without boxing; the spool's hot path. Failure is a result code, thrown only by <see cref="Execute"/>.</summary>
internal sealed class SpoolStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SpoolStatement(sqlite3 database, string sql)
    {
        _database = database;
        int result = raw.sqlite3_prepare_v2(database, sql, out _statement);
        SpoolError.ThrowUnless(result, raw.SQLITE_OK, database);
    }

    public SpoolStatement Bind(int index, long value)
    {
        SpoolError.ThrowUnless(raw.sqlite3_bind_int64(_statement, index, value), raw.SQLITE_OK, _database);
        return this;
    }

    public SpoolStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        SpoolError.ThrowUnless(raw.sqlite3_bind_text(_statement, index, utf8), raw.SQLITE_OK, _database);
        return this;
    }

    public SpoolStatement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        SpoolError.ThrowUnless(raw.sqlite3_bind_blob(_statement, index, value), raw.SQLITE_OK, _database);
        return this;
    }

    /// <summary>Runs a statement that returns no row.</summary>
    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public void Execute()
    {
        int result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        SpoolError.ThrowUnless(result, raw.SQLITE_DONE, _database);
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="SpoolError">SQLite answered with an error.</exception>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            // A statement that is not reset takes no new parameters.
            Reset();
        }

        SpoolError.ThrowUnless(result, raw.SQLITE_DONE, _database);
        return false;
    }

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();
}
