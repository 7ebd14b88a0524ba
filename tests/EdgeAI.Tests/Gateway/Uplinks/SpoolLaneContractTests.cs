using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>The spool's own lanes keep what the uplink leans on: the sequences that a test wants are telemetry, those between them are bulk.</summary>
public sealed class SpoolLaneContractTests : SpoolLaneContract
{
    private readonly SpoolFixture _fixture = new();
    private RecordSpool? _spool;

    protected override void Dispose(bool disposing)
    {
        _spool?.Dispose();
        _fixture.Dispose();
        base.Dispose(disposing);
    }

    private protected override ISpoolLane Make(long[] sequences)
    {
        _spool = _fixture.Open();
        HashSet<long> wanted = [.. sequences];
        if (sequences.Length > 0)
        {
            RobotBatchWriter writer = new(1 << 20);
            writer.Begin(1, 1);
            for (long sequence = 1; sequence <= sequences[^1]; sequence++)
            {
                Assert.True(writer.TryAdd(wanted.Contains(sequence) ? RecordClass.Telemetry : RecordClass.Bulk, 1, 1, RawFrames.Make(1, 1, sequence)));
            }

            byte[] payload = writer.Finish().ToArray();
            Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader opened));
            StoreStatus status = _spool.StoreAsync(StoreRequest.ForBatch("robot", payload, opened, 1)).GetAwaiter().GetResult();
            Assert.Equal(StoreStatus.Stored, status);
        }

        return _spool.OpenLane(RecordClass.Telemetry);
    }
}
