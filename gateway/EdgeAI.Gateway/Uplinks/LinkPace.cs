namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// How many bytes may be on their way over one connection: as many as the link carries within an eighth of the patience. It begins with
/// little, grows as long as answers come soon, and is halved when they come late, measured against the soonest answer of the connection: an
/// upstream that always takes its time is not a slow link. So on a slow link patience is never the queue's own length, what is urgent does
/// not wait behind minutes of bulk, and a sign of life still gets through. No clock of its own. For one thread.
/// </summary>
internal sealed class LinkPace
{
    /// <summary>The least that may be on its way, in bytes.</summary>
    public const long Least = 2 << 10;

    // Two seconds of 64 kbit/s.
    private const long Beginning = 16 << 10;

    // After a connection over which nothing was answered the next one begins with less.
    private const int Caution = 4;

    // What is on its way is two batches at the least, so that one is under way while the other's answer comes back.
    private const int Batches = 2;

    // Grown only while at least this part of it is made use of: what was never on its way proves nothing.
    private const int Used = 4;

    private readonly long _most;
    private readonly TimeSpan _late;
    private long _beginning = Beginning;
    private TimeSpan _soonest;
    private TimeSpan _halvedAt;
    private bool _isAnswered;

    /// <param name="most">The most that may be on its way, in bytes.</param>
    /// <param name="patience">How long an upstream may be silent.</param>
    public LinkPace(long most, TimeSpan patience)
    {
        _most = Math.Max(Least, most);
        _late = patience / 8;
        Open();
    }

    /// <summary>The bytes that may be on their way; the last batch may go beyond it.</summary>
    public long Allowance { get; private set; }

    /// <summary>The bytes that a batch should not exceed.</summary>
    public long Batch => Allowance / Batches;

    /// <summary>A connection begins.</summary>
    public void Open()
    {
        Allowance = Math.Min(_beginning, _most);
        _soonest = TimeSpan.MaxValue;
        _halvedAt = TimeSpan.MinValue;
        _isAnswered = false;
    }

    /// <summary>A connection ended with something on its way.</summary>
    public void Lost()
    {
        if (!_isAnswered)
        {
            _beginning = Math.Max(Least, _beginning / Caution);
        }
    }

    /// <summary>Something was answered.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="onTheirWay">The bytes on their way when it was sent, its own included.</param>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="now">The time.</param>
    public void Answered(long bytes, long onTheirWay, TimeSpan sentAt, TimeSpan now)
    {
        _isAnswered = true;
        _beginning = Beginning;
        TimeSpan taken = now - sentAt;
        _soonest = taken < _soonest ? taken : _soonest;
        if (taken - _soonest > _late)
        {
            // Once for all that was sent before: the answers to it say nothing new.
            if (sentAt >= _halvedAt)
            {
                // With so little on its way it is not what waits before it that takes so long.
                _soonest = Allowance == Least ? taken : _soonest;
                Allowance = Math.Max(Least, Allowance / 2);
                _halvedAt = now;
            }
        }
        else if (taken - _soonest < _late / 2 && onTheirWay * Used >= Allowance)
        {
            Allowance = Math.Min(_most, Allowance + bytes);
        }
    }
}
