using System.IO.Pipelines;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>Limits at their very edge: the last that is taken, the first that is not.</summary>
public sealed class BrokerBoundTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task TopicAlias_AtTheMaximum_IsTakenAndTheNextEndsTheConnection()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumTopicAliases = 3 });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 1), 1, 1, [0x23, 0, 3]), MqttPackets.Publish(5, "", RawFrames.Make(1, 1, 2), 2, 1, [0x23, 0, 3]));
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.Equal("40 0002", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 3), 3, 1, [0x23, 0, 4]));
        Assert.StartsWith("E0 94", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.ProtocolError]);
        Assert.Equal(2, broker.Store.Count);
    }

    [Fact]
    public async Task Packet_AsLongAsAllowed_IsTakenAndOneByteMoreIsNot()
    {
        const int Longest = 2000;
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumPacketBytes = Longest, MaximumConnectBytes = 1000 });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        int beside = MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 1, 1000), 1).Length - 1000;
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 1, Longest - beside), 1));
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 2, Longest - beside + 1), 2));
        Assert.StartsWith("E0 95", await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishes_BeyondTheBytesInFlightOfAllConnections_AreTakenOneAtATime()
    {
        // Two frames of 200 bytes are less than the budget, the third spends it.
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesInFlightInAll = 500 });
        RawMqttClient first = await broker.ConnectAsync("first");
        RawMqttClient second = await broker.ConnectAsync("second");
        await first.SendAsync([.. Enumerable.Range(1, 5).Select(static id => Publish(id))]);
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "three are taken");
        await second.SendAsync(Publish(1), MqttPackets.Ping);
        await Eventually.HoldsAsync(() => broker.Store.Count == 4, "another connection is read for one");
        Assert.Equal(4, broker.Store.Count);
        for (int index = 0; index < 6; index++)
        {
            await Eventually.HoldsAsync(() => broker.Store.Count > index, "the next is read");
            broker.Store.Complete(index);
        }

        for (int id = 1; id <= 5; id++)
        {
            Assert.Equal($"40 {id:X4}", await first.ReadHexAsync());
        }
    }

    [Fact]
    public async Task QosZeroPublishes_ThatWaitForAHandler_AreReadNoFurtherThanTwiceTheLimit()
    {
        HeldHandler handler = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 4 }, prepare: made => made.Bus.Register(handler));
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync([.. Enumerable.Range(1, 20).Select(static _ => MqttPackets.Publish(5, "own/topic", [1], 0, 0))]);
        await Eventually.HoldsAsync(() => broker.Statistics.InFlight == 8, "eight are taken");
        RawMqttClient other = await broker.ConnectAsync("other");
        await other.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await other.ReadHexAsync());
        Assert.Equal(8, broker.Statistics.InFlight);
        handler.Gate.SetResult();
        await Eventually.HoldsAsync(() => handler.Count == 20, "all are handled");
        await Eventually.HoldsAsync(() => broker.Statistics is { InFlight: 0, InFlightBytes: 0 }, "and what they took is given back", () => broker.Statistics.ToString());
    }

    [Fact]
    public async Task Client_ThatAsksAndNeverReads_IsReadNoFurtherAndEndedAsASlowReader()
    {
        RingingTime time = new();
        BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Time = time });
        RawMqttClient client = await broker.ConnectAsync("client", connect: MqttPackets.Connect(4, "client", keepAlive: 0), receiveBuffer: 4096);
        byte[] pings = [.. Enumerable.Repeat(MqttPackets.Ping, 32 << 20 >> 1).SelectMany(static ping => ping)];
        Task sending = client.SendAsync(pings);
        await Eventually.HoldsAsync(
            () =>
            {
                // So slowly that a broker which read on would have read all of it meanwhile.
                time.Pass(TimeSpan.FromSeconds(0.05));
                return broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.SlowReader);
            },
            "the client is ended");
        await Assert.ThrowsAsync<IOException>(() => sending);
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task ConnectionsOfADevice_AtTheMaximum_AreTakenAndAClientIdAnewTakesThePlaceOfItsOwn()
    {
        BrokerLimits limits = new() { MaximumConnectionsPerDevice = 2 };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(limits);
        ConnectionTable table = new(limits);
        MqttConnection first = Make(broker);
        Assert.True(table.TryIntroduce(first, "robot", "a", isCounted: true, out _));
        Assert.True(table.TryIntroduce(Make(broker), "robot", "b", isCounted: true, out _));
        Assert.False(table.TryIntroduce(Make(broker), "robot", "c", isCounted: true, out _));
        Assert.True(table.TryIntroduce(Make(broker), "robot", "a", isCounted: true, out MqttConnection? earlier));
        Assert.Same(first, earlier);
        Assert.True(table.TryIntroduce(Make(broker), "other", "c", isCounted: true, out _));
        Assert.True(table.TryIntroduce(Make(broker), "robot", "c", isCounted: false, out _));
    }

    [Fact]
    public void SubscribersQueue_BeyondItsBytes_DropsTheOldest()
    {
        OutboundQueue queue = new(100, 1000);
        Assert.Equal(0, queue.Add(Message(1, 400), false));
        Assert.Equal(0, queue.Add(Message(2, 600), false));
        Assert.Equal(1, queue.Add(Message(3, 400), false));
        Assert.Equal(2, queue.Add(Message(4, 1000), false));
        Assert.Equal(1, queue.Add(Message(5, 1001), false));
        Assert.True(queue.TryTake(true, out LocalMessage? left, out _));
        Assert.Equal(4, left.Topic[0]);
        Assert.False(queue.TryTake(true, out _, out _));
    }

    [Fact]
    public async Task Frame_OfAnotherBoardOrStreamThanItsTopic_IsRefused()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(MqttPackets.Publish(5, Topic, RawFrames.Make(2, 1, 1), 1), MqttPackets.Publish(5, Topic, RawFrames.Make(1, 2, 1), 2));
        Assert.StartsWith("40 000199", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40 000299", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(0, broker.Store.Count);
    }

    [Fact]
    public async Task RefusedBatches_OfMoreRobotsThanAreRemembered_EndTheConnectionSoThatAllAreSentAgain()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        RobotBatchWriter batch = new(1 << 12);
        batch.Begin(1, 1);
        Assert.True(batch.TryAdd(RecordClass.Telemetry, 1, -1, RawFrames.Make(1, 1, 1)));
        await robot.SendAsync(MqttPackets.Publish(5, "edgeai/v1/hall/robot/batch", batch.Finish().ToArray(), 1));
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "it is on its way");

        // As the spool's writer does with a batch of each of so many robots that it has no room for.
        RefusedBatches order = broker.Store.OrderOf(0);
        Assert.All(Enumerable.Range(1, RefusedBatches.MaximumPublishers), number => Assert.True(order.TryNote($"robot-{number}", 1, 1)));
        Assert.False(order.TryNote("robot", 1, 1));
        broker.Store.Complete(0, StoreStatus.Full);

        Assert.StartsWith("40 000197", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.StartsWith("E0 97", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.PublishRefused]);
    }

    [Fact]
    public async Task Will_OfADeviceThatWasRevoked_IsNotTaken()
    {
        TestDirectory directory = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = directory });
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", will: (Topic, RawFrames.Make(1, 1, 5), 1)));
        directory.Revoke("robot");
        Assert.StartsWith("E0 98", await robot.ReadHexAsync(), StringComparison.Ordinal);
        robot.Dispose();
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 0, "it is gone");
        Assert.Equal(0, broker.Store.Count);
    }

    [Fact]
    public async Task Will_WhenTheGatewayStops_IsNotTaken()
    {
        BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", will: (Topic, RawFrames.Make(1, 1, 5), 1)));
        Task stopping = broker.Broker.DisposeAsync().AsTask();
        Assert.StartsWith("E0 8B", await robot.ReadHexAsync(), StringComparison.Ordinal);
        robot.Dispose();
        await stopping;
        Assert.Equal(0, broker.Store.Count);
    }

    private static byte[] Publish(int id) => MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, id), (ushort)id);

    // Told from the others by the one byte of its topic.
    private static LocalMessage Message(byte topic, int length) => new([topic], new byte[length - 1]);

    private static MqttConnection Make(BrokerFixture broker)
    {
        Pipe pipe = new();
        return new MqttConnection(broker.Broker, new MqttTransport(pipe.Reader, pipe.Writer, static () => ValueTask.CompletedTask, null, default), new SilentPeer(static () => { }));
    }

    private sealed class HeldHandler : ILocalPublishHandler
    {
        private int _count;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => Volatile.Read(ref _count);

        public bool Handles(ReadOnlySpan<char> topic) => topic.StartsWith("own/", StringComparison.Ordinal);

        public async Task<string?> HandleAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> payload)
        {
            await Gate.Task;
            Interlocked.Increment(ref _count);
            return null;
        }
    }
}
