using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class LaneAllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Traffic_BatchAfterBatch_AllocatesNothing(int compressionLevel)
    {
        UplinkOptions options = new() { BatchRecords = 100, BatchBytes = 64 << 10, CompressionLevel = compressionLevel, BacklogThreshold = 1000 };
        MemoryLane lane = new(RecordClass.Telemetry);
        for (long sequence = 1; sequence <= 100_000; sequence++)
        {
            lane.Add(sequence);
        }

        using LaneTraffic traffic = new([lane], new LaneBatches(new SpoolIdentity("gateway", 7), "hall", options), new ReleaseOnAcknowledgement(), options, TimeProvider.System);
        traffic.Window.Open(0, 0);
        int acknowledged = 0;
        long bytes = Allocation.Of(() =>
        {
            traffic.TryTake(default, out Delivery delivery);
            acknowledged += traffic.Window.Answered(delivery.Number, DeliveryOutcome.Accepted, default);
        });
        Assert.Equal(0, bytes);
        Assert.Equal(550, acknowledged);
        Assert.InRange(lane.Released, 50_000, 60_000);
    }
}
