using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class BrokerLimitTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAndCounted()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumConnections = 2, MaximumSilentConnections = 2, MaximumConnectionsPerDevice = 2 });
        RawMqttClient first = await broker.ConnectAsync("first");
        await broker.ConnectAsync("second");
        RawMqttClient third = await broker.OpenAsync();
        Assert.Equal("closed", await third.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.TooManyConnections]);
        first.Dispose();
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 1, "there is room again");
        await broker.ConnectAsync("third");
    }

    [Fact]
    public async Task Connects_FasterThanTheRate_AreClosedAndCounted()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumConnectsPerSecond = 3 });
        await broker.ConnectAsync("robot");
        RawMqttClient last = await broker.OpenAsync();
        while (!broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.ConnectRate))
        {
            last = await broker.OpenAsync();
        }

        Assert.Equal("closed", await last.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.Connections);
    }

    [Fact]
    public async Task Connects_FasterThanTheRateFromOneAddress_KeepNobodyElseOut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has all of 127.0.0.0/8 on loopback");
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumConnectsPerSecond = 20, MaximumConnectsPerSecondOfAddress = 10 });
        for (int refused = 0; refused < 100; refused++)
        {
            await broker.OpenAsync();
        }

        Assert.True(broker.Statistics.EndedBy[ConnectionEnd.ConnectRate] > 20);
        using RawMqttClient robot = await RawMqttClient.ConnectAsync(broker.Broker.Port, 5, "robot", from: IPAddress.Parse("127.0.0.2"));
        await robot.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task SilentConnections_BeyondTheLimit_EndTheOldestOfThem()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumSilentConnections = 2 });
        RawMqttClient oldest = await broker.OpenAsync();
        await Eventually.HoldsAsync(() => broker.Statistics.Connects == 1, "the first is there");
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await broker.OpenAsync();
        await broker.OpenAsync();
        Assert.Equal("closed", await oldest.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.Silent]);
    }

    [Fact]
    public async Task PeerThatLeftBeforeMqtt_IsNoLongerCountedAsSilent()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumSilentConnections = 1 });
        SilentPeer gone = new(static () => { });
        Assert.True(broker.Broker.TryEnter(null, gone));
        broker.Broker.Leave(gone);
        bool isEnded = false;
        SilentPeer next = new(() => isEnded = true);
        Assert.True(broker.Broker.TryEnter(null, next));
        Assert.Empty(broker.Statistics.EndedBy);
        Assert.True(broker.Broker.TryEnter(null, new SilentPeer(static () => { })));
        Assert.True(isEnded);
    }

    // A peer that stalls in its handshake or in its HTTP request costs as much as one that stalls in MQTT.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeersThatStallBeforeMqtt_BeyondTheLimit_EndTheOldestOfThem(bool inTls)
    {
        using X509Certificate2 server = TestCertificates.Make("localhost");
        ListenerOptions listener = inTls ? new ListenerOptions { Tls = true } : new ListenerOptions { Kind = ListenerKind.WebSocket };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(
            new BrokerLimits { MaximumSilentConnections = 2, ConnectTimeout = TimeSpan.FromMinutes(10) },
            options => options with { Tls = new TestTlsServer(server, server), Listeners = [listener] });
        List<RawMqttClient> stalled = [];
        for (int count = 1; count <= 3; count++)
        {
            stalled.Add(await RawMqttClient.OpenAsync(broker.Broker.Ports[1]));
            await stalled[^1].SendAsync(inTls ? [0x16, 3, 1] : "GET /mqtt HTTP/1.1\r\n"u8.ToArray());
            await Eventually.HoldsAsync(() => broker.Statistics.Connects == count, "it is there");
        }

        Assert.Equal("closed", await stalled[0].ReadHexAsync());
        await Eventually.HoldsAsync(() => broker.Statistics.EndedBy.GetValueOrDefault(ConnectionEnd.Silent) == 1, "it is counted by its reason");
        stalled.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task PeerThatVanishes_IsAskedForByTheSystemWithinAMinute()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows a socket's timers");
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        string ends = $":{broker.Broker.Port:X4} 0100007F:{robot.LocalPort:X4} 01 ";
        // proc(5) and the kernel's proc_net_tcp.rst: "tr tm->when", where 02 is the keep-alive timer, in hundredths of a second.
        string line = Assert.Single(await File.ReadAllLinesAsync("/proc/net/tcp", TestContext.Current.CancellationToken), line => line.Contains(ends, StringComparison.Ordinal));
        string[] timer = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[5].Split(':');
        Assert.Equal("02", timer[0]);
        Assert.InRange(Convert.ToInt64(timer[1], 16), 1, 6000);
    }

    [Fact]
    public async Task Publishes_FasterThanTheRate_AreReadLaterAndAllAnswered()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumPublishesPerSecond = 100 });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        for (int id = 1; id <= 200; id++)
        {
            await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, id), (ushort)id));
        }

        for (int id = 1; id <= 200; id++)
        {
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
        }

        Assert.True(broker.Statistics.Throttled > 0);
    }

    [Fact]
    public async Task Limits_ThatCannotBe_AreNamed()
    {
        GatewayException error = await Assert.ThrowsAsync<GatewayException>(() => BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 70_000 }));
        Assert.Contains("MaximumInFlight is 70000: use 1 to 65535", error.Message, StringComparison.Ordinal);
    }

    // Ten thousand connects from two processes, half of which never say a word; the descriptors they need here are at most the
    // broker's 4,096 connections and a few hundred beside them.
    [Fact]
    public async Task Flood_OfTenThousandConnects_LeavesARobotServedAndTakesNoMemoryForGood()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        broker.Store.Forgets = true;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        ushort id = 0;
        await PublishAsync(robot, ++id);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using Process first = StartFlood(broker.Broker.Port);
        using Process second = StartFlood(broker.Broker.Port);
        Task<string?>[] flooded = [first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask(), second.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()];
        Task all = Task.WhenAll(flooded);
        int during = 0;
        while (!all.IsCompleted)
        {
            id = (ushort)((id % 60_000) + 1);
            await PublishAsync(robot, id);
            during++;
        }

        Assert.All(await Task.WhenAll(flooded), line => Assert.StartsWith("flooded ", line, StringComparison.Ordinal));
        Assert.True(during > 10, $"{during} publishes were acknowledged during the flood");
        BrokerStatistics statistics = broker.Statistics;
        long refused = statistics.EndedBy.Where(pair => pair.Key != ConnectionEnd.ByClient).Sum(pair => pair.Value);
        Assert.True(statistics.Connects + refused >= 10_000, $"{statistics.Connects} taken, {refused} refused or ended");
        Assert.InRange(statistics.Connections, 1, broker.Broker.Limits.MaximumConnections);
        foreach (Process process in (Process[])[first, second])
        {
            await process.StandardInput.WriteLineAsync();
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 1, "the flood is gone");
        await PublishAsync(robot, ++id);
        await Eventually.HoldsAsync(() => GC.GetTotalMemory(forceFullCollection: true) < before + (8 << 20), "the memory is back");
    }

    private static async Task PublishAsync(RawMqttClient robot, ushort id)
    {
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, id), id));
        Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
    }

    private static Process StartFlood(int port)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "EdgeAI.PowerCut.dll"), "flood", port.ToString(), "5000" },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
    }
}
