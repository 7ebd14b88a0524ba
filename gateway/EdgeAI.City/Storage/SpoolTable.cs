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

    /// <summary>
    /// Every spool that any table knows: one whose row was taken out has left its records, seals or months behind. Of the table of records it reads a row for each spool and no more.
    /// </summary>
    public static async Task<List<(string Gateway, long Epoch)>> KnownAsync(NpgsqlConnection connection, string? gateway, CancellationToken cancellation)
    {
        List<(string, long)> spools = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            WITH RECURSIVE stored AS (
                (SELECT gateway, epoch FROM record ORDER BY gateway, epoch LIMIT 1)
                UNION ALL
                SELECT later.gateway, later.epoch FROM stored, LATERAL (
                    SELECT record.gateway, record.epoch FROM record WHERE (record.gateway, record.epoch) > (stored.gateway, stored.epoch) ORDER BY record.gateway, record.epoch LIMIT 1) AS later)
            SELECT gateway, epoch FROM (
                SELECT gateway, epoch FROM spool UNION SELECT gateway, epoch FROM stored UNION SELECT gateway, epoch FROM chain_head UNION SELECT gateway, epoch FROM retired
                UNION SELECT gateway, epoch FROM conflict) AS known
            WHERE $1 = '' OR gateway = $1 ORDER BY gateway, epoch
            """,
            gateway ?? "");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            spools.Add((reader.GetString(0), reader.GetInt64(1)));
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
        return report with { DeclaredLost = SpoolReport.Limited(absent - report.Missing) };
    }
}
