using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using MQTTnet.Formatter;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>Whatever is killed in between: each record is counted end to end, and is there once.</summary>
public sealed class ReceiverFaultTests(CityServers servers) : IClassFixture<CityServers>
{
    private const int BatchRecords = 50;
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task ReceiverKilledAgainAndAgain_MosquittoKeepsWhatWasNotAcknowledged()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        string[] arguments = ["--mqtt", $"127.0.0.1:{broker.Port}", "--group", "killed", "--name", "killed", "--database", database.ConnectionString, "--window", "20"];
        CityProcess receiver = await CityProcess.ReceiveAsync(arguments);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);

        // Before it has subscribed for the first time the broker keeps nothing for it.
        await Eventually.HoldsAsync(() => receiver.Output.Contains("connected to", StringComparison.Ordinal), "it is connected", () => receiver.Output);
        await PublishAsync(publisher, 1);
        await ReachesAsync(database, 1);
        long sent = await KillUnderLoadAsync(database, publisher, receiver, arguments, kills: 4);
        await AssertEachOnceAsync(database, sent);
    }

    [Fact]
    public async Task TwoReceiversOfAQuorumQueueAndOneIsKilled_TheOtherTakesWhatItHeld()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using UpstreamScript broker = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        string[] arguments = ["--amqp", $"127.0.0.1:{broker.SecondPort}", "--declare", "--database", database.ConnectionString, "--window", "20"];
        await using CityProcess steady = await CityProcess.ReceiveAsync([.. arguments, "--name", "steady"]);
        CityProcess killed = await CityProcess.ReceiveAsync([.. arguments, "--name", "killed"]);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port, MqttProtocolVersion.V311);

        // MQTT 3.1.1 knows no refusal: before the queue is bound, the broker acknowledges and drops.
        await Eventually.HoldsAsync(() => steady.Output.Contains("connected to", StringComparison.Ordinal) && killed.Output.Contains("connected to", StringComparison.Ordinal), "both are connected", () => steady.Output + killed.Output);
        long sent = await KillUnderLoadAsync(database, publisher, killed, [.. arguments, "--name", "killed"], kills: 3);
        await AssertEachOnceAsync(database, sent);
    }

    [Fact]
    public async Task DatabaseKilledUnderLoad_NothingIsAcknowledgedAndAllIsStoredAfterwards()
    {
        await using UpstreamScript postgres = await UpstreamScript.StartAsync("postgresql.sh");
        TestDatabase database = await CityServers.MakeAsync(postgres, "city");
        UpstreamScript broker = await servers.MosquittoAsync();
        await using RunningReceiver receiver = await RunningReceiver.OverMqttAsync(broker.Port, database, "db-killed", window: 20);
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        long sent = 0;
        for (int kill = 1; kill <= 3; kill++)
        {
            long before = receiver.Now.Added;
            Task<long> sending = SendAsync(publisher, sent, 200);
            await Eventually.HoldsAsync(() => receiver.Now.Added > before + (10 * BatchRecords), "it stores", () => $"{receiver.Now}");
            await postgres.KillAsync();
            long failed = receiver.Now.FailedCommits;
            sent = await sending;
            await Eventually.HoldsAsync(() => receiver.Now.FailedCommits > failed, "it notices", () => $"{receiver.Now}");
            Assert.Contains("the database", receiver.Now.LastError, StringComparison.Ordinal);
            long acknowledged = receiver.Now.Acknowledged;
            Assert.True(acknowledged < sent / BatchRecords, $"{acknowledged} of {sent / BatchRecords} messages are acknowledged without a database");
            await postgres.StartAsync();
            await Eventually.HoldsAsync(() => receiver.Now.Acknowledged == receiver.Now.Arrived && receiver.Now.Acknowledged == sent / BatchRecords, "all is stored", () => $"{receiver.Now}");
        }

        await AssertEachOnceAsync(database, sent);
    }

    private static async Task<long> KillUnderLoadAsync(TestDatabase database, CityPublisher publisher, CityProcess receiver, string[] arguments, int kills)
    {
        long sent = BatchRecords;
        for (int kill = 0; kill < kills; kill++)
        {
            long before = long.Parse((await database.AskAsync("SELECT count(*) FROM record"))[0], System.Globalization.CultureInfo.InvariantCulture);
            Task<long> sending = SendAsync(publisher, sent, 100);
            await ReachesAsync(database, before + (BatchRecords * 5));
            await receiver.KillAsync();
            await receiver.DisposeAsync();
            sent = await sending;
            receiver = await CityProcess.ReceiveAsync(arguments);
        }

        await PublishAsync(publisher, 1);
        await ReachesAsync(database, sent);
        await receiver.DisposeAsync();
        return sent;
    }

    private static Task PublishAsync(CityPublisher publisher, long first) => publisher.PublishAsync(TopicOf(Gateway), Frames(Gateway, From(first, BatchRecords)));

    private static async Task<long> SendAsync(CityPublisher publisher, long sent, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            await PublishAsync(publisher, sent + 1);
            sent += BatchRecords;
        }

        return sent;
    }

    private static async Task ReachesAsync(TestDatabase database, long records)
    {
        long there = 0;
        for (int attempt = 0; attempt < 600 && there < records; attempt++)
        {
            there = long.Parse((await database.AskAsync("SELECT count(*) FROM record"))[0], System.Globalization.CultureInfo.InvariantCulture);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Assert.True(there >= records, $"{there} of {records} records are stored within 30 s");
    }

    private static async Task AssertEachOnceAsync(TestDatabase database, long sent)
    {
        Assert.Equal([$"{Gateway}|7|{sent}|{sent}|1|{sent}"], await database.RecordsAsync());
        Assert.Equal(["0|0"], await database.AskAsync("SELECT (SELECT count(*) FROM refused), (SELECT count(*) FROM conflict)"));
    }
}
