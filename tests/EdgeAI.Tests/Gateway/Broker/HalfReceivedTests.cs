using EdgeAI.Gateway.Broker;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>Packets of which the rest does not come.</summary>
public sealed class HalfReceivedTests
{
    private const int Length = 150_000;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Packet_ThatIsNotWholeInTime_EndsItsConnectionThoughBytesCome(byte version)
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { PacketTimeout = TimeSpan.FromMilliseconds(500) });
        RawMqttClient robot = await broker.ConnectAsync("robot", version);
        RawMqttClient other = await broker.ConnectAsync("other");

        // A packet of 100,000 bytes, byte by byte: each is a sign of life.
        await robot.SendAsync([0x32, 0xA0, 0x8D, 0x06]);
        for (int sent = 0; sent < 99_000 && broker.Statistics.EndedBy.IsEmpty; sent++)
        {
            await robot.SendAsync([0]);
            await other.SendAsync(MqttPackets.Ping);
            Assert.Equal("D0 ", await other.ReadHexAsync());
        }

        Assert.Equal([ConnectionEnd.PacketTimeout], broker.Statistics.EndedBy.Keys);
        Assert.StartsWith(version == 5 ? "E0 83" : "closed", await robot.ReadHexAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongPackets_BeyondTheBytesOfAll_AreLetInOneAfterAnother()
    {
        await using BrokerFixture broker = await BrokerFixture.StartAsync(new BrokerLimits { MaximumBytesInFlightInAll = Length / 2 });
        byte[] packet = MqttPackets.Publish(5, "elsewhere", new byte[Length], 1);
        RawMqttClient first = await broker.ConnectAsync("first");
        RawMqttClient second = await broker.ConnectAsync("second");
        RawMqttClient third = await broker.ConnectAsync("third");
        await first.SendAsync(packet[..(Length / 2)]);
        await Eventually.HoldsAsync(() => broker.Statistics.InFlightBytes == packet.Length, "one alone is let in, and counts whole");
        Task sending = second.SendAsync(packet);
        for (int round = 0; round < 100; round++)
        {
            await third.SendAsync(MqttPackets.Ping);
            Assert.Equal("D0 ", await third.ReadHexAsync());
        }

        Assert.Equal(0, broker.Statistics.Refused);
        first.Dispose();
        await sending;
        Assert.StartsWith("40 000190", await second.ReadHexAsync(), StringComparison.Ordinal);
        Assert.Equal(0, broker.Statistics.InFlightBytes);
    }
}
