using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>What many connections take from the gateway while the disk takes nothing.</summary>
public sealed class MemoryBoundTests
{
    private const int Connections = 32;
    private const int Each = 8;
    private const int FrameBytes = 12_000;
    private const int Budget = 100_000;

    [Fact]
    public async Task Publishes_OfManyConnectionsWhileTheDiskStalls_HoldTheBudgetAndOneOfEach()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesInFlightInAll = Budget });
        PublishBuffers buffers = broker.Broker.Publishes.Buffers;
        List<RawMqttClient> robots = [];
        for (int robot = 0; robot < Connections; robot++)
        {
            robots.Add(await broker.ConnectAsync($"robot-{robot}"));
        }

        byte[][] publishes = [.. Enumerable.Range(1, Each).Select(static id => MqttPackets.Publish(5, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, id, FrameBytes), (ushort)id))];
        Task sending = Task.WhenAll(robots.Select(robot => robot.SendAsync(publishes)));
        await Eventually.HoldsAsync(() => broker.Statistics.InFlightBytes >= Budget && broker.Store.Count >= Connections, "the budget is spent, and each has one on its way");
        await ReadOnAsync(broker);

        const int most = Budget + (Connections * FrameBytes);
        Assert.InRange(broker.Statistics.InFlightBytes, Budget, most);
        Assert.InRange(buffers.HeldBytes, Budget, most + (most / 4));

        for (int index = 0; index < Connections * Each; index++)
        {
            await Eventually.HoldsAsync(() => broker.Store.Count > index, "the next is read");
            broker.Store.Complete(index);
        }

        await sending;
        Assert.InRange(buffers.HeldBytes, 1, most + (most / 4));
        Assert.Equal(0, broker.Statistics.InFlightBytes);
        buffers.Trim();
        buffers.Trim();
        Assert.Equal(0, buffers.HeldBytes);
    }

    [Fact]
    public async Task Answers_ThatAClientDoesNotTake_KeepNoPayload()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(
            MqttPackets.Publish(5, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, 1, 200), 1),
            MqttPackets.Publish(5, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, 2, FrameBytes), 2));
        await Eventually.HoldsAsync(() => broker.Store.Count == 2, "both are on their way");

        // The second waits for the first one's answer, and its payload waits for nothing.
        broker.Store.Complete(1);
        broker.Broker.Publishes.Buffers.Trim();
        broker.Broker.Publishes.Buffers.Trim();
        Assert.Equal(0, broker.Broker.Publishes.Buffers.HeldBytes);
        broker.Store.Complete(0);
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.Equal("40 0002", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task LongPackets_OfManyConnectionsWhileTheDiskStalls_AreLetInWithinTheBudget()
    {
        byte[] batch = Batch();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesInFlightInAll = (2 * batch.Length) + (batch.Length / 2) });
        List<Task> sending = [];
        for (int robot = 0; robot < 5; robot++)
        {
            RawMqttClient client = await broker.ConnectAsync($"robot-{robot}");
            sending.Add(client.SendAsync(batch));
        }

        await Eventually.HoldsAsync(() => broker.Store.Count == 2, "two have room");
        await ReadOnAsync(broker);
        Assert.Equal(2, broker.Store.Count);
        Assert.InRange(broker.Statistics.InFlightBytes, batch.Length, 2 * batch.Length);
        for (int index = 0; index < 5; index++)
        {
            await Eventually.HoldsAsync(() => broker.Store.Count > index, "the next is let in");
            broker.Store.Complete(index);
        }

        await Task.WhenAll(sending);
    }

    [Fact]
    public async Task LongPacket_WhereShortOnesHaveSpentTheBudget_IsLetInAlone()
    {
        byte[] batch = Batch();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesInFlightInAll = FrameBytes });
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(MqttPackets.Publish(5, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, 1, FrameBytes), 1));
        await Eventually.HoldsAsync(() => broker.Statistics.InFlightBytes >= FrameBytes, "the budget is spent");

        RawMqttClient first = await broker.ConnectAsync("first");
        RawMqttClient second = await broker.ConnectAsync("second");
        await first.SendAsync(batch);
        await Eventually.HoldsAsync(() => broker.Store.Count == 2, "the first long one is let in");
        Task sending = second.SendAsync(batch);
        await ReadOnAsync(broker);
        Assert.Equal(2, broker.Store.Count);
        broker.Store.Complete(1);
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "the second long one is let in");
        broker.Store.Complete(2, StoreStatus.Stored);
        await sending;
        Assert.Equal("40 0001", await second.ReadHexAsync());
    }

    // Time enough for a broker that reads on to do so.
    private static async Task ReadOnAsync(BrokerFixture broker)
    {
        RawMqttClient other = await broker.ConnectAsync("other");
        for (int round = 0; round < 100; round++)
        {
            await other.SendAsync(MqttPackets.Ping);
            Assert.Equal("D0 ", await other.ReadHexAsync());
        }
    }

    // A publish of a robot batch of more than 64 KiB.
    private static byte[] Batch()
    {
        RobotBatchWriter batch = new(128 << 10);
        batch.Begin(1, 1);
        for (int sequence = 1; sequence <= 4; sequence++)
        {
            Assert.True(batch.TryAdd(RecordClass.Telemetry, 1, -1, RawFrames.Make(1, 1, sequence, 25_000)));
        }

        return MqttPackets.Publish(5, "edgeai/v1/hall/robot/batch", batch.Finish().ToArray(), 1);
    }
}
