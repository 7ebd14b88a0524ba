using System.Globalization;
using System.Net.Sockets;
using EdgeAI.Tests.Gateway;
using MQTTnet.Formatter;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City.Cluster;

/// <summary>
/// Gateways' uplinks, a cluster of three RabbitMQ nodes, receivers and PostgreSQL, each of them real. Whatever is killed or cut in between, each record
/// is counted end to end: added to a gateway, acknowledged by the cluster, in the table once.
/// </summary>
public sealed class ClusterFaultTests(CityCluster cluster) : IClassFixture<CityCluster>
{
    private const int Records = 1000;

    // A thousand connections at once, on a machine that may run other tests beside.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("leader")]
    [InlineData("follower")]
    public async Task NodeKilledDuringADrain_EveryRecordIsInTheTableOnce(string which)
    {
        TestDatabase database = await cluster.DatabaseAsync();
        int leader = await cluster.LeaderAsync();
        int victim = which == "leader" ? leader : CityCluster.OtherThan(leader);

        // One receiver consumes from the victim, one from another node.
        await using RunningReceiver first = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, victim), database, "first");
        await using RunningReceiver second = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, CityCluster.OtherThan(victim)), database, "second");
        await using DrainingGateways gateways = new(cluster, $"kill-{which}");
        gateways.Start();
        await gateways.InTheMiddleAsync(() => cluster.KillAsync(victim));
        await gateways.AssertEachOnceAsync(database);
        Assert.True(first.Now.Connections > 1, $"the receiver lost its node: {first.Now}");

        // Back again, it is part of the way as before.
        await cluster.BringBackAsync(victim);
        gateways.Add(Records);
        await gateways.AssertEachOnceAsync(database);
    }

    [Fact]
    public async Task NodeCutOffDuringADrain_TheMinorityPausesTheMajorityGoesOnAndEveryRecordIsInTheTableOnce()
    {
        TestDatabase database = await cluster.DatabaseAsync();
        int alone = await cluster.LeaderAsync();
        await using RunningReceiver first = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, alone), database, "first");
        await using RunningReceiver second = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, CityCluster.OtherThan(alone)), database, "second");
        await using DrainingGateways gateways = new(cluster, "split");
        gateways.Start();
        await gateways.InTheMiddleAsync(() => cluster.SplitAsync(alone));

        // Two of three are enough for all of it; the third serves nobody, and does not acknowledge what only it would have.
        await gateways.AssertEachOnceAsync(database);
        await Eventually.HoldsAsync(() => !Listens(cluster.MqttPorts[alone - 1]), "the minority pauses");
        Assert.NotEqual(alone, await cluster.LeaderAsync());

        await gateways.InTheMiddleAsync(() => cluster.HealAsync(alone));
        await gateways.AssertEachOnceAsync(database);
        await Eventually.HoldsAsync(() => Listens(cluster.MqttPorts[alone - 1]), "the minority is back");
        gateways.Add(Records);
        await gateways.AssertEachOnceAsync(database);
    }

    [Fact]
    public async Task ReceiversThatRaceForTheSameRecordsAndOneIsKilled_EachRecordIsThereOnce()
    {
        const int Batches = 60;
        const int BatchRecords = 50;
        const long Total = Batches * BatchRecords;
        TestDatabase database = await cluster.DatabaseAsync();
        await using RunningReceiver steady = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, 1), database, "steady", window: 8);
        await using CityProcess killed = await ReceiverAsync(database, node: 2, "killed");

        // The same batches come through each node at the same time, and the queue gives them to both in turn: both store the same records at the same time.
        Task[] publishing = [.. cluster.MqttPorts.Select(async port =>
        {
            await using CityPublisher publisher = await CityPublisher.ConnectAsync(port, MqttProtocolVersion.V311);
            for (int batch = 0; batch < Batches; batch++)
            {
                await publisher.PublishAsync(TopicOf("race"), Frames("race", From((batch * BatchRecords) + 1, BatchRecords)));
            }
        })];
        await Eventually.HoldsAsync(() => steady.Now.Arrived > Batches / 2, "both store", () => $"{steady.Now}");
        await killed.KillAsync();
        await Task.WhenAll(publishing);
        await Eventually.HoldsAsync(async () => await CountAsync(database, "race") == Total, "all is stored", () => $"{steady.Now}");
        Assert.Equal([$"race|7|{Total}|{Total}|1|{Total}"], await database.RecordsAsync());
        Assert.Equal(["0|0"], await database.AskAsync("SELECT (SELECT count(*) FROM refused), (SELECT count(*) FROM conflict)"));
        Assert.True(steady.Now.Duplicates > 0, $"they raced: {steady.Now}");
    }

    /// <summary>EDGEAI_CITY_KILLS=100 kills as often; EDGEAI_CITY_SEED draws other moments.</summary>
    [Fact]
    public async Task ReceiverKilledAtRandomMomentsUnderLoad_EachRecordIsThereOnce()
    {
        int kills = Setting("EDGEAI_CITY_KILLS", 20);
        Random random = new(Setting("EDGEAI_CITY_SEED", 7));
        TestDatabase database = await cluster.DatabaseAsync();
        await using DrainingGateways gateways = new(cluster, "killed");
        gateways.Start();
        int stored = 0;

        // At a pace that leaves the last receiver no queue that takes it minutes: most of the time there is none.
        await gateways.InTheMiddleAsync(KillAsync, waiting: 4, everyMilliseconds: 100);
        Assert.True(stored > 0, $"{stored} of {kills} receivers lived long enough to store");
        await using CityProcess last = CityProcess.Begin(ReceiverArguments(database, 1, "killed"));
        await gateways.AssertEachOnceAsync(database);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {stored} of receivers that had stored; {gateways.Added:N0} records");

        async Task KillAsync()
        {
            for (int kill = 0; kill < kills; kill++)
            {
                long before = await CountAsync(database, "killed-%");
                await using CityProcess receiver = CityProcess.Begin(ReceiverArguments(database, (kill % CityCluster.Nodes) + 1, "killed"));

                // At any moment of its life: as it starts and connects, and each second time as it stores and acknowledges.
                bool connected = kill % 2 == 1;
                if (connected)
                {
                    await Eventually.HoldsAsync(() => receiver.Output.Contains("connected to", StringComparison.Ordinal), "it is connected", () => receiver.Output);
                }

                await Task.Delay(random.Next(connected ? 300 : 1500), TestContext.Current.CancellationToken);
                await receiver.KillAsync();
                stored += await CountAsync(database, "killed-%") > before ? 1 : 0;
            }
        }
    }

    [Fact]
    public async Task AThousandGatewaysThatComeBackAtOnce_EveryRecordIsInTheTableOnce()
    {
        const int Processes = 2;
        const int Each = 500;
        const int RecordsEach = 20;
        TestDatabase database = await cluster.DatabaseAsync();
        await using RunningReceiver first = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, 1), database, "first");
        await using RunningReceiver second = await RunningReceiver.OverAmqpAsync(CityCluster.FirstOf(cluster.AmqpPorts, 2), database, "second");
        await using OutageProxies network = new(cluster.MqttPorts);
        FleetProcess[] fleets = [.. Enumerable.Range(0, Processes).Select(process => FleetProcess.Start(first: process * Each, count: Each, network.Ports))];
        try
        {
            await Task.WhenAll(fleets.Select(static fleet => fleet.ReadyAsync()));
            await AllAsync(static status => status["connected"] == Each, "all are connected");
            network.Refuse();
            await AllAsync(static status => status["connected"] == 0, "all are cut off");
            await Task.WhenAll(fleets.Select(static fleet => fleet.AskAsync($"add {RecordsEach}")));
            network.Accept();
            await AllAsync(static status => status["waiting"] == 0, "all have drained");
        }
        finally
        {
            foreach (FleetProcess fleet in fleets)
            {
                fleet.Dispose();
            }
        }

        const int Gateways = Processes * Each;
        await Eventually.HoldsAsync(async () => await CountAsync(database, "fleet-%") == Gateways * RecordsEach, "all is stored", () => $"{first.Now}\n{second.Now}");
        Assert.Equal([$"{Gateways}|{RecordsEach}|{RecordsEach}|1|{RecordsEach}"], await database.AskAsync("""
            SELECT count(*), min(there), max(there), min(lowest), max(highest)
            FROM (SELECT count(DISTINCT sequence) AS there, min(sequence) AS lowest, max(sequence) AS highest FROM record WHERE gateway LIKE 'fleet-%' GROUP BY gateway) AS gateway
            """));

        async Task AllAsync(Func<Dictionary<string, long>, bool> holds, string what)
        {
            foreach (FleetProcess fleet in fleets)
            {
                Dictionary<string, long> status = [];
                await Eventually.HoldsAsync(async () => holds(status = await fleet.AskAsync("status")), what, () => string.Join(' ', status), within: Patience);
            }
        }
    }

    private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static async Task<long> CountAsync(TestDatabase database, string gateway)
        => long.Parse((await database.AskAsync($"SELECT count(*) FROM record WHERE gateway LIKE '{gateway}'"))[0], CultureInfo.InvariantCulture);

    private static bool Listens(int port)
    {
        using TcpClient client = new();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Task<CityProcess> ReceiverAsync(TestDatabase database, int node, string name) => CityProcess.ReceiveAsync(ReceiverArguments(database, node, name)[1..]);

    private string[] ReceiverArguments(TestDatabase database, int node, string name)
        => ["receive", .. CityCluster.FirstOf(cluster.AmqpPorts, node).SelectMany(static port => (string[])["--amqp", $"127.0.0.1:{port}"]), "--declare", "--name", name, "--window", "32", "--database", database.ConnectionString];
}
