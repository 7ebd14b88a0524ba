using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class QosTwoTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task Publish_IsAnsweredAfterTheCommit_AndASecondCopyIsNotStored()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(Publish(5, 9), Publish(5, 9), MqttPackets.Ping);
        Assert.Equal("D0 ", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Store.Count);
        broker.Store.Complete(0);
        Assert.Equal("50 0009", await robot.ReadHexAsync());
        await robot.SendAsync(Publish(5, 9));
        Assert.Equal("50 0009", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Acknowledge(6, 9));
        Assert.Equal("70 0009", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Acknowledge(6, 9));
        Assert.Equal("70 00099200", await robot.ReadHexAsync());
        await robot.SendAsync(Publish(5, 9));
        await Eventually.HoldsAsync(() => broker.Store.Count == 2, "the id is free for the next");
        broker.Store.Complete(1, StoreStatus.Full);
        Assert.StartsWith("50 000997", await robot.ReadHexAsync(), StringComparison.Ordinal);
        await robot.SendAsync(Publish(5, 9));
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "a refused one is not remembered");
    }

    // The releases stand behind publishes for which there is no room while the earlier ones wait for theirs.
    [Fact]
    public async Task PublishesIn311_BeyondTheLimitAndAllBeforeTheirReleases_AreAnswered()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 4 });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        const int Count = 20;
        await robot.SendAsync([.. Enumerable.Range(1, Count).Select(id => Publish(4, (ushort)id))]);
        for (int id = 1; id <= Count; id++)
        {
            Assert.Equal($"50 {id:X4}", await robot.ReadHexAsync());
        }

        await robot.SendAsync([.. Enumerable.Range(1, Count).Select(id => MqttPackets.Acknowledge(6, (ushort)id))]);
        for (int id = 1; id <= Count; id++)
        {
            Assert.Equal($"70 {id:X4}", await robot.ReadHexAsync());
        }

        Assert.Equal(Count, broker.Store.Count);
    }

    // MQTT 5.0, 4.9: a publish at QoS 2 counts against the Receive Maximum until its PUBCOMP.
    [Fact]
    public async Task PublishesInMqtt5_ThatAreNotReleased_CountAgainstTheReceiveMaximum()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumInFlight = 2 });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(Publish(5, 1), Publish(5, 2));
        Assert.Equal("50 0001", await robot.ReadHexAsync());
        Assert.Equal("50 0002", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Acknowledge(6, 1));
        Assert.Equal("70 0001", await robot.ReadHexAsync());
        await robot.SendAsync(Publish(5, 3));
        Assert.Equal("50 0003", await robot.ReadHexAsync());
        await robot.SendAsync(Publish(5, 4));
        Assert.StartsWith("E0 93", await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReleaseBeforeTheCommit_IsNotTakenInMqtt5_AndThePublishIsAnsweredAllTheSame()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot");
        await robot.SendAsync(Publish(5, 9), MqttPackets.Acknowledge(6, 9));
        Assert.Equal("70 00099200", await robot.ReadHexAsync());
        broker.Store.Complete(0);
        Assert.Equal("50 0009", await robot.ReadHexAsync());
        await robot.SendAsync(MqttPackets.Acknowledge(6, 9));
        Assert.Equal("70 0009", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task ReleaseBeforeTheCommit_EndsTheConnectionIn311()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await broker.ConnectAsync("robot", 4);
        await robot.SendAsync(Publish(4, 9), MqttPackets.Acknowledge(6, 9));
        Assert.Equal("closed", await robot.ReadHexAsync());
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.ProtocolError]);
    }

    private static byte[] Publish(byte version, ushort packetId) => MqttPackets.Publish(version, Topic, RawFrames.Make(1, 1, 1), packetId, 2);
}
