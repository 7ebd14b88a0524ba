using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>A database as a person looks at it: with SQL.</summary>
internal sealed record TestDatabase(string ConnectionString)
{
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task<int> RunAsync(string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        return await connection.RunAsync(sql, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks; each row as its values with bars between.</summary>
    public async Task<string[]> AskAsync(string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> rows = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => FormattableString.Invariant($"{reader.GetValue(column)}"))));
        }

        return [.. rows];
    }

    public Task<string[]> RecordsAsync() => AskAsync("SELECT gateway, epoch, count(*), count(DISTINCT sequence), min(sequence), max(sequence) FROM record GROUP BY 1, 2 ORDER BY 1, 2");
}
