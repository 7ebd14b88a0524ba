using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class BrokerFlowTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Pubacks_OfPublishesThatSettleOutOfOrder_LeaveInTheOrderOfReceipt(byte version)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", version);
        await robot.SendAsync(Publish(version, 11), Publish(version, 12), Publish(version, 13));
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "all three are on their way to the disk at once");
        broker.Store.Complete(2);
        broker.Store.Complete(1);
        await robot.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await robot.ReadHexAsync());
        Assert.Equal(0, broker.Statistics.Acknowledged);
        broker.Store.Complete(0);
        Assert.Equal("40 000B", await robot.ReadHexAsync());
        Assert.Equal("40 000C", await robot.ReadHexAsync());
        Assert.Equal("40 000D", await robot.ReadHexAsync());
        Assert.Equal(3, broker.Statistics.Acknowledged);
        Assert.Equal(0, broker.Statistics.InFlight);
    }

    [Fact]
    public async Task Publishes_ThousandsInFlight_AreAllAnsweredInOrderWithTheirOwnPayload()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        const int Count = 5000;
        Task sending = Task.Run(async () =>
        {
            for (int id = 1; id <= Count; id += 100)
            {
                await robot.SendAsync([.. Enumerable.Range(id, 100).Select(number => Publish(4, (ushort)number, number))]);
            }
        }, TestContext.Current.CancellationToken);
        for (int id = 1; id <= Count; id++)
        {
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
        }

        await sending;
        for (int index = 0; index < Count; index++)
        {
            Assert.Equal(RawFrames.Make(1, 1, index + 1), broker.Store.PayloadOf(index));
        }
    }

    [Fact]
    public async Task Publish_WhoseEndNobodySet_IsRefused()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(Publish(5, 1));
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "it is on its way");
        broker.Store.Complete(0, default);
        Assert.StartsWith("40 000180", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(0, broker.Statistics.Acknowledged);
    }

    [Fact]
    public async Task Publishes_BeyondTheReceiveMaximum_EndTheConnectionByReason()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 3 });
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(Publish(5, 1), Publish(5, 2), Publish(5, 3), Publish(5, 4));
        Assert.StartsWith("E0 93", await robot.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.ReceiveMaximum]);
        Assert.Equal(3, broker.Store.Count);
    }

    [Fact]
    public async Task Publishes_BeyondTheLimitIn311_AreNotReadUntilOthersAreAnswered()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 4 });
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        await robot.SendAsync([.. Enumerable.Range(1, 10).Select(id => Publish(4, (ushort)id))]);
        await Eventually.HoldsAsync(() => broker.Store.Count == 4, "four are taken");
        RawMqttClient other = await broker.ConnectAsync("other");
        await other.SendAsync(MqttPackets.Ping);
        Assert.Equal("D0 ", await other.ReadHexAsync());
        Assert.Equal(4, broker.Store.Count);
        for (int id = 1; id <= 10; id++)
        {
            await Eventually.HoldsAsync(() => broker.Store.Count >= id, "the next is read");
            broker.Store.Complete(id - 1);
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publishes_BeyondTheBudgetOfAllConnections_AreTakenOneAtATime(bool inBytes)
    {
        BrokerLimits limits = inBytes ? new() { MaximumBytesInFlightInAll = 2 * RawFrames.Make(1, 1, 1).Length } : new() { MaximumInFlightInAll = 2 };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(limits);
        RawMqttClient first = await broker.ConnectAsync("first");
        RawMqttClient second = await broker.ConnectAsync("second");
        await first.SendAsync(Publish(5, 1), Publish(5, 2), Publish(5, 3));
        await Eventually.HoldsAsync(() => broker.Store.Count == 2, "two are taken");
        await second.SendAsync(Publish(5, 1), Publish(5, 2));
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "the other connection is read as well");
        for (int index = 0; index < 5; index++)
        {
            await Eventually.HoldsAsync(() => broker.Store.Count > index, "the next is read");
            broker.Store.Complete(index);
        }

        Assert.Equal("40 0001", await second.ReadHexAsync());
        Assert.Equal("40 0002", await second.ReadHexAsync());
        Assert.Equal("40 0001", await first.ReadHexAsync());
        Assert.Equal("40 0002", await first.ReadHexAsync());
        Assert.Equal("40 0003", await first.ReadHexAsync());
    }

    [Fact]
    public async Task Refusal_In311_AcknowledgesWhatCameBeforeAndNothingBehind()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        await robot.SendAsync(Publish(4, 1), Publish(4, 2), Publish(4, 3));
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "all are on their way");
        broker.Store.Complete(2);
        broker.Store.Complete(1, StoreStatus.Full);
        broker.Store.Complete(0);
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.Equal("closed", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.Acknowledged);
        Assert.Equal(1, broker.Statistics.RefusedBy[PublishRefusal.SpoolFull]);
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.PublishRefused]);
    }

    [Fact]
    public async Task TopicAlias_StandsForTheTopicItWasSetTo()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        byte[] alias = [0x23, 0, 2];
        await robot.SendAsync(
            MqttPackets.Publish(5, Topic, RawFrames.Make(1, 1, 1), 1, 1, alias),
            MqttPackets.Publish(5, "", RawFrames.Make(1, 1, 2), 2, 1, alias),
            MqttPackets.Publish(5, "edgeai/v1/hall/other/1/1", RawFrames.Make(1, 1, 3), 3, 1, alias),
            MqttPackets.Publish(5, "", RawFrames.Make(1, 1, 4), 4, 1, alias));
        for (int id = 1; id <= 4; id++)
        {
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
        }

        Assert.Equal(["robot", "robot", "other", "other"], Enumerable.Range(0, 4).Select(broker.Store.RobotOf));
        await robot.SendAsync(MqttPackets.Publish(5, "", RawFrames.Make(1, 1, 5), 5, 1, [0x23, 0, 3]));
        Assert.StartsWith("E0 94", await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, ConnectionEnd.ByClient)]
    [InlineData(1, ConnectionEnd.KeepAlive)]
    public async Task PeerThatIsNotReadBecauseOfTheLimit_WhenItGoesOrKeepsSilent_IsLetGo(ushort keepAlive, ConnectionEnd end)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 4 });
        RawMqttClient robot = await broker.ConnectAsync("robot", 4, MqttPackets.Connect(4, "robot", keepAlive));
        await robot.SendAsync([.. Enumerable.Range(1, 10).Select(id => Publish(4, (ushort)id))]);
        await Eventually.HoldsAsync(() => broker.Store.Count == 4, "four are taken");
        if (end == ConnectionEnd.ByClient)
        {
            robot.Dispose();
        }

        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 0, "it is let go though nothing is answered");
        Assert.Equal(1, broker.Statistics.EndedBy[end]);
    }

    // A socket that is closed with unread bytes is reset, and what was not taken yet is lost with it.
    [Fact]
    public async Task Refusal_In311_ReachesTheClientWithAllPubacksThoughItSendsOn()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", 4, receiveBuffer: 2048);
        const int Count = 4000;
        await robot.SendAsync([.. Enumerable.Range(1, Count).Select(id => Publish(4, (ushort)id)), MqttPackets.Publish(4, "elsewhere", [1], 5000), .. Enumerable.Range(1, 100).Select(id => Publish(4, (ushort)id))]);
        await Eventually.HoldsAsync(() => broker.Statistics.EndedBy.ContainsKey(ConnectionEnd.PublishRefused), "one is refused");
        await robot.SendAsync(Publish(4, 1));
        for (int id = 1; id <= Count; id++)
        {
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
        }

        Assert.Equal("closed", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task Stop_AnswersWhatIsOnItsWay_ThenSaysGoodbye()
    {
        BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        RawMqttClient old = await broker.ConnectAsync("old", 4);
        await robot.SendAsync(Publish(5, 1));
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "it is on its way");
        Task stopped = broker.Broker.DisposeAsync().AsTask();
        // Whoever waits for nothing goes at once, and the other one is still there for its answer.
        Assert.Equal("closed", await old.ReadHexAsync());
        broker.Store.Complete(0);
        Assert.Equal("40 0001", await robot.ReadHexAsync());
        Assert.StartsWith("E0 8B", await robot.ReadHexAsync(), StringComparison.Ordinal);
        robot.Dispose();
        await stopped;
        Assert.Equal(0, broker.Statistics.Connections);
        Assert.Equal(2, broker.Statistics.EndedBy[ConnectionEnd.Stopping]);
    }

    [Fact]
    public async Task Stop_WhenAllHaveLeft_WaitsNoLonger()
    {
        RingingTime time = new();
        BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Time = time });
        RawMqttClient robot = await broker.ConnectAsync("robot");
        TimeSpan began = time.Passed;
        Task stopped = broker.Broker.DisposeAsync().AsTask();
        Assert.StartsWith("E0 8B", await robot.ReadHexAsync(), StringComparison.Ordinal);
        robot.Dispose();
        await Eventually.HoldsAsync(
            () =>
            {
                // What was said is given its moment to leave.
                time.Pass(TimeSpan.FromMilliseconds(stopped.IsCompleted ? 0 : 1));
                return stopped.IsCompleted;
            },
            "it has stopped");
        Assert.InRange(time.Passed - began, TimeSpan.Zero, broker.Broker.Limits.StopTimeout / 2);
    }

    private static byte[] Publish(byte version, ushort packetId, long sequence = 1, byte qos = 1) => MqttPackets.Publish(version, Topic, RawFrames.Make(1, 1, sequence), packetId, qos);
}
