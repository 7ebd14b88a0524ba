using EdgeAI.City.Storage;

namespace EdgeAI.City.Receiving;

/// <summary>Counts what a receiver does. Thread-safe.</summary>
internal sealed class ReceiverCounters(TimeProvider time)
{
    // Beyond as many the spool that was seen longest ago is forgotten: the table knows it still.
    private const int MaximumSpools = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Site, string Gateway, long Epoch), GatewaySight> _spools = [];
    private readonly StoredGroup _sum = new();
    private string _source = "";
    private string _sourceError = "";
    private string _databaseError = "";
    private string _receiptError = "";
    private long _connections;
    private long _arrived;
    private long _acknowledged;
    private long _commits;
    private long _failedCommits;
    private long _receipts;
    private long _failedReceipts;

    public void Connected(string source) => Do(() => (_source, _sourceError, _connections) = (source, "", _connections + 1));

    public void Disconnected(string reason) => Do(() => (_source, _sourceError) = ("", reason));

    public void Arrived(int messages) => Do(() => _arrived += messages);

    public void Acknowledged(int messages) => Do(() => _acknowledged += messages);

    public void CommitFailed(string reason) => Do(() => (_databaseError, _failedCommits) = (reason, _failedCommits + 1));

    public void ReceiptsSent(int receipts) => Do(() => (_receiptError, _receipts) = ("", _receipts + receipts));

    public void ReceiptsFailed(string reason) => Do(() => (_receiptError, _failedReceipts) = (reason, _failedReceipts + 1));

    public void Stored(StoredGroup group)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            _databaseError = "";
            _commits++;
            _sum.Added += group.Added;
            _sum.Duplicates += group.Duplicates;
            _sum.Conflicts += group.Conflicts;
            _sum.Refused += group.Refused;
            _sum.Quarantined += group.Quarantined;
            foreach ((var spool, long newest) in group.Newest)
            {
                long before = _spools.TryGetValue(spool, out GatewaySight? sight) ? sight.Newest : long.MinValue;
                _spools[spool] = new GatewaySight(spool.Site, spool.Gateway, spool.Epoch, Math.Max(before, newest), now);
            }

            if (_spools.Count > MaximumSpools)
            {
                foreach (var spool in _spools.OrderBy(static each => each.Value.Seen).Take(_spools.Count - MaximumSpools).Select(static each => each.Key).ToArray())
                {
                    _spools.Remove(spool);
                }
            }
        }
    }

    public ReceiverStatistics Snapshot()
    {
        lock (_lock)
        {
            return new ReceiverStatistics
            {
                Source = _source,
                LastError = string.Join("; ", new[] { _sourceError, _databaseError, _receiptError }.Where(static error => error.Length > 0)),
                Connections = _connections,
                Arrived = _arrived,
                Acknowledged = _acknowledged,
                Commits = _commits,
                FailedCommits = _failedCommits,
                Added = _sum.Added,
                Duplicates = _sum.Duplicates,
                Conflicts = _sum.Conflicts,
                Refused = _sum.Refused,
                Quarantined = _sum.Quarantined,
                Receipts = _receipts,
                FailedReceipts = _failedReceipts,
                Gateways = [.. _spools.Values],
            };
        }
    }

    private void Do(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}
