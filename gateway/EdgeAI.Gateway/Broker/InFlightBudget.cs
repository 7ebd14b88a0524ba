namespace EdgeAI.Gateway.Broker;

/// <summary>The unanswered publishes of all connections and their bytes, in one number so that one interlocked step counts both.</summary>
internal sealed class InFlightBudget(int maximumCount, long maximumBytes)
{
    private const int CountShift = 40;

    private long _taken;

    /// <summary>The unanswered publishes.</summary>
    public int Count => (int)(Volatile.Read(ref _taken) >> CountShift);

    /// <summary>Whether there is no room for more.</summary>
    public bool IsSpent
    {
        get
        {
            long taken = Volatile.Read(ref _taken);
            return taken >> CountShift >= maximumCount || (taken & ((1L << CountShift) - 1)) >= maximumBytes;
        }
    }

    public void Take(int bytes) => Interlocked.Add(ref _taken, (1L << CountShift) + bytes);

    public void Release(int bytes) => Interlocked.Add(ref _taken, -((1L << CountShift) + bytes));
}
