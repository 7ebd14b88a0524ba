using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>A lane that outlives the file that it reads: while a damaged file is replaced it reads nothing, then it goes on in the new one.</summary>
/// <param name="lane">The lane in the file of now.</param>
/// <param name="handsOut">Whether what it reads leaves the gateway.</param>
/// <param name="disposed">Told when nobody reads it any more.</param>
internal sealed class SpoolLaneHandle(SpoolLane lane, bool handsOut, Action<SpoolLaneHandle> disposed) : ISpoolLane
{
    private readonly Lock _gate = new();
    private SpoolLane _lane = lane;
    private bool _isDetached;
    private bool _wasSentBefore;

    /// <summary>Whether what it reads leaves the gateway.</summary>
    public bool HandsOut { get; } = handsOut;

    public RecordClass Class { get; } = lane.Class;

    // Also of a file that is being replaced: its counters stay in memory, and a lane that seems empty would be given up.
    public long Oldest => Volatile.Read(ref _lane).Oldest;

    public long Newest => Volatile.Read(ref _lane).Newest;

    public long Records => Volatile.Read(ref _lane).Records;

    public long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch)
    {
        lock (_gate)
        {
            if (!_isDetached)
            {
                return _lane.Read(after, through, maximumRecords, batch);
            }

            batch.Begin(batch.IsBacklog);
            return after;
        }
    }

    public void NoteSentBefore()
    {
        _wasSentBefore = true;
        Volatile.Read(ref _lane).NoteSentBefore();
    }

    public void Release(long first, long last) => Volatile.Read(ref _lane).Release(first, last);

    /// <summary>Closes its connection. What it met as damage is told when this returns.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            if (!_isDetached)
            {
                _lane.Dispose();
                _isDetached = true;
            }
        }
    }

    /// <summary>Goes on in another file.</summary>
    public void Attach(SpoolLane lane)
    {
        lock (_gate)
        {
            if (_wasSentBefore)
            {
                lane.NoteSentBefore();
            }

            Volatile.Write(ref _lane, lane);
            _isDetached = false;
        }
    }

    public void Dispose()
    {
        disposed(this);
        Detach();
    }
}
