using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>The spools that records came from, and what of each is missing.</summary>
internal static class SpoolTable
{
    /// <summary>The spools, each with the sites it came under.</summary>
    public static async Task<List<(string Gateway, long Epoch, string Sites)>> ListAsync(NpgsqlConnection connection, string? gateway, CancellationToken cancellation)
    {
        List<(string, long, string)> spools = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection, "SELECT gateway, epoch, string_agg(site, '+' ORDER BY site) FROM spool WHERE $1 = '' OR gateway = $1 GROUP BY gateway, epoch ORDER BY min(first_seen), gateway", gateway ?? "");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            spools.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return spools;
    }

    /// <summary>What of a spool was taken out of the table on purpose.</summary>
    public static async Task<List<LeftRange>> RetiredAsync(NpgsqlConnection connection, string gateway, long epoch, CancellationToken cancellation)
    {
        List<LeftRange> retired = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT class, first, last, count FROM retired WHERE gateway = $1 AND epoch = $2", gateway, epoch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            retired.Add(new LeftRange(gateway, epoch, (Records.RecordClass)reader.GetInt16(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return retired;
    }

    /// <summary>Brings a spool's account up to date, and reads it.</summary>
    public static async Task<SpoolReport> AccountAsync(NpgsqlConnection connection, string gateway, long epoch, CancellationToken cancellation)
    {
        await connection.RunAsync("SELECT account_spool($1, $2)", cancellation, gateway, epoch).ConfigureAwait(false);
        long reached = await connection.ReadAsync<long>("SELECT max(accounted) FROM spool WHERE gateway = $1 AND epoch = $2", cancellation, gateway, epoch).ConfigureAwait(false);
        decimal absent = await connection.ReadAsync<decimal>("SELECT coalesce(sum(last - first + 1), 0) FROM hole WHERE gateway = $1 AND epoch = $2", cancellation, gateway, epoch).ConfigureAwait(false);
        List<(long, long, DateTimeOffset)> gaps = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT first, last, noticed FROM gap WHERE gateway = $1 AND epoch = $2 ORDER BY first", gateway, epoch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            gaps.Add((reader.GetInt64(0), reader.GetInt64(1), new DateTimeOffset(reader.GetDateTime(2))));
        }

        SpoolReport report = new(reached, 0, gaps);
        return report with { DeclaredLost = (long)absent - report.Missing };
    }
}
