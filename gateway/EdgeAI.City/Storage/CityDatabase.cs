using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>The city's database: connections to it, and which of its errors are a message's own.</summary>
internal sealed class CityDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _source;

    private CityDatabase(NpgsqlDataSource source, string name)
    {
        _source = source;
        Name = name;
    }

    /// <summary>The host and the database, without secrets.</summary>
    public string Name { get; }

    /// <summary>Reads a connection string, as Npgsql writes them.</summary>
    /// <exception cref="CityException">It is none.</exception>
    public static CityDatabase Of(string connection)
    {
        try
        {
            NpgsqlConnectionStringBuilder builder = new(connection)
            {
                ApplicationName = "EdgeAI.City",

                // Each user of it holds its connection: a pool would keep the temporary tables of others.
                Pooling = false,
                CommandTimeout = (int)Patience.TotalSeconds,
            };
            return string.IsNullOrEmpty(builder.Host)
                ? throw new CityException("the connection string names no host: write for example 'Host=db.example;Database=city;Username=city'")
                : new CityDatabase(NpgsqlDataSource.Create(builder), $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}");
        }
        catch (ArgumentException exception)
        {
            throw new CityException($"the connection string cannot be read ({exception.Message.ReplaceLineEndings(" ")}): write for example 'Host=db.example;Database=city;Username=city'", exception);
        }
    }

    /// <summary>Connects.</summary>
    /// <exception cref="CityException">It does not answer or does not let this user in.</exception>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new CityException($"the database {Name}: {ErrorLine.Of(exception)}: check --database, and that PostgreSQL runs", exception);
        }
    }

    /// <summary>Whether an error is about what was to be stored, and not about the database, the connection or the rights: trying again changes nothing.</summary>
    public static bool IsOfTheMessage(PostgresException exception)

        // Data exceptions, violated constraints, limits of a row or of the program, raised by a trigger (PostgreSQL, appendix A).
        => exception.SqlState[..2] is "22" or "23" or "54" or "P0";

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
