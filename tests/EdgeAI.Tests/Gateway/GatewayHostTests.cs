using EdgeAI.Gateway;
using EdgeAI.Gateway.StandIn;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

public sealed class GatewayHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_BetweenRobotAndCity_BringsEveryRecordOnce()
    {
        await using CityStandIn city = await CityStandIn.StartAsync(new CityStandInOptions());
        await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions
        {
            Id = "gateway-1",
            Site = "hall",
            Port = 0,
            SpoolFolder = _folder["spool"],
            Uplink = new UplinkOptions { Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = city.Port }], TrimBy = TrimBy.Puback },
        });
        MemoryOutbox outbox = new();
        RobotBatchWriter batch = new(16 << 10);
        for (int number = 1; number <= 20; number++)
        {
            batch.Begin(7, (ulong)number);
            for (int index = 0; index < 10; index++)
            {
                Assert.True(batch.TryAdd(RecordClass.Telemetry, 1_000, 10, RawFrames.Make(3, 2, ((number - 1) * 10) + index, flags: 1)));
            }

            outbox.Add(number, Topics.RobotBatch("hall", "robot-1"), batch.Finish().ToArray());
        }

        await using WindowedPublisher robot = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot-1" });
        robot.Start();
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the gateway acknowledges all batches");
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        CityStatistics received = city.Snapshot();
        Assert.Equal(200, received.Records - received.OwnRecords);
        Assert.Equal(0, received.Duplicates);
        Assert.Equal(0, received.Missing);
        Assert.Equal(200, received.Simulated);
        Assert.Equal(new CityStream("robot-1", 3, 2, 200, 200, 0, 200), Assert.Single(received.Streams));
        Assert.Equal(0, gateway.Snapshot().Spool.Depth);
        Assert.Equal(20, gateway.Snapshot().Broker.Acknowledged);
    }
}
