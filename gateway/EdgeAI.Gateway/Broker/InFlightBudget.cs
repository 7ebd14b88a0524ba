namespace EdgeAI.Gateway.Broker;

/// <summary>The unanswered publishes of all connections and their bytes, in one number so that one interlocked step counts both.</summary>
internal sealed class InFlightBudget(int maximumCount, long maximumBytes)
{
    /// <summary>A packet of more bytes needs room before it is let in; of a shorter one the connection's own buffer holds what has come.</summary>
    public const int LongPacketBytes = 64 << 10;

    private const int CountShift = 40;
    private const long BytesMask = (1L << CountShift) - 1;

    private readonly Lock _reserving = new();
    private long _taken;

    // Of the bytes taken, those of long packets, from their first byte to their publish's answer.
    private long _long;

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

    public void Take(int bytes) => Add(1, bytes);

    public void Release(int bytes) => Add(-1, -bytes);

    /// <summary>Takes bytes for a long packet that is to come, if there is room; where there is no other one it always has it, however much the short ones take.</summary>
    public bool TryReserve(int bytes)
    {
        lock (_reserving)
        {
            if (Volatile.Read(ref _long) > 0 && Bytes + bytes > maximumBytes)
            {
                return false;
            }

            Add(0, bytes);
            return true;
        }
    }

    /// <summary>Gives reserved bytes back.</summary>
    public void ReleaseReserved(int bytes) => Add(0, -bytes);

    private void Add(int count, int bytes)
    {
        Interlocked.Add(ref _taken, ((long)count << CountShift) + bytes);
        if (Math.Abs(bytes) > LongPacketBytes)
        {
            Interlocked.Add(ref _long, bytes);
        }
    }
}
