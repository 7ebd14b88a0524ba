using System.CommandLine;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Commands;

/// <summary>The option that says which database is meant.</summary>
internal static class DatabaseOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string> Create() => new("--database")
    {
        Description = "The database, as Npgsql writes it: 'Host=db.example;Database=city;Username=city'; a password is better in PGPASSWORD or ~/.pgpass",
        Required = true,
    };

    /// <summary>Connects to a database of this program's version, and ends the connection after what is done with it.</summary>
    public static async Task<int> WithConnectionAsync(string text, Func<NpgsqlConnection, Task<int>> work, CancellationToken cancellation)
    {
        await using CityDatabase database = CityDatabase.Of(text);
        await using NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);
        await CitySchema.RequireAsync(connection, cancellation).ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    }
}
