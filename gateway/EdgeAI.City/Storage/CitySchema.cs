using System.Reflection;
using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>The tables, version by version: each is a script in the program, applied once and in order, by one receiver while the others wait.</summary>
internal static class CitySchema
{
    // Any number that nobody else locks in this database: "EdgeCity" in ASCII.
    private const long LockKey = 0x4564_6765_4369_7479;
    private const string Partitioned = ") PARTITION BY RANGE (received);";
    private const string OtherTimes = "-- Times for which no partition is made";

    private static readonly string[] Scripts = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(static name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The version that this program works with.</summary>
    public static int Version => Scripts.Length;

    /// <summary>The script of a version, from 1.</summary>
    /// <param name="version">The version.</param>
    /// <param name="plain">Without partitions, as a hypertable needs it.</param>
    public static string ScriptOf(int version, bool plain)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(Scripts[version - 1])!);
        string script = reader.ReadToEnd();
        if (!plain)
        {
            return script;
        }

        int others = script.IndexOf(OtherTimes, StringComparison.Ordinal);
        return (others < 0 ? script : script[..others]).Replace(Partitioned, ");", StringComparison.Ordinal);
    }

    /// <summary>Brings a database to this program's version; the versions before and after.</summary>
    /// <exception cref="CityException">The database is of a newer version.</exception>
    public static async Task<(int Before, int After)> ApplyAsync(NpgsqlConnection connection, bool plain, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.RunAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellation).ConfigureAwait(false);
        await connection.RunAsync("CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", cancellation).ConfigureAwait(false);
        int before = await VersionOfAsync(connection, cancellation).ConfigureAwait(false);
        for (int version = before + 1; version <= Version; version++)
        {
            await connection.RunAsync(ScriptOf(version, plain), cancellation).ConfigureAwait(false);
            await connection.RunAsync($"INSERT INTO schema_version (version) VALUES ({version})", cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return (before, Version);
    }

    /// <summary>Throws unless a database is of this program's version.</summary>
    /// <exception cref="CityException">It is of another; the message says what to do.</exception>
    public static async Task RequireAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        bool there = await connection.ReadAsync<bool>("SELECT to_regclass('schema_version') IS NOT NULL", cancellation).ConfigureAwait(false);
        int version = there ? await VersionOfAsync(connection, cancellation).ConfigureAwait(false) : 0;
        if (version < Version)
        {
            throw new CityException($"the database has {(version == 0 ? "no tables of the city's" : $"tables of version {version}, this program needs {Version}")}: EdgeAI.City schema --apply --database ...");
        }
    }

    private static async Task<int> VersionOfAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        int version = await connection.ReadAsync<int>("SELECT coalesce(max(version), 0) FROM schema_version", cancellation).ConfigureAwait(false);
        return version <= Version ? version : throw new CityException($"the database's tables are of version {version}, this program knows {Version}: use the program that made them, or a newer one");
    }
}
