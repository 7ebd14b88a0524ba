using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway.Operation.Checks;
using EdgeAI.PowerCut;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>What BROKER.md says of descriptors and of memory, counted in a gateway that is alone in its process.</summary>
public sealed class BrokerCostTests : IAsyncLifetime
{
    // So many are answered together.
    private const int Window = 1000;
    private const int Warm = 30;
    private const int Measured = 120;

    // The looks after connections, the transactions and the tiers of the compiler cost something in each second, whatever comes in.
    private const double BytesPerMessage = 4;

    private readonly TemporaryFolder _folder = new();
    private PowerCutChild _gateway = null!;

    public async ValueTask InitializeAsync()
        => _gateway = await PowerCutChild.StartAsync(_folder["spool"], upstreamPort: 0, withoutSync: true, powerCutDisk: false, seed: 1) ?? throw new InvalidOperationException("no gateway");

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task Message_InTheSteadyState_AllocatesNothing(byte version, bool isBatch)
    {
        using Socket robot = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await robot.ConnectAsync(IPAddress.Loopback, _gateway.Port, TestContext.Current.CancellationToken);
        await robot.SendAsync(MqttPackets.Connect(version, "robot"));
        await ReceiveAsync(robot, packets: 1);
        ulong number = 0;
        for (int window = 0; window < Warm; window++)
        {
            await PublishWindowAsync(robot, version, isBatch, number += Window);
        }

        long before = await _gateway.AllocatedAsync();
        for (int window = 0; window < Measured; window++)
        {
            await PublishWindowAsync(robot, version, isBatch, number += Window);
        }

        Assert.InRange((await _gateway.AllocatedAsync() - before) / (double)(Measured * Window), 0, BytesPerMessage);
    }

    [Fact]
    public async Task Descriptors_AreOneForEachConnectionAndNoMoreForTheRestThanTheDoctorCounts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows a process's descriptors");
        const int Connections = 200;
        List<RawMqttClient> robots = [await RawMqttClient.ConnectAsync(_gateway.Port, 5, "first")];
        int rest = _gateway.CountDescriptors() - 1;
        while (robots.Count < Connections)
        {
            robots.Add(await RawMqttClient.ConnectAsync(_gateway.Port, 5, $"robot-{robots.Count}"));
        }

        Assert.Equal(Connections, _gateway.CountDescriptors() - rest);
        Assert.InRange(rest, 1, SystemCheck.OwnDescriptors);
        robots.ForEach(robot => robot.Dispose());
        await Eventually.HoldsAsync(() => _gateway.CountDescriptors() == rest, "they are given back", () => $"{_gateway.CountDescriptors()} of {rest}");
    }

    private static async Task PublishWindowAsync(Socket robot, byte version, bool isBatch, ulong number)
    {
        List<byte> packets = [];
        for (int id = 1; id <= Window; id++)
        {
            packets.AddRange(isBatch
                ? MqttPackets.Publish(version, Topics.RobotBatch("hall", "robot"), Batch(number + (ulong)id), (ushort)id)
                : MqttPackets.Publish(version, "edgeai/v1/hall/robot/1/1", RawFrames.Make(1, 1, id), (ushort)id));
        }

        await robot.SendAsync(packets.ToArray());
        await ReceiveAsync(robot, Window);
    }

    private static byte[] Batch(ulong number)
    {
        RobotBatchWriter writer = new(1 << 12);
        writer.Begin(1, number);
        Assert.True(writer.TryAdd(RecordClass.Telemetry, (long)number, 1, RawFrames.Make(1, 1, (long)number)));
        return writer.Finish().ToArray();
    }

    // Answers of less than 128 bytes that say success.
    private static async Task ReceiveAsync(Socket robot, int packets)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        byte[] header = new byte[2];
        byte[] body = new byte[128];
        using NetworkStream stream = new(robot, ownsSocket: false);
        for (int count = 0; count < packets; count++)
        {
            await stream.ReadExactlyAsync(header, patience.Token);
            await stream.ReadExactlyAsync(body.AsMemory(0, header[1]), patience.Token);
            Assert.True(header[0] == 0x20 || (header[0] == 0x40 && header[1] == 2), $"{header[0]:X2} {Convert.ToHexString(body.AsSpan(0, header[1]))}");
        }
    }
}
