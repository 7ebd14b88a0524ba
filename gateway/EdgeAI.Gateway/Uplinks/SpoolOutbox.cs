using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>The spool as the uplink sees it: gateway batches in order, let go once the upstream acknowledged them.</summary>
internal sealed class SpoolOutbox : IOutbox, IDisposable
{
    private readonly RecordSpool _spool;
    private readonly SpoolReader _reader;
    private readonly GatewayBatchWriter _batch;
    private readonly string _topic;
    private readonly int _maximumRecords;
    private long _taken;
    private long _sent;
    private long _acknowledged;

    /// <param name="spool">The spool, which outlives the outbox.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="maximumRecords">The most records in a batch.</param>
    /// <param name="maximumBytes">The longest batch in bytes.</param>
    public SpoolOutbox(RecordSpool spool, string site, int maximumRecords, int maximumBytes)
    {
        _spool = spool;
        _reader = spool.OpenReader();
        _batch = new GatewayBatchWriter(spool.Identity.Gateway, spool.Identity.Epoch, maximumBytes);
        _topic = Topics.GatewayRecords(site, spool.Identity.Gateway);
        _maximumRecords = maximumRecords;
        _acknowledged = spool.TrimmedSequence;
        _taken = _acknowledged;
        _sent = _acknowledged;
        spool.Committed += OnCommitted;
    }

    public event Action? WorkAvailable;

    public bool TryTake(out OutboundMessage message)
    {
        while (true)
        {
            long last = _reader.Read(_taken, _maximumRecords, _batch);
            bool passed = last > _taken;
            _taken = last;
            if (_batch.Count > 0)
            {
                _sent = last;
                message = new OutboundMessage(last, _topic, _batch.Finish().ToArray());
                return true;
            }

            TrimPassed();
            if (!passed)
            {
                message = default;
                return false;
            }
        }
    }

    public void Acknowledge(long id)
    {
        _acknowledged = id;
        _spool.Trim(id);
        TrimPassed();
    }

    public void Rewind()
    {
        _taken = _acknowledged;
        _sent = _acknowledged;
    }

    public void Dispose()
    {
        _spool.Committed -= OnCommitted;
        _reader.Dispose();
    }

    // Damaged records behind the last batch: no acknowledgement will ever come for them.
    private void TrimPassed()
    {
        if (_acknowledged == _sent && _taken > _sent)
        {
            _acknowledged = _taken;
            _sent = _taken;
            _spool.Trim(_taken);
        }
    }

    private void OnCommitted() => WorkAvailable?.Invoke();
}
