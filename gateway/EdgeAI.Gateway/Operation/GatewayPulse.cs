namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Whether the gateway makes progress, judged from its own counts: what waits must be answered, and what is written must reach the disk. A
/// state machine without a clock of its own: it is shown statistics with a timestamp.
/// </summary>
internal sealed class GatewayPulse
{
    private readonly TimeSpan _stallAfter;
    private readonly TimeSpan _refusalsCount;
    private readonly Lock _lock = new();
    private Counts _last;
    private TimeSpan _progressed;
    private TimeSpan? _refusedFull;
    private bool _diskFails;
    private bool _seen;
    private TimeSpan _now;

    /// <param name="stallAfter">How long publishes may wait without one being answered.</param>
    /// <param name="refusalsCount">How long after a refusal for room the spool counts as full.</param>
    public GatewayPulse(TimeSpan stallAfter, TimeSpan refusalsCount)
    {
        _stallAfter = stallAfter;
        _refusalsCount = refusalsCount;
    }

    /// <summary>Takes note of a moment.</summary>
    /// <param name="statistics">The counts.</param>
    /// <param name="now">The time since the start.</param>
    public void Observe(GatewayStatistics statistics, TimeSpan now)
    {
        Counts counts = Counts.Of(statistics);
        lock (_lock)
        {
            _now = now;
            if (!_seen || counts.Waiting == 0 || counts.Answered != _last.Answered)
            {
                _progressed = now;
            }

            if (_seen && counts.RefusedFull > _last.RefusedFull)
            {
                _refusedFull = now;
            }

            if (counts.Commits > _last.Commits)
            {
                _diskFails = false;
            }
            else if (_seen && counts.FailedCommits > _last.FailedCommits)
            {
                _diskFails = true;
            }

            _seen = true;
            _last = counts;
        }
    }

    /// <summary>How long publishes have waited without one being answered, when that is too long; nothing otherwise.</summary>
    public TimeSpan? Stalled
    {
        get
        {
            lock (_lock)
            {
                TimeSpan waited = _now - _progressed;
                return waited > _stallAfter ? waited : null;
            }
        }
    }

    /// <summary>Whether publishes were refused for room just now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _refusedFull is { } refused && _now - refused < _refusalsCount;
            }
        }
    }

    /// <summary>Whether the last transaction failed.</summary>
    public bool DiskFails
    {
        get
        {
            lock (_lock)
            {
                return _diskFails;
            }
        }
    }

    private readonly record struct Counts(long Waiting, long Answered, long RefusedFull, long Commits, long FailedCommits)
    {
        public static Counts Of(GatewayStatistics statistics) => new(
            statistics.Broker.InFlight,
            statistics.Broker.Acknowledged + statistics.Broker.Refused,
            statistics.Spool.RefusedFull,
            statistics.Spool.Commits,
            statistics.Spool.FailedCommits);
    }
}
