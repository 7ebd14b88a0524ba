using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Operation;

/// <summary>How long the oldest record of each class has waited: read from the spool over connections of its own, once for each record that is the oldest.</summary>
internal sealed class OldestRecords : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ISpoolLane[] _lanes;
    private readonly (long Sequence, long Received)[] _known;
    private readonly GatewayBatchWriter _writer;
    private readonly TimeProvider _time;
    private readonly RecordSpool _spool;
    private long _epoch;
    private bool _disposed;

    public OldestRecords(RecordSpool spool, TimeProvider time)
    {
        _time = time;
        _spool = spool;
        _epoch = spool.Identity.Epoch;
        _lanes = [.. Enum.GetValues<RecordClass>().Select(spool.OpenLaneToLook)];
        _known = new (long, long)[_lanes.Length];
        _writer = new GatewayBatchWriter(spool.Identity.Gateway, spool.Identity.Epoch, GatewayBatchWriter.MaximumLength);
    }

    /// <summary>The ages now; classes where nothing waits are absent, and so are those whose oldest record cannot be read.</summary>
    public IReadOnlyList<(RecordClass Class, TimeSpan Age)> Ages()
    {
        List<(RecordClass, TimeSpan)> ages = [];
        lock (_lock)
        {
            if (_epoch != _spool.Identity.Epoch)
            {
                // All numbers are new.
                _epoch = _spool.Identity.Epoch;
                Array.Clear(_known);
            }

            long now = Utc.Nanoseconds(_time);
            for (int index = 0; index < _lanes.Length && !_disposed; index++)
            {
                if (TryRead(index, out long received))
                {
                    ages.Add((_lanes[index].Class, TimeSpan.FromMicroseconds(Math.Max(0, now - received) / 1000)));
                }
            }
        }

        return ages;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (ISpoolLane lane in _lanes)
            {
                lane.Dispose();
            }

            _writer.Dispose();
        }
    }

    private bool TryRead(int index, out long received)
    {
        long oldest = _lanes[index].Oldest;
        received = _known[index].Received;
        if (oldest == 0 || oldest == _known[index].Sequence)
        {
            return oldest != 0;
        }

        try
        {
            _writer.Begin();
            _lanes[index].Read(oldest - 1, oldest, 1, _writer);
        }
        catch (SqliteException)
        {
            return false;
        }

        if (_writer.Count == 0)
        {
            return false;
        }

        received = _writer.FirstReceivedUtcNanoseconds;
        _known[index] = (oldest, received);
        return true;
    }
}
