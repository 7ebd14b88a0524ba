namespace EdgeAI.Gateway.Identity;

/// <summary>Counts handshakes, and says which refusals to log: one a second, since whoever can reach the port can cause them. Thread-safe.</summary>
internal sealed class IdentityCounters
{
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _accepted;
    private long _refused;
    private string _lastRefusal = "";
    private DateTimeOffset _logged;

    /// <summary>Counts a handshake whose certificate was accepted.</summary>
    public void Accepted() => Interlocked.Increment(ref _accepted);

    /// <summary>Counts a refusal; whether it should be logged.</summary>
    public bool Refused(string reason, DateTimeOffset now)
    {
        lock (_lock)
        {
            _refused++;
            _lastRefusal = reason;
            if ((now - _logged).Duration() < LogPeriod)
            {
                return false;
            }

            _logged = now;
            return true;
        }
    }

    /// <summary>The counts, with what else stands.</summary>
    public IdentityStatistics Snapshot(int devices, DateTimeOffset serverExpires, string problem)
    {
        lock (_lock)
        {
            return new IdentityStatistics
            {
                Accepted = Interlocked.Read(ref _accepted),
                Refused = _refused,
                LastRefusal = _lastRefusal,
                Devices = devices,
                ServerExpires = serverExpires,
                Problem = problem,
            };
        }
    }
}
