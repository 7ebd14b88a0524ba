using EdgeAI.Gateway.StandIn;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

public sealed class CityStandInTests
{
    [Fact]
    public void Ledger_HolesDuplicatesAndSpools_AreToldApart()
    {
        List<string> seen = [];
        using CityLedger ledger = new((RecordId id, in GatewayRecord record, bool isDuplicate) => seen.Add($"{id.Sequence}{(isDuplicate ? "d" : "")}"));
        Assert.Equal(GatewayBatchRejection.None, ledger.Take(Batch(5, (1, 0), (2, 1), (4, 3))));
        Assert.Equal(GatewayBatchRejection.None, ledger.Take(Batch(5, (4, 3), (6, 4))));
        Assert.Equal(GatewayBatchRejection.None, ledger.Take(Batch(6, (1, 5))));
        Assert.Equal(GatewayBatchRejection.TooShort, ledger.Take([1, 2, 3]));

        CityStatistics city = ledger.Snapshot();
        Assert.Equal(["1", "2", "4", "4d", "6", "1"], seen);
        Assert.Equal(3, city.Batches);
        Assert.Equal(5, city.Records);
        Assert.Equal(1, city.Duplicates);
        Assert.Equal(2, city.Missing);
        Assert.Equal(5, city.Simulated);
        Assert.Equal(1, city.Rejected[GatewayBatchRejection.TooShort]);
        Assert.Equal([5, 6], city.Gateways.Select(gateway => gateway.Epoch));
        Assert.Equal(new CityStream("robot", 1, 1, 5, 5, 1, 5), Assert.Single(city.Streams));
    }

    [Fact]
    public void Ledger_FramesItCannotRead_AreCounted()
    {
        using CityLedger ledger = new(null);
        GatewayBatchWriter batch = new("gateway", 5, 4096);
        GatewayRecord record = Record(1, [1, 2, 3]);
        batch.TryAdd(record with { Checksum = record.ComputeChecksum() });
        Assert.Equal(GatewayBatchRejection.None, ledger.Take(batch.Finish().Span));
        Assert.Equal(1, ledger.Snapshot().UnreadableFrames);
        Assert.Empty(ledger.Snapshot().Streams);
    }

    private static byte[] Batch(long epoch, params (long Sequence, long FrameSequence)[] records)
    {
        GatewayBatchWriter batch = new("gateway", epoch, 4096);
        foreach ((long sequence, long frameSequence) in records)
        {
            GatewayRecord record = Record(sequence, RawFrames.Make(1, 1, frameSequence, flags: 1));
            Assert.True(batch.TryAdd(record with { Checksum = record.ComputeChecksum() }));
        }

        return batch.Finish().ToArray();
    }

    private static GatewayRecord Record(long sequence, byte[] frame) => new()
    {
        Sequence = sequence,
        Class = RecordClass.Telemetry,
        ReceivedUtcNanoseconds = 1,
        UtcNanoseconds = 1,
        UncertaintyNanoseconds = 1,
        RobotBoot = 1,
        Robot = "robot"u8.ToArray(),
        Frame = frame,
    };
}
