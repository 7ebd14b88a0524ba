using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class BrokerSessionTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task Connack_OfMqtt5_TellsTheLimitsAndWhatThereIsNot()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 7, MaximumPacketBytes = 4096, MaximumConnectBytes = 1024, MaximumTopicAliases = 5, MaximumKeepAlive = TimeSpan.FromSeconds(100) });
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "", keepAlive: 0, properties: [0x11, 0, 0, 0, 60]));
        string connack = Convert.ToHexString(robot.Connack);
        Assert.StartsWith("0000", connack, StringComparison.Ordinal);
        Assert.Contains("1100000000", connack, StringComparison.Ordinal); // session expiry 0: none is kept
        Assert.Contains("210007", connack, StringComparison.Ordinal); // receive maximum
        Assert.Contains("2700001000", connack, StringComparison.Ordinal); // maximum packet size
        Assert.Contains("2500", connack, StringComparison.Ordinal); // nothing retained
        Assert.Contains("2900", connack, StringComparison.Ordinal); // no subscription identifiers
        Assert.Contains("2A00", connack, StringComparison.Ordinal); // no shared subscriptions
        Assert.Contains("2801", connack, StringComparison.Ordinal); // wildcards
        Assert.Contains("220005", connack, StringComparison.Ordinal); // topic aliases
        Assert.Contains("130064", connack, StringComparison.Ordinal); // keep-alive
        Assert.Contains("120025" + Convert.ToHexString("auto-"u8), connack, StringComparison.Ordinal); // a client id
    }

    // A client need not wait for CONNACK (3.1.4), and still gets it first [MQTT-3.2.0-1].
    [Theory]
    [InlineData(Topic, "40 0001")]
    [InlineData("elsewhere", "40 000190")]
    public async Task Connack_OfAClientThatPublishesAtOnce_IsTheFirstPacket(string topic, string answer)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.OpenAsync();
        await robot.SendAsync(MqttPackets.Connect(5, "robot"), MqttPackets.Publish(5, topic, RawFrames.Make(1, 1, 1), 1));
        Assert.StartsWith("20 0000", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.StartsWith(answer, await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100D00044D5154540602003C000161", "20 0084")] // a later version is told in MQTT 5
    [InlineData("100F00064D514973647003023C00000161", "20 0001")] // MQTT 3.1
    [InlineData("100C00044D5154540400003C0000", "20 0002")] // 3.1.1: no id and no clean session
    [InlineData("101500044D5154540502003C0815000578353039780000", "20 008C")] // authentication methods
    [InlineData("101100044D5154540502003C0417011701000161", "20 0082")] // a property twice
    [InlineData("100D00044D5154540403003C000161", "closed")] // 3.1.1 has no code for a reserved bit
    [InlineData("474554202F20485454502F312E31", "closed")] // "GET / HTTP/1.1"
    [InlineData("C000", "closed")] // not CONNECT
    public async Task Connect_ThatIsNotTaken_IsToldWhereThePeerUnderstands(string hex, string answer)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient client = await broker.OpenAsync();
        await client.SendAsync(Convert.FromHexString(hex));
        Assert.StartsWith(answer, await client.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal("closed", await client.ReadHexAsync());
    }

    [Fact]
    public async Task SameClientId_ConnectedAnew_TakesTheSessionOver()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient first = await broker.ConnectAsync("robot");
        RawMqttClient second = await broker.ConnectAsync("robot", 4);
        Assert.StartsWith("E0 8E", await first.ReadHexAsync(), StringComparison.Ordinal);
        first.Dispose();
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 1, "one is left");
        RawMqttClient third = await broker.ConnectAsync("robot", 4);
        Assert.Equal("closed", await second.ReadHexAsync());
        await third.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await third.ReadHexAsync());
        Assert.Equal(2, broker.Statistics.EndedBy[ConnectionEnd.TakenOver]);
    }

    [Fact]
    public async Task Will_OfAClientThatVanishes_IsStoredLikeItsOwnPublish()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        byte[] frame = RawFrames.Make(1, 1, 5);
        byte[] connect = MqttPackets.Connect(5, "robot", will: (Topic, frame, 1));
        RawMqttClient polite = await broker.ConnectAsync("robot", connect: connect);
        await polite.SendAsync(MqttPackets.Disconnect);
        Assert.Equal("closed", await polite.ReadHexAsync());
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 0, "it is gone");
        Assert.Equal(0, broker.Store.Count);

        RawMqttClient vanishing = await broker.ConnectAsync("robot", connect: connect);
        vanishing.Dispose();
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "the will is stored");
        Assert.Equal(frame, broker.Store.PayloadOf(0));
        Assert.Equal("robot", broker.Store.RobotOf(0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task HalfOpenPeer_ThatKeepsSilent_IsEndedAfterOneAndAHalfKeepAlives(byte version)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", version, MqttPackets.Connect(version, "robot", keepAlive: 1));
        if (version == 5)
        {
            Assert.StartsWith("E0 8D", await robot.ReadHexAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("closed", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.KeepAlive]);
    }

    [Fact]
    public async Task Connection_WithoutConnect_IsEndedInTime()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        RawMqttClient silent = await broker.OpenAsync();
        RawMqttClient slow = await broker.OpenAsync();
        await slow.SendAsync([0x10, 0x20, 0]);
        Assert.Equal("closed", await silent.ReadHexAsync());
        Assert.Equal("closed", await slow.ReadHexAsync());
        Assert.Equal(2, broker.Statistics.EndedBy[ConnectionEnd.ConnectTimeout]);
    }

    [Fact]
    public async Task Packet_LongerThanAllowed_IsRefusedFromItsHeaderAlone()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync([0x32, 0xFF, 0xFF, 0x7F]);
        Assert.StartsWith("E0 95", await robot.ReadHexAsync(), StringComparison.Ordinal);
        RawMqttClient stranger = await broker.OpenAsync();
        await stranger.SendAsync([0x10, 0xFF, 0xFF, 0x7F]);
        Assert.Equal("closed", await stranger.ReadHexAsync());
        Assert.Equal(2, broker.Statistics.EndedBy[ConnectionEnd.PacketTooLarge]);
    }

    [Fact]
    public async Task Devices_UseTheirOwnTopicsOnly()
    {
        TestDirectory directory = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory });
        broker.Store.AtOnce = StoreStatus.Stored;
        byte[] own = MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 1), 1);
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(own, MqttPackets.Publish(5, "edgeai/v1/hall/other/1/1", RawFrames.Make(1, 1, 1), 2));
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.StartsWith("40 000287", await robot.ReadHexAsync(), StringComparison.Ordinal);
        await robot.SendAsync(MqttPackets.Subscribe(5, 3, ("a/robot/b", 1), ("a/other/b", 1)));
        Assert.Equal("90 0003000187", await robot.ReadHexAsync());

        RawMqttClient old = await broker.ConnectAsync("old", 4);
        await old.SendAsync(MqttPackets.Subscribe(4, 3, ("a/old/b", 2), ("a/robot/b", 1)));
        Assert.Equal("90 00030180", await old.ReadHexAsync());
        await old.SendAsync(MqttPackets.Publish(4, Topic, RawFrames.Make(1, 1, 1), 1));
        Assert.Equal("closed", await old.ReadHexAsync());
        Assert.Equal(2, broker.Statistics.RefusedBy[PublishRefusal.NotPermitted]);

        RawMqttClient stranger = await broker.OpenAsync();
        await stranger.SendAsync(MqttPackets.Connect(5, "stranger"));
        Assert.StartsWith("20 0087", await stranger.ReadHexAsync(), StringComparison.Ordinal);
        stranger = await broker.OpenAsync();
        await stranger.SendAsync(MqttPackets.Connect(4, "stranger"));
        Assert.Equal("20 0005", await stranger.ReadHexAsync());

        directory.Revoke("robot");
        Assert.StartsWith("E0 98", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.Revoked]);
    }

    [Fact]
    public async Task Device_RevokedWhileItIsNamed_IsRefused()
    {
        TestDirectory directory = new();
        directory.WhileNaming = directory.Revoke;
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory });
        RawMqttClient robot = await broker.OpenAsync();
        await robot.SendAsync(MqttPackets.Connect(5, "robot"));
        Assert.StartsWith("20 0087", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal("closed", await robot.ReadHexAsync());
    }

    // It was judged as it named itself, and once more when the directory changed a moment later: only then it had to go.
    [Fact]
    public async Task Device_RevokedBetweenItsJudgementAndItsConnack_IsNotTakenIn()
    {
        TestDirectory directory = new();
        directory.WhileJudging = _ =>
        {
            directory.WhileJudging = static _ => { };
            directory.Revoke("robot");
        };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory });
        RawMqttClient robot = await broker.OpenAsync();
        await robot.SendAsync(MqttPackets.Connect(5, "robot"));
        Assert.Equal("closed", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.Revoked]);
    }

    [Fact]
    public async Task Device_Revoked_IsEndedAtOnce()
    {
        TestDirectory directory = new();
        RingingTime time = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory, Time = time });
        RawMqttClient robot = await broker.ConnectAsync("robot");
        TimeSpan before = time.Passed;
        directory.Revoke("robot");
        Assert.StartsWith("E0 98", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(before, time.Passed);
    }

    [Fact]
    public async Task Device_ThatExpiresWhileItIsNotRead_IsEndedAllTheSame()
    {
        TestDirectory directory = new();
        RingingTime time = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 1 }, options => options with { Devices = directory, Time = time });
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(4, "robot", keepAlive: 0));
        await robot.SendAsync(MqttPackets.Publish(4, Topic, RawFrames.Make(1, 1, 1), 1), MqttPackets.Publish(4, Topic, RawFrames.Make(1, 1, 2), 2));
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "there is no room for the second");
        directory.Expire("robot");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Pass(TimeSpan.FromMilliseconds(250));
                return broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.Revoked);
            },
            "it is ended");
        broker.Store.Complete(0);
    }

    // MQTT 5.0, 3.1.2.10: the keep-alive that the server sent counts.
    [Fact]
    public async Task KeepAlive_ThatTheClientWasToldInsteadOfItsOwn_IsKept()
    {
        RingingTime time = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumKeepAlive = TimeSpan.FromSeconds(10) }, options => options with { Time = time });
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", keepAlive: 0));
        time.Pass(TimeSpan.FromSeconds(15));
        Assert.Empty(broker.Statistics.EndedBy);
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.StartsWith("E0 8D", await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    // MQTT 5.0, 3.14.2.1: 0x04 is "disconnect with will message".
    [Fact]
    public async Task Will_OfAClientThatAsksForItAsItGoes_IsStored()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", will: (Topic, RawFrames.Make(1, 1, 5), 1)));
        await robot.SendAsync([0xE0, 1, 4]);
        Assert.Equal("closed", await robot.ReadHexAsync());
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "the will is stored");
    }

    [Theory]
    [InlineData(4, "40 0001")]
    [InlineData(5, "E0 9A")]
    public async Task RetainedPublish_IsStoredIn311AndRefusedInMqtt5(byte version, string answer)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", version);
        await robot.SendAsync(MqttPackets.Publish(version, Topic, RawFrames.Make(1, 1, 1), 1, retain: true));
        Assert.StartsWith(answer, await robot.ReadHexAsync(), StringComparison.Ordinal);
    }
}
