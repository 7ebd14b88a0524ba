using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>What a client that takes short packets only is told (MQTT 5.0, sections 3.2.2.3.9, 3.4.2.2.2 and 3.14.2.2.3).</summary>
public sealed class MaximumPacketSizeTests
{
    // Property 0x27, four bytes.
    private static readonly byte[] TwentyBytes = [0x27, 0, 0, 0, 20];

    [Fact]
    public async Task RefusedPublish_IsToldByItsCodeAlone()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        RawMqttClient robot = await ConnectAsync(broker);
        await robot.SendAsync(MqttPackets.Publish(5, "elsewhere", [1], 7));
        Assert.Equal("40 00079000", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task Disconnect_IsToldByItsCodeAlone()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await ConnectAsync(broker);
        await broker.ConnectAsync("robot");
        Assert.Equal("E0 8E00", await robot.ReadHexAsync());
    }

    [Fact]
    public async Task RefusedConnect_IsToldByItsCodeAlone()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Devices = new TestDirectory() });
        RawMqttClient stranger = await broker.OpenAsync();
        await stranger.SendAsync(MqttPackets.Connect(5, "stranger", properties: TwentyBytes));
        Assert.Equal("20 008700", await stranger.ReadHexAsync());
    }

    private static Task<RawMqttClient> ConnectAsync(BrokerFixture broker) => broker.ConnectAsync("robot", connect: MqttPackets.Connect(5, "robot", properties: TwentyBytes));
}
