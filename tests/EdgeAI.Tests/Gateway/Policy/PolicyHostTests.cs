using EdgeAI.Gateway;
using EdgeAI.Gateway.StandIn;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A policy in a whole gateway: what the city gets, and what a robot that tells its position changes.</summary>
public sealed class PolicyHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_WithAGeofence_LetsRecordsLeaveOnceTheRobotSaysWhereItIs()
    {
        List<(RecordKind Kind, byte Handling, uint Revision)> received = [];
        await using CityStandIn city = await CityStandIn.StartAsync(new CityStandInOptions
        {
            OnRecord = (RecordId _, in GatewayRecord record, bool isDuplicate) =>
            {
                if (!isDuplicate)
                {
                    lock (received)
                    {
                        received.Add((record.Kind, record.Handling, record.PolicyRevision));
                    }
                }
            },
        });
        MemoryOutbox outbox = new();
        await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions
        {
            Id = "gateway-1",
            Site = "hall",
            Port = 0,
            SpoolFolder = _folder["spool"],
            Seal = null,
            Uplink = new UplinkOptions { Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = city.Port }], TrimBy = TrimBy.Puback },
            Policy = PolicyRules.Of(4, """ "level": "important", "geofence": { "leaves": "inside", "circle": { "latitude": 52.5, "longitude": 13.4, "radiusMetres": 100 } }, "leaves": true """),
        });
        outbox.Add(1, Topics.RobotBatch("hall", "robot-1"), Batch(1, OfferedFrame.Temperature(1, 0), OfferedFrame.Image(0)));
        await using WindowedPublisher robot = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot-1" });
        robot.Start();
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the first batch is acknowledged");
        outbox.Add(2, "edgeai/v1/hall/robot-1/position", """{"latitude":52.5,"longitude":13.4,"accuracyMetres":5}"""u8.ToArray());
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the position is acknowledged");
        outbox.Add(3, Topics.RobotBatch("hall", "robot-1"), Batch(2, OfferedFrame.Temperature(1, 1), OfferedFrame.Image(1)));
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the second batch is acknowledged");
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        Assert.Equal([(RecordKind.PolicyChange, (byte)0, 0u), (RecordKind.GovernedFrame, Handling.Important, 4u)], received);
        Assert.Equal((4u, 3L), (gateway.Snapshot().Policy.Revision, gateway.Snapshot().Policy.Withheld));
    }

    private static byte[] Batch(ulong number, params OfferedFrame[] frames)
    {
        RobotBatchWriter writer = new(16 << 10);
        writer.Begin(7, number);
        foreach (OfferedFrame frame in frames)
        {
            Assert.True(writer.TryAdd(RecordClass.Telemetry, frame.Stamp, 1, frame.Frame));
        }

        return writer.Finish().ToArray();
    }
}
