using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class MemoryLaneTests : SpoolLaneContract
{
    private protected override ISpoolLane Make(long[] sequences)
    {
        MemoryLane lane = new(RecordClass.Telemetry);
        foreach (long sequence in sequences)
        {
            lane.Add(sequence);
        }

        return lane;
    }
}
