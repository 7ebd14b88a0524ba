using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Admission;

/// <summary>What stands in the database about gateways and sites: enrolled, revoked, in quarantine, quotas, and what came so far.</summary>
internal sealed class Standings
{
    private const int SecondsOfSlot = 10;
    private const int SecondsOfDay = 86_400;

    private readonly Dictionary<(string Site, UsePeriod Period), SiteUse> _used = [];

    /// <summary>The enrolled gateways, each with its site and when it was revoked.</summary>
    public Dictionary<string, (string Site, DateTime? Revoked)> Enrolled { get; } = new(StringComparer.Ordinal);

    /// <summary>The gateways in quarantine, and why.</summary>
    public Dictionary<GatewayOfSite, string> Quarantined { get; } = [];

    /// <summary>The sites with a quota.</summary>
    public Dictionary<string, SiteQuota> Quotas { get; } = new(StringComparer.Ordinal);

    /// <summary>The bytes that lie in quarantine of each gateway.</summary>
    public Dictionary<GatewayOfSite, long> Kept { get; } = [];

    /// <summary>The ten seconds and the day whose use was read.</summary>
    public (long Slot, long Day) Slots { get; private init; }

    /// <summary>The ten seconds and the day that a time lies in.</summary>
    public static (long Slot, long Day) SlotsOf(DateTimeOffset time) => (time.ToUnixTimeSeconds() / SecondsOfSlot, time.ToUnixTimeSeconds() / SecondsOfDay);

    /// <summary>How many records of a rate fit into ten seconds.</summary>
    public static long WithinSlot(long recordsPerSecond) => recordsPerSecond > long.MaxValue / SecondsOfSlot ? long.MaxValue : recordsPerSecond * SecondsOfSlot;

    /// <summary>What came of a site so far, over all receivers.</summary>
    public SiteUse Used(string site, UsePeriod period)
    {
        if (!_used.TryGetValue((site, period), out SiteUse? use))
        {
            _used.Add((site, period), use = new SiteUse());
        }

        return use;
    }

    /// <summary>Reads what stands, in one round trip.</summary>
    public static async Task<Standings> ReadAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        Standings read = new() { Slots = SlotsOf(now) };
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            SELECT 0, site, gateway, '', 0::smallint, NULL::bigint, NULL::bigint, revoked FROM gateway
            UNION ALL SELECT 1, site, gateway, reason, 0::smallint, NULL, NULL, NULL FROM quarantined_gateway
            UNION ALL SELECT 2, site, '', '', 0::smallint, records_per_second, bytes_per_day, NULL FROM site_quota
            UNION ALL SELECT 3, site, gateway, '', period, sum(records)::bigint, sum(bytes)::bigint, NULL FROM site_use
                WHERE (period = 0 AND slot = $1) OR (period = 1 AND slot = $2) OR period = 2 GROUP BY site, gateway, period
            """,
            read.Slots.Slot,
            read.Slots.Day);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            read.Take(reader);
        }

        foreach (GatewayOfSite gateway in read.Quarantined.Keys)
        {
            read.Used(gateway.Site, UsePeriod.TenSeconds).Remove(gateway);
            read.Used(gateway.Site, UsePeriod.Day).Remove(gateway);
        }

        return read;
    }

    private void Take(NpgsqlDataReader row)
    {
        GatewayOfSite gateway = new(row.GetString(1), row.GetString(2));
        switch (row.GetInt32(0))
        {
            case 0:
                Enrolled[gateway.Gateway] = (gateway.Site, row.IsDBNull(7) ? null : row.GetDateTime(7));
                break;
            case 1:
                Quarantined[gateway] = row.GetString(3);
                break;
            case 2:
                Quotas[gateway.Site] = new SiteQuota(row.IsDBNull(5) ? null : row.GetInt64(5), row.IsDBNull(6) ? null : row.GetInt64(6));
                break;
            case 3 when (UsePeriod)row.GetInt16(4) == UsePeriod.Quarantine:
                Kept[gateway] = row.GetInt64(6);
                break;
            default:
                Used(gateway.Site, (UsePeriod)row.GetInt16(4)).Add(gateway, new Use(row.GetInt64(5), row.GetInt64(6)));
                break;
        }
    }
}
