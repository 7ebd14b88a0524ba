namespace EdgeAI.Runtime.Boards;

/// <summary>
/// Decides when a board is asked to tell what it is: not while it tells by itself, then with a wait that doubles from one second to
/// thirty (five while parts come: the board is there and frames are lost), and not after it has told everything. Not thread safe.
/// </summary>
internal sealed class HelloRequester
{
    private const long Patience = 1_000_000_000;
    private const long LongestWait = 30_000_000_000;
    private const long LongestWaitOfOneThatTells = 5_000_000_000;

    private long _askAt;
    private long _wait = Patience;

    /// <summary>Questions that a link took.</summary>
    public long Asked { get; private set; }

    /// <summary>Begins anew: the robot or the board has started.</summary>
    public void Restart(long now)
    {
        _wait = Patience;
        _askAt = now + Patience;
    }

    /// <summary>A part came: the rest is given its time.</summary>
    public void Progress(long now)
    {
        _wait = Math.Min(_wait, LongestWaitOfOneThatTells);
        _askAt = Math.Clamp(_askAt, now + Patience, now + LongestWaitOfOneThatTells);
    }

    public bool IsDue(long now) => now >= _askAt;

    /// <summary>The link took the question, or had no room for it; either way the next one comes later.</summary>
    public void Ask(bool sent, long now)
    {
        Asked += sent ? 1 : 0;
        _askAt = now + _wait;
        _wait = Math.Min(2 * _wait, LongestWait);
    }
}
