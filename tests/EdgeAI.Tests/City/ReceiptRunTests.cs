using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City;

/// <summary>Gateway, broker, city and database as they run: the spool empties by the city's receipts, and by nothing else.</summary>
public sealed class ReceiptRunTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Records = "SELECT epoch, count(*), count(DISTINCT (board, frame_sequence)) FROM record WHERE kind = 1 GROUP BY 1";

    [Fact]
    public async Task Mosquitto_CityAwayGatewayKilledCityBack_EveryRecordIsKeptUntilItsReceipt()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        string[] receive = ["--mqtt", $"127.0.0.1:{broker.Port}", "--name", "receipts", "--group", "receipts", "--database", database.ConnectionString, "--key", await NewKeyAsync(folder)];
        await using GatewayProcess gateway = new("--id", "gateway-r", "--site", "hall", "--spool", folder["spool"], "--upstream", $"127.0.0.1:{broker.Port}", "--city-key", folder["city.pem.pub"]);
        gateway.Start();
        int before;
        await using (CityProcess city = await ReceiveAsync(receive))
        {
            before = await PublishAsync(gateway.Port, "robot-1");
            await Eventually.HoldsAsync(() => gateway.Counts() is { Waiting: 0 }, "the city's receipts empty the spool", () => gateway.Health + city.Output);
            await city.KillAsync();
        }

        // The broker keeps them for the receiver that is away, and acknowledges.
        int after = await PublishAsync(gateway.Port, "robot-2");
        await Eventually.HoldsAsync(() => gateway.Counts() is { } counts && counts.Unreceipted >= after && counts.Waiting == counts.Unreceipted, "PUBACKs come, and the spool keeps all", () => gateway.Health);
        await gateway.KillAsync();
        gateway.Start();
        await Eventually.HoldsAsync(() => gateway.Counts() is { } counts && counts.Unreceipted >= after && counts.Waiting == counts.Unreceipted, "after a restart it is sent again", () => gateway.Health);
        await using CityProcess back = await ReceiveAsync(receive);
        await Eventually.HoldsAsync(() => gateway.Counts() is { Waiting: 0 }, "the city is back, and its receipts empty the spool", () => gateway.Health + back.Output);
        Assert.Equal([$"{before + after}", $"{before + after}"], Assert.Single(await database.AskAsync(Records)).Split('|')[1..]);
        await AssertNothingIsMissingAsync(database);
    }

    [Fact]
    public async Task RabbitMq_OverMqtt311_TheCitysReceiptsEmptyTheSpool()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await using UpstreamScript rabbit = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        using TemporaryFolder folder = new();
        string key = await NewKeyAsync(folder);
        await using CityProcess city = await ReceiveAsync("--amqp", $"127.0.0.1:{rabbit.SecondPort}", "--declare", "--database", database.ConnectionString, "--key", key);
        await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions
        {
            Id = "gateway-r",
            Site = "hall",
            SpoolFolder = folder["spool"],
            Port = 0,
            Uplink = new UplinkOptions
            {
                Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = rabbit.Port, Protocol = MqttProtocol.Mqtt311 }],
                CityKeyFiles = [folder["city.pem.pub"]],
            },
        });
        int frames = await PublishAsync(gateway.Port, "robot-1");
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"{gateway.Snapshot()} {city.Output}");
        Assert.True(gateway.Snapshot().Uplink.Receipts!.Batches > 0);
        Assert.Equal([$"{frames}", $"{frames}"], Assert.Single(await database.AskAsync(Records)).Split('|')[1..]);
        await AssertNothingIsMissingAsync(database);
    }

    [Fact]
    public async Task Mosquitto_SpoolFromABackup_GoesOnUnderANewEpochAndLosesNothing()
    {
        TestDatabase database = await servers.DatabaseAsync();
        UpstreamScript broker = await servers.MosquittoAsync();
        using TemporaryFolder folder = new();
        string key = await NewKeyAsync(folder);
        await using CityProcess city = await ReceiveAsync("--mqtt", $"127.0.0.1:{broker.Port}", "--name", "backup", "--group", "backup", "--database", database.ConnectionString, "--key", key);
        GatewayOptions options = new GatewayOptions { Id = "gateway-b", Site = "hall", SpoolFolder = folder["spool"], Port = 0 }.WithUpstream("127.0.0.1", broker.Port);
        options = options with { Uplink = options.Uplink with { CityKeyFiles = [folder["city.pem.pub"]] } };
        int first = await RunAsync("robot-1", batches: 10);
        Copy(folder["spool"], folder["backup"]);
        int second = await RunAsync("robot-2", batches: 40);
        Directory.Delete(folder["spool"], recursive: true);
        Copy(folder["backup"], folder["spool"]);
        int third = await RunAsync("robot-3", batches: 10);
        int fourth = await RunAsync("robot-4", batches: 10);

        // The epoch before is whole, and so is the new one, which has what came after the backup was put back.
        string[] epochs = await database.AskAsync("SELECT count(*), count(DISTINCT sequence), string_agg(DISTINCT robot, ' ' ORDER BY robot) FROM record WHERE kind = 1 GROUP BY epoch ORDER BY min(stored)");
        Assert.Equal([$"{first + second}|{first + second}|robot-1 robot-2", $"{third + fourth}|{third + fourth}|robot-3 robot-4"], epochs);

        await AssertNothingIsMissingAsync(database);

        // What was sent under names that were taken is in the table of conflicts, too.
        Assert.Equal(["robot-3"], await database.AskAsync("SELECT DISTINCT robot FROM conflict"));

        async Task<int> RunAsync(string robot, int batches)
        {
            await using GatewayHost gateway = await GatewayHost.StartAsync(options);
            int frames = await PublishAsync(gateway.Port, robot, batches);
            Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"{gateway.Snapshot()} {city.Output}");
            return frames;
        }
    }

    // Before it is connected no queue is bound: what a broker then acknowledges is sent again only when no receipt has come for it.
    private static Task<CityProcess> ReceiveAsync(params string[] arguments) => CityProcess.StartAsync("connected to ", ["receive", .. arguments]);

    private static async Task AssertNothingIsMissingAsync(TestDatabase database)
    {
        (int exitCode, string output) = await CityProcess.RunAsync("gaps", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<string> NewKeyAsync(TemporaryFolder folder)
    {
        (int exitCode, string output) = await CityProcess.RunAsync("keys", "new", "--out", folder["city.pem"]);
        Assert.True(exitCode == 0, output);
        return folder["city.pem"];
    }

    /// <summary>A robot publishes its batches, and is answered for all; how many frames were in them.</summary>
    private static async Task<int> PublishAsync(int port, string name, int batches = 40)
    {
        LoadedRobot robot = new(name, seed: 1, batches, maximumFrames: 20);
        await using WindowedPublisher publisher = new(robot, new WindowedPublisherOptions { Host = "127.0.0.1", Port = port, ClientId = name });
        publisher.Start();
        await Eventually.HoldsAsync(() => robot.Acknowledged.Count == batches, "the gateway acknowledges everything", () => $"{publisher.Snapshot()}");
        return robot.AcknowledgedFrames().Count();
    }
}
