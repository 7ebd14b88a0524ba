using System.Security.Cryptography;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Admission;

/// <summary>The tables of quarantine and of use, as a receiver writes them within its transaction. Rows go in the order of their keys, so that receivers wait for each other in one direction only.</summary>
internal static class QuarantineTable
{
    private const string AddUse = """
        INSERT INTO site_use (site, period, slot, gateway, receiver, records, bytes)
        SELECT site, period, slot, gateway, receiver, records, bytes FROM came ORDER BY site, period, slot, gateway, receiver
        ON CONFLICT (site, period, slot, gateway, receiver) DO UPDATE SET records = site_use.records + excluded.records, bytes = site_use.bytes + excluded.bytes
        """;

    // A batch that comes again while its gateway is in quarantine is there already, and takes no more room.
    private const string Keep = $"""
        WITH kept AS (
            INSERT INTO quarantine (site, gateway, digest, topic, payload, reason)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[], $6::text[]) AS held (site, gateway, digest, topic, payload, reason) ORDER BY gateway, site, digest
            ON CONFLICT DO NOTHING RETURNING site, gateway, octet_length(payload) AS bytes),
        came (site, period, slot, gateway, receiver, records, bytes) AS (SELECT site, 2::smallint, 0::bigint, gateway, $7::text, 0, sum(bytes) FROM kept GROUP BY site, gateway)
        {AddUse}
        """;

    private const string CountUnkept = $"""
        WITH came (site, period, slot, gateway, receiver, records, bytes) AS (
            SELECT site, 2::smallint, 0::bigint, gateway, $3::text, count(*), 0 FROM unnest($1::text[], $2::text[]) AS lost (site, gateway) GROUP BY site, gateway)
        {AddUse}
        """;

    private const string CountUsed = $"""
        WITH came (site, period, slot, gateway, receiver, records, bytes) AS (
            SELECT site, period.number, period.slot, gateway, $5::text, records, bytes
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS used (site, gateway, records, bytes), (VALUES (0::smallint, $6::bigint), (1::smallint, $7::bigint)) AS period (number, slot))
        {AddUse}
        """;

    /// <summary>Puts gateways into quarantine.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyDictionary<GatewayOfSite, string> gateways, CancellationToken cancellation)
    {
        if (gateways.Count > 0)
        {
            var ordered = gateways.OrderBy(static each => each.Key.Gateway, StringComparer.Ordinal).ThenBy(static each => each.Key.Site, StringComparer.Ordinal).ToArray();
            await connection.RunAsync(
                "INSERT INTO quarantined_gateway (site, gateway, reason) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
                cancellation,
                ordered.Select(static each => each.Key.Site).ToArray(),
                ordered.Select(static each => each.Key.Gateway).ToArray(),
                ordered.Select(static each => each.Value).ToArray()).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps messages of gateways in quarantine; false where one of these was released meanwhile. Until the transaction ends none of them is.</summary>
    public static async Task<bool> HoldAsync(NpgsqlConnection connection, string receiver, HeldMessage[] kept, HeldMessage[] unkept, CancellationToken cancellation)
    {
        GatewayOfSite[] gateways = [.. kept.Concat(unkept).Select(static held => held.Gateway).Distinct()];
        long there = await connection.ReadAsync<long>(
            """
            WITH held AS (
                SELECT 1 FROM quarantined_gateway WHERE (site, gateway) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY gateway, site FOR SHARE)
            SELECT count(*) FROM held
            """,
            cancellation,
            gateways.Select(static each => each.Site).ToArray(),
            gateways.Select(static each => each.Gateway).ToArray()).ConfigureAwait(false);
        if (there < gateways.Length)
        {
            return false;
        }

        if (kept.Length > 0)
        {
            await connection.RunAsync(
                Keep,
                cancellation,
                kept.Select(static held => held.Gateway.Site).ToArray(),
                kept.Select(static held => held.Gateway.Gateway).ToArray(),
                kept.Select(static held => SHA256.HashData(held.Payload)).ToArray(),
                kept.Select(static held => held.Topic).ToArray(),
                kept.Select(static held => held.Payload).ToArray(),
                kept.Select(static held => held.Reason).ToArray(),
                receiver).ConfigureAwait(false);
        }

        if (unkept.Length > 0)
        {
            await connection.RunAsync(
                CountUnkept,
                cancellation,
                unkept.Select(static held => held.Gateway.Site).ToArray(),
                unkept.Select(static held => held.Gateway.Gateway).ToArray(),
                receiver).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Counts what came from sites that have a quota, and forgets this receiver's counts of the slots before.</summary>
    public static async Task CountAsync(NpgsqlConnection connection, string receiver, (long Slot, long Day) slots, IReadOnlyDictionary<GatewayOfSite, Use> used, CancellationToken cancellation)
    {
        if (used.Count == 0)
        {
            return;
        }

        KeyValuePair<GatewayOfSite, Use>[] rows = [.. used];
        await connection.RunAsync(
            CountUsed,
            cancellation,
            rows.Select(static row => row.Key.Site).ToArray(),
            rows.Select(static row => row.Key.Gateway).ToArray(),
            rows.Select(static row => row.Value.Records).ToArray(),
            rows.Select(static row => row.Value.Bytes).ToArray(),
            receiver,
            slots.Slot,
            slots.Day).ConfigureAwait(false);
        await connection.RunAsync(
            "DELETE FROM site_use WHERE site = ANY($1) AND receiver = $2 AND ((period = 0 AND slot < $3) OR (period = 1 AND slot < $4))",
            cancellation,
            rows.Select(static row => row.Key.Site).Distinct().ToArray(),
            receiver,
            slots.Slot,
            slots.Day).ConfigureAwait(false);
    }
}
