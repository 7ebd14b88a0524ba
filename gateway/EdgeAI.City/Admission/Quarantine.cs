using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Admission;

/// <summary>What a person does about gateways in quarantine: looks at them, puts them there, releases them.</summary>
internal static class Quarantine
{
    // What is read at once: at most as many messages of at most 1 MiB.
    private const int AtOnce = 64;

    /// <summary>The gateways in quarantine.</summary>
    public static async Task<List<QuarantinedGateway>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<QuarantinedGateway> gateways = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            SELECT held.site, held.gateway, held.since, held.reason,
                (SELECT count(*) FROM quarantine AS kept WHERE kept.gateway = held.gateway AND kept.site = held.site),
                (SELECT coalesce(sum(bytes), 0)::bigint FROM site_use AS used WHERE used.site = held.site AND used.period = 2 AND used.gateway = held.gateway),
                (SELECT coalesce(sum(records), 0)::bigint FROM site_use AS used WHERE used.site = held.site AND used.period = 2 AND used.gateway = held.gateway)
            FROM quarantined_gateway AS held ORDER BY held.since, held.gateway, held.site
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            gateways.Add(new QuarantinedGateway(
                reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetDateTime(2)), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return gateways;
    }

    /// <summary>
    /// Releases a gateway: its counts begin anew, and what is kept of it goes into the table. Receipts are not sent for that: a gateway sends again what it
    /// has none for, and gets them then. Nothing where it is not in quarantine.
    /// </summary>
    public static async Task<StoredGroup?> ReleaseAsync(CityDatabase database, NpgsqlConnection connection, string gateway, CancellationToken cancellation)
    {
        // Who keeps a message of it right now has locked the row: the delete waits for that, and nothing is kept afterwards.
        int released;
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            released = await connection.RunAsync("DELETE FROM quarantined_gateway WHERE gateway = $1", cancellation, gateway).ConfigureAwait(false);
            await connection.RunAsync("DELETE FROM site_use WHERE gateway = $1", cancellation, gateway).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        StoredGroup taken = new();
        await using BatchStore store = new(database, TimeProvider.System);
        GroupStore storing = new(store, new ReceiverOptions(), new ReceiverCounters(TimeProvider.System));
        while (await ReadAsync(connection, gateway, cancellation).ConfigureAwait(false) is { Count: > 0 } kept)
        {
            taken.Add(await storing.StoreAsync([.. kept.Select(static each => each.Message)], cancellation).ConfigureAwait(false));
            await connection.RunAsync("DELETE FROM quarantine WHERE gateway = $1 AND place = ANY($2)", cancellation, gateway, kept.Select(static each => each.Place).ToArray()).ConfigureAwait(false);
            released = Math.Max(released, 1);
        }

        return released > 0 ? taken : null;
    }

    private static async Task<List<(long Place, Arrival Message)>> ReadAsync(NpgsqlConnection connection, string gateway, CancellationToken cancellation)
    {
        List<(long, Arrival)> kept = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT place, topic, payload FROM quarantine WHERE gateway = $1 ORDER BY place LIMIT $2", gateway, AtOnce);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            kept.Add((reader.GetInt64(0), new KeptArrival(reader.GetString(1), reader.GetFieldValue<byte[]>(2))));
        }

        return kept;
    }
}
