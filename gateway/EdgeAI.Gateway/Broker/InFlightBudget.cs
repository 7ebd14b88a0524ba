namespace EdgeAI.Gateway.Broker;

/// <summary>The unanswered publishes of all connections and their bytes, in one number so that one interlocked step counts both.</summary>
internal sealed class InFlightBudget(int maximumCount, long maximumBytes)
{
    private const int CountShift = 40;
    private const long BytesMask = (1L << CountShift) - 1;

    private long _taken;

    /// <summary>The unanswered publishes.</summary>
    public int Count => (int)(Volatile.Read(ref _taken) >> CountShift);

    /// <summary>Their bytes, and those of long packets that are half received.</summary>
    public long Bytes => Volatile.Read(ref _taken) & BytesMask;

    /// <summary>Whether there is no room for more.</summary>
    public bool IsSpent
    {
        get
        {
            long taken = Volatile.Read(ref _taken);
            return taken >> CountShift >= maximumCount || (taken & BytesMask) >= maximumBytes;
        }
    }

    public void Take(int bytes) => Interlocked.Add(ref _taken, (1L << CountShift) + bytes);

    public void Release(int bytes) => Interlocked.Add(ref _taken, -((1L << CountShift) + bytes));

    /// <summary>Takes bytes for a packet that is to come, if there is room; one packet alone always has it.</summary>
    public bool TryReserve(int bytes)
    {
        long taken = Volatile.Read(ref _taken);
        while ((taken & BytesMask) == 0 || (taken & BytesMask) + bytes <= maximumBytes)
        {
            long found = Interlocked.CompareExchange(ref _taken, taken + bytes, taken);
            if (found == taken)
            {
                return true;
            }

            taken = found;
        }

        return false;
    }

    /// <summary>Gives reserved bytes back.</summary>
    public void ReleaseReserved(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
