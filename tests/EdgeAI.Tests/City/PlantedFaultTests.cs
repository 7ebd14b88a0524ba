using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Npgsql;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>A thousand faults in a table of the city's, planted with SQL by somebody who knows the format: each is found, and nothing else is.</summary>
public sealed class PlantedFaultTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";
    private const int Frames = 50_000;
    private const int OfEach = 200;

    [Fact]
    public async Task Table_WithAThousandFaults_TellsEachOfThemAndNothingElseAndIsCleanBefore()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        using SealedTraffic traffic = new(key, Gateway, Epoch, Noon, seed: 1);
        await CityStore.AddKeyAsync(database, Gateway, key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, traffic.Batches(Frames));
        await using NpgsqlConnection connection = await database.ConnectAsync();
        SpoolVerification clean = await CityStore.VerifyAsync(connection, Gateway);
        Assert.Equal($"complete: {traffic.Last} records, {traffic.Last} attested, {traffic.Seals} seals", clean.Summary);

        PlantedFaults faults = await PlantedFaults.PlantAsync(connection, Gateway, Epoch, OfEach, TestContext.Current.CancellationToken);
        SpoolVerification faulty = await CityStore.VerifyAsync(connection, Gateway);
        Assert.False(faulty.IsComplete);
        Assert.Equal(5 * OfEach, faults.All.Count);
        AssertAll(faults, faults.All, faulty.Findings);

        // The same rows as a stream of batches: what stands beside a record in its row is not in it.
        VerificationReport stream = await VerifyAsStreamAsync(connection, key.PublicKey);
        AssertAll(faults, [.. faults.All.Where(static fault => fault.Name != PlantedFaults.EditOfAColumn)], stream.Findings);
    }

    private static void AssertAll(PlantedFaults faults, IReadOnlyList<PlantedFault> expected, IReadOnlyList<Finding> findings)
    {
        (IReadOnlyList<PlantedFault> found, long others) = faults.Judge(findings);
        Assert.Empty(expected.Except(found).Select(static fault => $"{fault.Name}: {string.Join(", ", fault.Expected)}"));
        Assert.Equal(0, others);
    }

    private static async Task<VerificationReport> VerifyAsStreamAsync(NpgsqlConnection connection, RecordPublicKey key)
    {
        RecordKeys keys = new();
        keys.Add(Gateway, key);
        using BatchStreamVerifier verifier = new(keys);
        using GatewayBatchWriter writer = new(Gateway, Epoch, GatewayBatchWriter.MaximumLength);
        long last = 0;
        await StoredRecords.ReadAsync(connection, Gateway, Epoch, Take, TestContext.Current.CancellationToken);
        Finish();
        return verifier.Finish();

        void Take(in GatewayRecord record, bool isAsStored)
        {
            // A name that is there twice goes into two batches.
            if (record.Sequence <= last || !writer.TryAdd(record))
            {
                Finish();
                Assert.True(writer.TryAdd(record));
            }

            last = record.Sequence;
        }

        void Finish()
        {
            Assert.Equal(GatewayBatchRejection.None, verifier.Add(writer.Finish().Span));
            writer.Begin();
        }
    }
}
