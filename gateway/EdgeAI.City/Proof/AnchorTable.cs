using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Proof;

/// <summary>
/// Anchors seals as they come (tables <c>anchor</c> and <c>finding</c>): one that its gateway's key signed is kept by its digest, in the transaction
/// that stores its record; one that is not, or that does not go on from the chain that is known, is noted. For one thread at a time.
/// </summary>
internal sealed class AnchorTable(TimeProvider time)
{
    private const string Arrived = """
        unnest($1::text[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bytea[], $6::smallint[], $7::bigint[], $8::bytea[], $9::bigint[], $10::bytea[])
            AS arrived (gateway, epoch, class, sequence, digest, begins, previous_sequence, previous_digest, epoch_before, key_id)
        """;

    private const string Insert = $"""
        INSERT INTO anchor (gateway, epoch, class, sequence, digest, begins, previous_sequence, previous_digest, epoch_before, key_id)
        SELECT * FROM {Arrived} ORDER BY gateway, epoch, class, sequence ON CONFLICT DO NOTHING
        """;

    // Two histories show themselves where two seals claim the same place, whichever of them came first.
    private const string NoteForks = $"""
        WITH fork (gateway, epoch, class, sequence, detail) AS (
            SELECT arrived.gateway, arrived.epoch, arrived.class, arrived.sequence, 'another seal of this number is anchored'
            FROM {Arrived} JOIN anchor USING (gateway, epoch, class, sequence) WHERE anchor.digest <> arrived.digest
            UNION ALL
            SELECT arrived.gateway, arrived.epoch, arrived.class, arrived.sequence, 'goes on from ' || arrived.previous_sequence || ', as ' || anchor.sequence || ' does'
            FROM {Arrived} JOIN anchor USING (gateway, epoch, class, previous_sequence) WHERE anchor.begins = 0 AND arrived.begins = 0 AND anchor.sequence <> arrived.sequence
            UNION ALL
            SELECT arrived.gateway, arrived.epoch, arrived.class, arrived.sequence, 'goes on from another seal ' || anchor.sequence || ' than the one that is anchored'
            FROM {Arrived} JOIN anchor ON (anchor.gateway, anchor.epoch, anchor.class, anchor.sequence) = (arrived.gateway, arrived.epoch, arrived.class, arrived.previous_sequence)
            WHERE arrived.begins = 0 AND anchor.digest <> arrived.previous_digest
            UNION ALL
            SELECT arrived.gateway, arrived.epoch, arrived.class, arrived.sequence, 'seal ' || anchor.sequence || ' goes on from another seal of this number'
            FROM {Arrived} JOIN anchor ON (anchor.gateway, anchor.epoch, anchor.class, anchor.previous_sequence) = (arrived.gateway, arrived.epoch, arrived.class, arrived.sequence)
            WHERE anchor.begins = 0 AND anchor.previous_digest <> arrived.digest
            UNION ALL
            SELECT arrived.gateway, arrived.epoch, arrived.class, arrived.sequence, 'the chain begins here and at ' || anchor.sequence
            FROM {Arrived} JOIN anchor USING (gateway, epoch, class) WHERE anchor.begins = 1 AND arrived.begins = 1 AND anchor.sequence <> arrived.sequence)
        INSERT INTO finding (gateway, epoch, class, sequence, kind, detail) SELECT DISTINCT ON (gateway, epoch, class, sequence) gateway, epoch, class, sequence, 'forked', detail FROM fork
        ORDER BY gateway, epoch, class, sequence ON CONFLICT DO NOTHING
        """;

    private readonly GatewayKeys _keys = new(time);

    /// <summary>Anchors seals within the transaction that stores them.</summary>
    public async Task StoreAsync(NpgsqlConnection connection, IReadOnlyList<SealSight> seals, CancellationToken cancellation)
    {
        List<SealSight> sound = [];
        foreach (SealSight seal in seals)
        {
            GatewayKey[] keys = await _keys.OfAsync(connection, seal.Gateway, cancellation).ConfigureAwait(false);
            GatewayKey found = Array.Find(keys, each => each.Key.Id == seal.KeyId);
            if (found.Key is not { } key)
            {
                await NoteAsync(connection, seal, 0, "unknown-key", $"gateway_key has no key {seal.KeyId} of this gateway: its seals are not checked", cancellation).ConfigureAwait(false);
            }
            else if (!seal.IsSignedBy(key))
            {
                await NoteAsync(connection, seal, seal.Sequence, "bad-seal", $"the key {seal.KeyId} did not sign it", cancellation).ConfigureAwait(false);
            }
            else if (found.IsRevoked)
            {
                await NoteRevokedAsync(connection, seal, cancellation).ConfigureAwait(false);
            }
            else
            {
                sound.Add(seal);
            }
        }

        if (sound.Count > 0)
        {
            object[] values = ValuesOf(sound);
            await connection.RunAsync(Insert, cancellation, values).ConfigureAwait(false);
            await connection.RunAsync(NoteForks, cancellation, values).ConfigureAwait(false);
        }
    }

    /// <summary>The heads of a spool's chains.</summary>
    public static async Task<List<ChainHead>> HeadsAsync(NpgsqlConnection connection, string gateway, long epoch, CancellationToken cancellation)
    {
        List<ChainHead> heads = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT class, sequence, digest FROM chain_head WHERE gateway = $1 AND epoch = $2", gateway, epoch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            heads.Add(new ChainHead(gateway, epoch, (Records.RecordClass)reader.GetInt16(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return heads;
    }

    // One that was anchored before and comes again is as good as it was.
    private static async Task NoteRevokedAsync(NpgsqlConnection connection, SealSight seal, CancellationToken cancellation)
    {
        if (!await connection.ReadAsync<bool>(
                "SELECT EXISTS (SELECT FROM anchor WHERE gateway = $1 AND epoch = $2 AND class = $3 AND sequence = $4 AND digest = $5)", cancellation, seal.Gateway, seal.Epoch, (short)seal.Class, seal.Sequence, seal.Digest).ConfigureAwait(false))
        {
            await NoteAsync(connection, seal, seal.Sequence, "revoked-key", $"the key {seal.KeyId} was revoked before it came", cancellation).ConfigureAwait(false);
        }
    }

    private static Task<int> NoteAsync(NpgsqlConnection connection, SealSight seal, long sequence, string kind, string detail, CancellationToken cancellation)
        => connection.RunAsync(
            "INSERT INTO finding (gateway, epoch, class, sequence, kind, detail) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            cancellation,
            seal.Gateway,
            seal.Epoch,
            (short)seal.Class,
            sequence,
            kind,
            detail);

    private static object[] ValuesOf(List<SealSight> seals) =>
    [
        seals.Select(static seal => seal.Gateway).ToArray(),
        seals.Select(static seal => seal.Epoch).ToArray(),
        seals.Select(static seal => (short)seal.Class).ToArray(),
        seals.Select(static seal => seal.Sequence).ToArray(),
        seals.Select(static seal => seal.Digest).ToArray(),
        seals.Select(static seal => seal.Begins).ToArray(),
        seals.Select(static seal => seal.PreviousSequence).ToArray(),
        seals.Select(static seal => seal.PreviousDigest).ToArray(),
        seals.Select(static seal => seal.EpochBefore).ToArray(),
        seals.Select(static seal => BytesOf(seal.KeyId)).ToArray(),
    ];

    /// <summary>A key's id as the tables keep it.</summary>
    public static byte[] BytesOf(KeyId id)
    {
        byte[] bytes = new byte[KeyId.Length];
        id.Write(bytes);
        return bytes;
    }
}
