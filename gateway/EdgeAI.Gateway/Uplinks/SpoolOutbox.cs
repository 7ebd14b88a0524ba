using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>The spool as the uplink sees it: gateway batches, safety's lane first, each lane in order; let go once the upstream acknowledged them.</summary>
internal sealed class SpoolOutbox : IOutbox, IDisposable
{
    private readonly RecordSpool _spool;
    private readonly ISpoolLane[] _lanes;
    private readonly long[] _taken;
    private readonly long[] _acknowledged;
    private readonly Queue<(long Id, int Lane, long Last)> _inFlight = new();
    private readonly GatewayBatchWriter _batch;
    private readonly string _topic;
    private readonly int _maximumRecords;
    private long _id;

    /// <param name="spool">The spool, which outlives the outbox.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="maximumRecords">The most records in a batch.</param>
    /// <param name="maximumBytes">The longest batch in bytes.</param>
    public SpoolOutbox(RecordSpool spool, string site, int maximumRecords, int maximumBytes)
    {
        _spool = spool;
        _lanes = [.. Enum.GetValues<RecordClass>().Select(spool.OpenLane)];
        _taken = new long[_lanes.Length];
        _acknowledged = new long[_lanes.Length];
        _batch = new GatewayBatchWriter(spool.Identity.Gateway, spool.Identity.Epoch, maximumBytes);
        _topic = Topics.GatewayRecords(site, spool.Identity.Gateway);
        _maximumRecords = maximumRecords;
        spool.Committed += OnCommitted;
    }

    public event Action? WorkAvailable;

    public bool TryTake(out OutboundMessage message)
    {
        for (int index = 0; index < _lanes.Length; index++)
        {
            long last = _lanes[index].Read(_taken[index], long.MaxValue, _maximumRecords, _batch);
            _taken[index] = last;
            if (_batch.Count > 0)
            {
                _inFlight.Enqueue((++_id, index, last));
                message = new OutboundMessage(_id, _topic, _batch.Finish().ToArray());
                return true;
            }
        }

        message = default;
        return false;
    }

    public void Acknowledge(long id)
    {
        while (_inFlight.TryPeek(out (long Id, int Lane, long Last) batch) && batch.Id <= id)
        {
            _inFlight.Dequeue();
            _lanes[batch.Lane].Release(_acknowledged[batch.Lane] + 1, batch.Last);
            _acknowledged[batch.Lane] = batch.Last;
        }
    }

    public void Rewind()
    {
        _id -= _inFlight.Count;
        _inFlight.Clear();
        _acknowledged.CopyTo(_taken, 0);
    }

    public void Dispose()
    {
        _spool.Committed -= OnCommitted;
        foreach (ISpoolLane lane in _lanes)
        {
            lane.Dispose();
        }

        _batch.Dispose();
    }

    private void OnCommitted() => WorkAvailable?.Invoke();
}
