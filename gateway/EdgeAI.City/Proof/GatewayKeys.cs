using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Proof;

/// <summary>The public keys of gateways (table <c>gateway_key</c>), remembered for a while: a key that was added is believed within seconds. For one thread at a time.</summary>
internal sealed class GatewayKeys(TimeProvider time)
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (GatewayKey[] Keys, long ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>The keys of a gateway; none for one that has none.</summary>
    public async Task<GatewayKey[]> OfAsync(NpgsqlConnection connection, string gateway, CancellationToken cancellation)
    {
        if (_known.TryGetValue(gateway, out var known) && time.GetElapsedTime(known.ReadAt) < BelievedFor)
        {
            return known.Keys;
        }

        GatewayKey[] keys = await ReadAsync(connection, gateway, cancellation).ConfigureAwait(false);
        _known[gateway] = (keys, time.GetTimestamp());
        return keys;
    }

    /// <summary>Reads a gateway's keys, revoked ones with the others.</summary>
    public static async Task<GatewayKey[]> ReadAsync(NpgsqlConnection connection, string gateway, CancellationToken cancellation)
    {
        List<GatewayKey> keys = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT public_key, revoked IS NOT NULL FROM gateway_key WHERE gateway = $1 ORDER BY added", gateway);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            keys.Add(new GatewayKey(RecordPublicKey.FromPem(reader.GetString(0)), reader.GetBoolean(1)));
        }

        return [.. keys];
    }
}
