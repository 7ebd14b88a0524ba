using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Proof;

/// <summary>Counts the seals of revoked keys that were never anchored: what such a key signed before it was revoked is anchored, what it signs later never is.</summary>
internal sealed class RevokedSeals
{
    private readonly string _gateway;
    private readonly HashSet<KeyId> _revoked;
    private readonly Dictionary<(RecordClass Class, long Sequence), byte[]> _anchored = [];

    private RevokedSeals(string gateway, IEnumerable<GatewayKey> keys)
    {
        _gateway = gateway;
        _revoked = [.. keys.Where(static key => key.IsRevoked).Select(static key => key.Key.Id)];
    }

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Knows what of a spool was anchored of keys that are revoked.</summary>
    public static async Task<RevokedSeals> OfAsync(NpgsqlConnection connection, string gateway, long epoch, IReadOnlyList<GatewayKey> keys, CancellationToken cancellation)
    {
        RevokedSeals seals = new(gateway, keys);
        if (seals._revoked.Count > 0)
        {
            await using NpgsqlCommand command = NpgsqlCommands.Make(
                connection, "SELECT class, sequence, digest FROM anchor WHERE gateway = $1 AND epoch = $2 AND key_id = ANY ($3)", gateway, epoch, seals._revoked.Select(AnchorTable.BytesOf).ToArray());
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                seals._anchored.Add(((RecordClass)reader.GetInt16(0), reader.GetInt64(1)), reader.GetFieldValue<byte[]>(2));
            }
        }

        return seals;
    }

    /// <summary>Looks at a record of the spool.</summary>
    public void Look(long epoch, in GatewayRecord record)
    {
        if (_revoked.Count > 0 && record.Kind == RecordKind.Seal && SealSight.Of(_gateway, epoch, record) is { } seal && _revoked.Contains(seal.KeyId) && !IsAnchored(seal))
        {
            Count++;
        }
    }

    private bool IsAnchored(SealSight seal) => _anchored.TryGetValue((seal.Class, seal.Sequence), out byte[]? digest) && seal.Digest.AsSpan().SequenceEqual(digest);
}
