using EdgeAI.Tests.Gateway.Uplinks;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>A gateway's clock is a day wrong, and is set right while it sends: a record's name does not depend on it.</summary>
public sealed class WrongClockTests(CityServers servers) : IClassFixture<CityServers>
{
    private const long Day = 86_400L * 1_000_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Receiver_GatewayClockADayWrongAndThenSet_EachRecordIsThereOnceWithTheTimeThatTheGatewayGaveIt(int days)
    {
        const string Gateway = "gateway-1";
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        byte[] wrong = Frames(Gateway, From(1, 100), received: TestClock.Now + (days * Day));
        byte[] right = Frames(Gateway, From(101, 100), received: TestClock.Now);

        // What was on its way when the clock was set is sent again, cut otherwise, with the times that it had.
        await publisher.PublishAsync(TopicOf(Gateway), wrong);
        await publisher.PublishAsync(TopicOf(Gateway), right);
        await publisher.PublishAsync(TopicOf(Gateway), wrong);
        await publisher.PublishAsync(TopicOf(Gateway), right);
        await receiver.SettledAsync(4);
        Assert.Equal([$"{Gateway}|7|200|200|1|200"], await database.RecordsAsync());
        Assert.Equal((200, 200, 0), (receiver.Now.Added, receiver.Now.Duplicates, receiver.Now.Conflicts));
        Assert.Equal([$"{days}|100", "0|100"], await database.AskAsync("SELECT round(extract(epoch FROM received - stored) / 86400) AS days, count(*) FROM record GROUP BY 1 ORDER BY min(sequence)"));

        // The newest receipt that is known is the gateway's word, and shows that its clock is, or was, ahead.
        Assert.Equal(days > 0, receiver.Now.Gateways.Single().Newest > TestClock.Now + (Day / 2));
        Assert.Equal(["0"], await database.AskAsync("SELECT count(*) FROM record_other_times"));
        await database.RunAsync("SELECT account_spool('gateway-1', 7)");
        Assert.Equal(["0"], await database.AskAsync("SELECT count(*) FROM gap"));
    }
}
