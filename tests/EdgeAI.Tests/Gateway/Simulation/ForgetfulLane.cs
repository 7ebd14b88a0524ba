using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>A lane that never goes back: the planted bug of an uplink that forgets to.</summary>
internal sealed class ForgetfulLane(ISpoolLane lane) : ISpoolLane
{
    private long _read;

    public RecordClass Class => lane.Class;

    public long Oldest => lane.Oldest;

    public long Newest => lane.Newest;

    public long Records => lane.Records;

    public long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch)
        => _read = Math.Max(_read, lane.Read(Math.Max(after, _read), through, maximumRecords, batch));

    public void Release(long first, long last) => lane.Release(first, last);

    public void Dispose() => lane.Dispose();
}
