using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>The city's own way into its table, without a broker.</summary>
internal static class CityStore
{
    /// <summary>Stores batches of a gateway as a receiver does, a few in a transaction.</summary>
    public static async Task<StoredGroup> StoreAsync(TestDatabase database, string gateway, IEnumerable<byte[]> batches)
    {
        await using CityDatabase city = CityDatabase.Of(database.ConnectionString);
        await using BatchStore store = new(city, TimeProvider.System);
        StoredGroup last = new();
        foreach (byte[][] group in batches.Chunk(8))
        {
            last = await store.StoreAsync([.. group.Select(batch => new HeldArrival(CityBatches.TopicOf(gateway), batch))], TestContext.Current.CancellationToken);
        }

        return last;
    }

    /// <summary>Believes a gateway's key, as <c>keys add</c> does.</summary>
    public static Task AddKeyAsync(TestDatabase database, string gateway, RecordPublicKey key)
        => database.RunAsync($"INSERT INTO gateway_key (gateway, key_id, suite, public_key) VALUES ('{gateway}', '\\x{Convert.ToHexString(AnchorTable.BytesOf(key.Id))}', {(int)key.Suite}, '{key.ToPem()}')");

    /// <summary>Verifies the one spool of a table.</summary>
    public static async Task<SpoolVerification> VerifyAsync(NpgsqlConnection connection, string gateway, params ChainHead[] anchors)
        => await SpoolVerification.RunAsync(connection, gateway, CityBatches.Epoch, new GivenProof([], anchors, []), static (_, _) => { }, TestContext.Current.CancellationToken);
}
