namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Whether the gateway makes progress, judged from its own counts: what waits must be answered, what the writer was given it must settle, and
/// what is written must reach the disk. Judged at the moment of asking: a gateway that no longer looks at itself makes no progress either.
/// </summary>
internal sealed class GatewayPulse
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _stallAfter;
    private readonly TimeSpan _refusalsCount;
    private readonly Lock _lock = new();
    private Counts _last;
    private long _observed;
    private long _answered;
    private long _settled;
    private long? _refusedFull;
    private bool _diskFails;
    private bool _seen;

    /// <param name="time">The clock.</param>
    /// <param name="stallAfter">How long publishes may wait without one being answered, and how long the gateway may not look at itself.</param>
    /// <param name="refusalsCount">How long after a refusal for room the spool counts as full.</param>
    public GatewayPulse(TimeProvider time, TimeSpan stallAfter, TimeSpan refusalsCount)
    {
        _time = time;
        _stallAfter = stallAfter;
        _refusalsCount = refusalsCount;
        _observed = _answered = _settled = time.GetTimestamp();
    }

    /// <summary>Takes note of this moment.</summary>
    /// <param name="statistics">The counts.</param>
    public void Observe(GatewayStatistics statistics)
    {
        Counts counts = Counts.Of(statistics);
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _observed = now;
            if (!_seen || counts.Waiting == 0 || counts.Answered != _last.Answered)
            {
                _answered = now;
            }

            // On their own: refusals that never reached the writer answer publishes for ever while it hangs.
            if (!_seen || counts.InWriter == 0 || counts.Settled != _last.Settled)
            {
                _settled = now;
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

    /// <summary>How long there has been no progress, when that is too long; nothing otherwise.</summary>
    public TimeSpan? Stalled
    {
        get
        {
            lock (_lock)
            {
                TimeSpan waited = _time.GetElapsedTime(Math.Min(_answered, _settled));
                return waited > _stallAfter ? waited : null;
            }
        }
    }

    /// <summary>Whether the gateway has not looked at itself for so long that nobody knows how it is.</summary>
    public bool IsBlind
    {
        get
        {
            lock (_lock)
            {
                return _time.GetElapsedTime(_observed) > _stallAfter;
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
                return _refusedFull is { } refused && _time.GetElapsedTime(refused) < _refusalsCount;
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

    private readonly record struct Counts(long Waiting, long Answered, long InWriter, long Settled, long RefusedFull, long Commits, long FailedCommits)
    {
        public static Counts Of(GatewayStatistics statistics) => new(
            statistics.Broker.InFlight,
            statistics.Broker.Acknowledged + statistics.Broker.Refused,
            statistics.Spool.InWriter,
            statistics.Spool.Settled,
            statistics.Spool.RefusedFull,
            statistics.Spool.Commits,
            statistics.Spool.FailedCommits);
    }
}
