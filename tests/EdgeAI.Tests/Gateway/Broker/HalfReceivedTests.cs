using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
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
    public async Task Packets_ThatComeInPiecesAndAreWholeInTime_AreTakenForAsLongAsOneLikes()
    {
        RingingTime time = new();
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Time = time });
        broker.Store.AtOnce = StoreStatus.Stored;
        RawMqttClient robot = await broker.ConnectAsync("robot", connect: MqttPackets.Connect(4, "robot", keepAlive: 0));

        // The end of one with the beginning of the next: at no moment there is nothing half received.
        byte[] half = [];
        for (ushort id = 1; id <= 5; id++)
        {
            byte[] next = MqttPackets.Publish(4, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, id + 1), (ushort)(id + 1));
            byte[] packet = id == 1 ? MqttPackets.Publish(4, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, 1), 1) : half;
            await robot.SendAsync([.. packet, .. next[..50]]);
            Assert.Equal($"40 {id:X4}", await robot.ReadHexAsync());
            half = next[50..];
            time.Pass(broker.Broker.Limits.PacketTimeout / 2);
        }

        Assert.Empty(broker.Statistics.EndedBy);
    }

    // Nobody listened meanwhile: the client is not to blame for that time.
    [Fact]
    public async Task Packet_BegunBeforeItsClientIsHeldBack_HasItsTimeFromTheEndOfThatOn()
    {
        RingingTime time = new();
        BrokerLimits limits = new() { MaximumBytesPerSecond = 1024, PacketTimeout = TimeSpan.FromSeconds(5) };
        await using BrokerFixture broker = await BrokerFixture.StartAsync(limits, options => options with { Time = time });
        byte[] packet = MqttPackets.Publish(5, "elsewhere", new byte[Length], 2);
        RawMqttClient robot = await broker.ConnectAsync("robot");

        // The first one costs some 20 s of the rate; the second is longer than what lies ready of a connection that is not read.
        await robot.SendAsync([.. MqttPackets.Publish(5, "elsewhere", new byte[20_000], 1), .. packet[..(Length / 2)]]);
        Assert.StartsWith("40 000190", await robot.ReadHexAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => time.Pauses == 1, "the robot is held back");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Pass(TimeSpan.FromMilliseconds(time.Pauses > 0 ? 250 : 0));
                return time.Pauses == 0;
            },
            "it is read again");
        time.Pass(TimeSpan.FromSeconds(1));
        await robot.SendAsync(packet[(Length / 2)..]);
        Assert.StartsWith("40 000290", await robot.ReadHexAsync(), StringComparison.Ordinal);
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
