using System.Text;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Messages_ReachWhoeverSubscribedToThem_OnceAndAtTheQosAskedFor()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        List<string> granted = [];
        broker.Broker.Bus.Subscribed += (device, filter) => granted.Add($"{device} {filter}");
        RawMqttClient first = await broker.ConnectAsync("first");
        RawMqttClient second = await broker.ConnectAsync("second", 4);
        await first.SendAsync(MqttPackets.Subscribe(5, 1, ("a/+/c", 1), ("a/#", 0), ("x", 2)));
        Assert.Equal("90 000100010001", await first.ReadHexAsync());
        await second.SendAsync(MqttPackets.Subscribe(4, 1, ("#", 0), ("a/b/c/#", 1)));
        Assert.Equal("90 00010001", await second.ReadHexAsync());
        Assert.Equal(["local a/+/c", "local a/#", "local x", "local #", "local a/b/c/#"], granted);

        Assert.Equal(2, broker.Broker.Bus.Publish("a/b/c", "one"u8, atLeastOnce: true));
        Assert.Equal($"32 0005{Hex("a/b/c")}000100{Hex("one")}", await first.ReadHexAsync());
        Assert.Equal($"32 0005{Hex("a/b/c")}0001{Hex("one")}", await second.ReadHexAsync());
        Assert.Equal(2, broker.Broker.Bus.Publish("a", "two"u8, atLeastOnce: true));
        Assert.Equal($"30 0001{Hex("a")}00{Hex("two")}", await first.ReadHexAsync());
        Assert.Equal($"30 0001{Hex("a")}{Hex("two")}", await second.ReadHexAsync());
        Assert.Equal(1, broker.Broker.Bus.Publish("x", "three"u8, atLeastOnce: false) - 1);
        Assert.Equal($"30 0001{Hex("x")}00{Hex("three")}", await first.ReadHexAsync());

        // A wildcard in front does not see the topics of '$'.
        Assert.Equal(0, broker.Broker.Bus.Publish("$SYS/x", ""u8, atLeastOnce: false));
        await first.SendAsync(MqttPackets.Unsubscribe(5, 2, "a/#", "none"));
        Assert.Equal("B0 0002000011", await first.ReadHexAsync());
        Assert.Equal(1, broker.Broker.Bus.Publish("a", ""u8, atLeastOnce: false));
        first.Dispose();
        second.Dispose();
        await Eventually.HoldsAsync(() => broker.Statistics.Subscriptions == 0, "what is gone is subscribed to nothing");
    }

    [Fact]
    public async Task Message_ThatManyFiltersOfOneClientMatch_ReachesItOnceAtTheBestQos()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient client = await broker.ConnectAsync("client");
        RawMqttClient other = await broker.ConnectAsync("other");

        // Every way to write a, b, c, d and e with a '+' in some places, of which one asks for QoS 1.
        (string, byte)[] filters = [.. Enumerable.Range(0, 32).Select(mask => (string.Join('/', Enumerable.Range(0, 5).Select(level => ((mask >> level) & 1) == 0 ? "abcde"[level] : '+')), (byte)(mask == 17 ? 1 : 0)))];
        await client.SendAsync(MqttPackets.Subscribe(5, 1, filters));
        Assert.Equal(0x90, (await client.ReadAsync()).First);
        await other.SendAsync(MqttPackets.Subscribe(5, 1, filters[..2]));
        Assert.Equal(0x90, (await other.ReadAsync()).First);
        for (ushort id = 1; id <= 2; id++)
        {
            Assert.Equal(2, broker.Broker.Bus.Publish("a/b/c/d/e", "x"u8, atLeastOnce: true));
            Assert.Equal($"32 0009{Hex("a/b/c/d/e")}{id:X4}00{Hex("x")}", await client.ReadHexAsync());
            Assert.Equal($"30 0009{Hex("a/b/c/d/e")}00{Hex("x")}", await other.ReadHexAsync());
        }
    }

    [Fact]
    public async Task Subscriptions_ThatCannotBe_AreRefusedOneByOne()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumSubscriptions = 2 });
        RawMqttClient client = await broker.ConnectAsync("client");
        await client.SendAsync(MqttPackets.Subscribe(5, 1, ("a#", 1), ("$share/group/a", 1), (new string('/', 16), 0), ("a", 1), ("b", 0), ("c", 0), ("b", 1)));
        Assert.Equal("90 0001008F9E8F01009701", await client.ReadHexAsync());
        Assert.Equal(4, broker.Statistics.SubscriptionsRefused);
        Assert.Equal(2, broker.Statistics.Subscriptions);
        await client.SendAsync(MqttPackets.Packet(0x82, [0, 1, 2, 0x0B, 5, 0, 1, (byte)'a', 0]));
        Assert.StartsWith("E0 A1", await client.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QosOneMessages_BeyondTheSubscribersReceiveMaximum_WaitForItsPubacks()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient client = await broker.ConnectAsync("client", connect: MqttPackets.Connect(5, "client", properties: [0x21, 0, 2]));
        await client.SendAsync(MqttPackets.Subscribe(5, 1, ("t", 1)));
        Assert.Equal("90 00010001", await client.ReadHexAsync());
        for (int message = 1; message <= 4; message++)
        {
            broker.Broker.Bus.Publish("t", [(byte)message], atLeastOnce: true);
        }

        Assert.Equal("32 000174000100" + "01", await client.ReadHexAsync());
        Assert.Equal("32 000174000200" + "02", await client.ReadHexAsync());
        await client.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await client.ReadHexAsync());
        await client.SendAsync(MqttPackets.Acknowledge(4, 1));
        Assert.Equal("32 000174000300" + "03", await client.ReadHexAsync());
        await client.SendAsync(MqttPackets.Acknowledge(4, 3));
        Assert.Equal("32 000174000400" + "04", await client.ReadHexAsync());
        Assert.Equal(4, broker.Statistics.Delivered);
    }

    [Fact]
    public async Task SlowReader_LosesTheOldest_AndIsEndedWhenItsSocketTakesNothing()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { WriteTimeout = TimeSpan.FromMilliseconds(500), MaximumQueuedMessages = 10 });
        RawMqttClient slow = await broker.ConnectAsync("slow", connect: MqttPackets.Connect(5, "slow", keepAlive: 0), receiveBuffer: 4096);
        RawMqttClient quick = await broker.ConnectAsync("quick");
        foreach (RawMqttClient client in (RawMqttClient[])[slow, quick])
        {
            await client.SendAsync(MqttPackets.Subscribe(5, 1, ("t", 0)));
            Assert.Equal("90 00010000", await client.ReadHexAsync());
        }

        byte[] payload = new byte[100_000];
        for (int message = 0; !broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.SlowReader); message++)
        {
            Assert.InRange(broker.Broker.Bus.Publish("t", payload, atLeastOnce: false), 1, 2);
            Assert.Equal(0x30, (await quick.ReadAsync()).First);
            Assert.InRange(message, 0, 1_000_000);
        }

        Assert.True(broker.Statistics.Dropped > 0);
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 1, "the slow reader is gone");
        Assert.Equal(1, broker.Statistics.Subscriptions);
    }

    [Fact]
    public async Task Message_LargerThanTheSubscriberTakes_IsDroppedAndCounted()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient client = await broker.ConnectAsync("client", connect: MqttPackets.Connect(5, "client", properties: [0x27, 0, 0, 0, 20]));
        await client.SendAsync(MqttPackets.Subscribe(5, 1, ("t", 0)));
        Assert.Equal("90 00010000", await client.ReadHexAsync());
        broker.Broker.Bus.Publish("t", new byte[20], atLeastOnce: false);
        broker.Broker.Bus.Publish("t", [1], atLeastOnce: false);
        Assert.Equal("30 0001740001", await client.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.Dropped);
    }

    [Fact]
    public async Task LiveFeed_ShowsStoredFramesUnderTheirTopic_AndCostsNothingUnseen()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        byte[] frame = RawFrames.Make(7, 3, 1);
        IStoredRecordObserver feed = broker.Broker.LiveFeed;
        Assert.Equal(0, Allocation.Of(() => feed.Stored(Record(frame))));

        RawMqttClient page = await broker.ConnectAsync("page");
        await page.SendAsync(MqttPackets.Subscribe(5, 1, ("edgeai/v1/hall/+/7/+", 0)));
        Assert.Equal("90 00010000", await page.ReadHexAsync());
        feed.Stored(Record(RawFrames.Make(8, 3, 1)));
        feed.Stored(Record(frame) with { Kind = RecordKind.Withheld });
        feed.Stored(Record(frame));
        string topic = "edgeai/v1/hall/robot-1/7/3";
        Assert.Equal($"30 00{topic.Length:X2}{Hex(topic)}00{Convert.ToHexString(frame)}", await page.ReadHexAsync());
    }

    [Fact]
    public async Task Handler_TakesWhatIsNoRecord_AndItsRefusalIsToldInWords()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(prepare: made => made.Bus.Register(new TestHandler()));
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(MqttPackets.Publish(5, "own/good", [1], 1), MqttPackets.Publish(5, "own/bad", [1], 2), MqttPackets.Publish(5, "own/worse", [1], 3), MqttPackets.Publish(5, "other", [1], 4));
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.Equal($"40 000283061F0003{Hex("bad")}", await robot.ReadHexAsync());
        Assert.StartsWith("40 000383", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40 000490", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(2, broker.Statistics.RefusedBy[PublishRefusal.Handler]);
        Assert.Equal(0, broker.Statistics.InFlight);
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static GatewayRecord Record(byte[] frame) => new()
    {
        Sequence = 1,
        Class = RecordClass.Telemetry,
        ReceivedUtcNanoseconds = 1,
        UtcNanoseconds = 1,
        UncertaintyNanoseconds = -1,
        RobotBoot = 0,
        Robot = "robot-1"u8,
        Frame = frame,
    };

    private sealed class TestHandler : ILocalPublishHandler
    {
        public bool Handles(ReadOnlySpan<char> topic) => topic.StartsWith("own/", StringComparison.Ordinal);

        public async Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
        {
            await Task.Yield();
            return topic switch
            {
                "own/good" => null,
                "own/bad" => "bad",
                _ => throw new InvalidOperationException("worse"),
            };
        }
    }
}
