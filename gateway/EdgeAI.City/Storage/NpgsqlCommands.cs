using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>Statements without ceremony.</summary>
internal static class NpgsqlCommands
{
    /// <summary>Runs a statement; the number of rows that it touched.</summary>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using NpgsqlCommand command = Make(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads one value.</summary>
    public static async Task<T> ReadAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using NpgsqlCommand command = Make(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Makes a statement with values for $1, $2 and so on.</summary>
    public static NpgsqlCommand Make(NpgsqlConnection connection, string sql, params object[] values)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
