using System.Security.Cryptography;
using EdgeAI.City.Admission;
using EdgeAI.City.Receiving;
using EdgeAI.City.Storage;
using EdgeAI.Tests.Gateway.Uplinks;
using Npgsql;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>What one gateway may send, by mistake or on purpose, and what it must not cost: the receiver, the accounts of others, a receipt for what is not there.</summary>
public sealed class HostileGatewayTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";
    private const long Highest = long.MaxValue;

    [Fact]
    public async Task Topic_LongerThanAKeyHasRoomFor_IsRefusedAndTheRestGoesOn()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        string longest = $"edgeai/v1/{RandomNumberGenerator.GetHexString(5000)}/{Gateway}/records";
        await publisher.PublishAsync(longest, [1, 2, 3]);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 10)));
        await receiver.SettledAsync(2);
        Assert.Equal([$"{Gateway}|7|10|10|1|10"], await database.RecordsAsync());
        Assert.Equal([longest[..512]], await database.AskAsync("SELECT topic FROM refused"));
    }

    [Theory]
    [InlineData(41)]
    [InlineData(50)]
    public async Task Batch_OfRecordsThatAreThereWithOtherBytes_GetsNoReceipt(long first)
    {
        TestDatabase database = await servers.DatabaseAsync();
        await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, From(1, 50))]);

        // An old copy of the spool, or an editor, that sends other records up to the very last that is there.
        StoredGroup stored = await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, From(first, (int)(51 - first)), content: 1)]);
        Assert.Equal(51 - first, stored.Conflicts);
        Assert.Empty(stored.Batches);

        // One that has not given the last number yet is told of it.
        stored = await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, From(first - 1, 1), content: 1)]);
        CommittedBatch told = Assert.Single(stored.Batches);
        Assert.Equal((50, 50, 1), (told.First, told.Last, told.Records));
    }

    [Fact]
    public async Task Accounts_OfAGatewayWhoseNumbersAreTheHighestThereAre_HoldUpNoOthers()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await CityStore.StoreAsync(database, "endless", [Frames("endless", [1, Highest]), Frames("endless", [2, Highest], received: Noon)]);
        await CityStore.StoreAsync(database, "claims", [Frames("claims", [1, Highest - 1])]);
        await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, [1, 2, 5])]);
        (int exitCode, string output) = await CityProcess.RunAsync("gaps", "--database", database.ConnectionString);
        Assert.Equal(3, exitCode);
        Assert.Contains($"{Site}/{Gateway} epoch 7: 3 of 5 records, 2 missing, 0 declared lost", output, StringComparison.Ordinal);
        Assert.Contains($"{Site}/endless epoch 7: ", output, StringComparison.Ordinal);
        Assert.Contains($"  missing 2 to {Highest - 2} ({Highest - 3})", output, StringComparison.Ordinal);

        // Again, with the holes that are known by then.
        (exitCode, string again) = await CityProcess.RunAsync("gaps", "--database", database.ConnectionString);
        Assert.Equal((3, output), (exitCode, again));
    }

    [Fact]
    public async Task Accounts_OfAGatewayThatMovedToAnotherSite_GoOn()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, [1, 2, 5])]);
        await using NpgsqlConnection connection = await database.ConnectAsync();
        Assert.Equal(2, (await SpoolTable.AccountAsync(connection, Gateway, 7, TestContext.Current.CancellationToken)).Missing);
        await database.RunAsync($"INSERT INTO spool (gateway, epoch, site) VALUES ('{Gateway}', 7, 'annex')");
        await CityStore.StoreAsync(database, Gateway, [Frames(Gateway, [3, 7])]);
        SpoolReport report = await SpoolTable.AccountAsync(connection, Gateway, 7, TestContext.Current.CancellationToken);
        Assert.Equal(7, report.Reached);
        Assert.Equal([(4, 4), (6, 6)], report.Gaps.Select(static gap => (gap.First, gap.Last)));
    }

    [Fact]
    public async Task DamagedMessages_OfARevokedGateway_AreRefusedUnderWhateverSite()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await database.RunAsync($"INSERT INTO gateway (gateway, site, revoked) VALUES ('{Gateway}', '{Site}', now())");
        await using CityDatabase city = CityDatabase.Of(database.ConnectionString);
        await using BatchStore store = new(city, TimeProvider.System, new AdmissionControl(new AdmissionOptions { Receiver = "city" }, TimeProvider.System));
        StoredGroup stored = await store.StoreAsync(
            [.. Enumerable.Range(0, 40).Select(static number => new HeldArrival($"edgeai/v1/site-{number % 2}/{Gateway}/records", [(byte)number]))], TestContext.Current.CancellationToken);
        Assert.Equal((40, 0), (stored.Refused, stored.Quarantined));
        Assert.Equal(["0"], await database.AskAsync("SELECT count(*) FROM quarantined_gateway"));
        Assert.Equal(["40"], await database.AskAsync($"SELECT count(*) FROM refused WHERE reason LIKE 'the gateway ''{Gateway}'' was revoked %'"));
    }
}
