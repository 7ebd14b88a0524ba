using EdgeAI.City.Receiving;
using EdgeAI.Records;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>A receiver between a real broker and a real database: every record once, whatever comes.</summary>
public sealed class ReceiverTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Receiver_BatchesTwiceAndCutOtherwise_EachRecordIsThereOnce()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        ReceiptRecorder receipts = new();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, receipts: receipts);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        for (long first = 1; first <= 2000; first += 100)
        {
            await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(first, 100), compression: first % 200 == 1 ? 1 : 0));
        }

        for (long first = 1; first <= 2000; first += 250)
        {
            await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(first, 250)));
        }

        await receiver.SettledAsync(20 + 8);
        Assert.Equal([$"{Gateway}|7|2000|2000|1|2000"], await database.RecordsAsync());
        Assert.Equal((2000, 2000), (receiver.Now.Added, receiver.Now.Duplicates));
        Assert.Equal((0, 0), (receiver.Now.Conflicts, receiver.Now.Refused));

        // A batch that comes again gets its receipt again.
        Assert.Equal(28, receipts.Batches.Length);
        Assert.Contains(new CommittedBatch(Site, Gateway, Epoch, RecordClass.Telemetry, 1901, 2000, 100), receipts.Batches);
        Assert.Contains(new CommittedBatch(Site, Gateway, Epoch, RecordClass.Telemetry, 1751, 2000, 250), receipts.Batches);
    }

    [Fact]
    public async Task Receivers_TwoOfOneGroup_ShareTheBatchesAndStoreEachRecordOnce()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        await using RunningReceiver first = await RunningReceiver.OverMqttAsync(broker.Port, database, "first");
        await using RunningReceiver second = await RunningReceiver.OverMqttAsync(broker.Port, database, "second");
        Task[] publishing = [.. Enumerable.Range(0, 4).Select(async index =>
        {
            await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
            for (long sequence = 1; sequence <= 3000; sequence += 60)
            {
                // Each batch twice in a row: the two receivers get the same records at the same time.
                byte[] batch = Frames($"gateway-{index}", From(sequence, 60));
                await publisher.PublishAsync(TopicOf($"gateway-{index}"), batch);
                await publisher.PublishAsync(TopicOf($"gateway-{index}"), batch);
            }
        })];
        await Task.WhenAll(publishing);
        await Eventually.HoldsAsync(() => first.Now.Acknowledged + second.Now.Acknowledged == 4 * 100, "all is acknowledged", () => $"{first.Now} {second.Now}");
        Assert.Equal(Enumerable.Range(0, 4).Select(static index => $"gateway-{index}|7|3000|3000|1|3000"), await database.RecordsAsync());
        Assert.Equal(12_000, first.Now.Added + second.Now.Added);
        Assert.Equal(12_000, first.Now.Duplicates + second.Now.Duplicates);
        Assert.True(first.Now.Arrived > 50 && second.Now.Arrived > 50, $"{first.Now.Arrived} and {second.Now.Arrived} messages");
    }

    [Fact]
    public async Task Receiver_BatchThatDoesNotDecodeOrIsAnothers_IsSetAsideAndTheRestGoesOn()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        byte[] damaged = Frames(Gateway, From(1, 10));
        damaged[100] ^= 1;
        await publisher.PublishAsync(TopicOf(Gateway), damaged);
        await publisher.PublishAsync(TopicOf(Gateway), []);
        await publisher.PublishAsync(TopicOf(Gateway), Frames("gateway-2", From(1, 10)));
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 10)));
        await publisher.PublishAsync(TopicOf(Gateway), damaged);
        await receiver.SettledAsync(5);
        Assert.Equal([$"{Gateway}|7|10|10|1|10"], await database.RecordsAsync());
        Assert.Equal(4, receiver.Now.Refused);
        Assert.Equal(
            ["a batch of the gateway 'gateway-2' under another's topic", "not a gateway batch: Checksum", "not a gateway batch: TooShort"],
            await database.AskAsync("SELECT reason FROM refused ORDER BY reason"));
        Assert.Equal([Convert.ToHexString(damaged)], await database.AskAsync("SELECT upper(encode(payload, 'hex')) FROM refused WHERE reason LIKE '%Checksum'"));
    }

    [Fact]
    public async Task Receiver_RecordThatTheDatabaseDoesNotTake_IsSetAsideAlone()
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        await database.RunAsync("ALTER TABLE record ADD CONSTRAINT nobody_expects CHECK (robot <> 'poison')");
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        for (int batch = 0; batch < 20; batch++)
        {
            await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From((batch * 10) + 1, 10), robot: batch == 7 ? "poison" : "robot-1"));
        }

        await receiver.SettledAsync(20);
        Assert.Equal([$"{Gateway}|7|190|190|1|200"], await database.RecordsAsync());
        Assert.Contains("nobody_expects", Assert.Single(await database.AskAsync("SELECT reason FROM refused")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_400_000_000_000)]
    public async Task Receiver_SameNamesWithOtherBytes_KeepsTheFirstSetsTheOtherAsideAndTellsTheGatewayHowFarItIs(long later)
    {
        (TestDatabase database, UpstreamScript broker) = await ServersAsync();
        ReceiptRecorder receipts = new();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, receipts: receipts);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(1, 50)));
        await receiver.SettledAsync(1);

        // A gateway that went back to a copy of its spool of when it had given 40 numbers.
        byte[] again = Frames(Gateway, From(41, 5), received: Noon + later, content: 1);
        await publisher.PublishAsync(TopicOf(Gateway), again);
        await receiver.SettledAsync(2);
        await publisher.PublishAsync(TopicOf(Gateway), again);
        await receiver.SettledAsync(3);
        await publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(51, 5)));
        await receiver.SettledAsync(4);
        Assert.Equal([$"{Gateway}|7|55|55|1|55"], await database.RecordsAsync());
        Assert.Equal(["55|0"], await database.AskAsync("SELECT count(*), count(*) FILTER (WHERE simulated) FROM record"));
        Assert.Equal(["5|5|41|45"], await database.AskAsync("SELECT count(*), count(*) FILTER (WHERE simulated), min(sequence), max(sequence) FROM conflict"));
        Assert.Equal((55, 10, 0), (receiver.Now.Added, receiver.Now.Conflicts, receiver.Now.Duplicates));

        // No receipt says that the other bytes are stored; one names a number that the old copy has not given.
        Assert.DoesNotContain(receipts.Batches, static batch => batch.First == 41);
        Assert.Contains(receipts.Batches, static batch => batch is { First: 50, Last: 50, Records: 1 });
    }

    private async Task<(TestDatabase Database, UpstreamScript Broker)> ServersAsync() => (await servers.DatabaseAsync(), await servers.MosquittoAsync());
}
