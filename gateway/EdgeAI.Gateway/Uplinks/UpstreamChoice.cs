namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Which of an ordered list of upstreams is used: the next one after so many failures in a row or so long without an acknowledgement, and the
/// preferred one again once it answers after a time. No clock and no sockets of its own. For one thread.
/// </summary>
internal sealed class UpstreamChoice
{
    private readonly int _count;
    private readonly int _failuresBeforeNext;
    private readonly TimeSpan _silenceBeforeNext;
    private readonly TimeSpan _returnAfter;
    private int _failures;
    private TimeSpan? _waitingSince;
    private bool _isOwed;
    private TimeSpan _triedPreferredAt;

    /// <param name="count">The number of upstreams; 1 or more.</param>
    /// <param name="failuresBeforeNext">The failures in a row that move on to the next.</param>
    /// <param name="silenceBeforeNext">The time without an acknowledgement, while something waits for one, that moves on to the next.</param>
    /// <param name="returnAfter">How long another upstream serves before the preferred one is tried.</param>
    public UpstreamChoice(int count, int failuresBeforeNext, TimeSpan silenceBeforeNext, TimeSpan returnAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
        _failuresBeforeNext = failuresBeforeNext;
        _silenceBeforeNext = silenceBeforeNext;
        _returnAfter = returnAfter;
    }

    /// <summary>The upstream to use; 0 is the preferred one.</summary>
    public int Current { get; private set; }

    /// <summary>How often it changed.</summary>
    public long Switches { get; private set; }

    /// <summary>Why it changed last, in words; empty while it never did.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>A connection was accepted, and nothing is on its way yet: failed attempts before it are no silence of an upstream that nothing was asked of.</summary>
    public void Opened() => _waitingSince = _isOwed ? _waitingSince : null;

    /// <summary>Something was sent.</summary>
    public void Sent(TimeSpan now)
    {
        _isOwed = true;
        _waitingSince ??= now;
    }

    /// <summary>Something was acknowledged.</summary>
    /// <param name="now">The time.</param>
    /// <param name="moreWaits">Whether something else is still on its way.</param>
    public void Acknowledged(TimeSpan now, bool moreWaits)
    {
        _failures = 0;
        _isOwed = moreWaits;
        _waitingSince = moreWaits ? now : null;
    }

    /// <summary>A connection failed, or ended; true when the next upstream is to be used.</summary>
    public bool Failed(TimeSpan now, string error)
    {
        _failures++;
        _waitingSince ??= now;
        if (_failures >= _failuresBeforeNext)
        {
            return MoveOn(now, $"{_failures} failures in a row, the last: {error}");
        }

        return IsSilent(now) && MoveOn(now, $"no acknowledgement within {_silenceBeforeNext.TotalSeconds:0.#} s; {error}");
    }

    /// <summary>Whether the current upstream has acknowledged nothing for too long and another is there.</summary>
    public bool IsSilent(TimeSpan now) => _count > 1 && now - _waitingSince >= _silenceBeforeNext;

    /// <summary>Whether it is time to try the preferred upstream.</summary>
    public bool ReturnIsDue(TimeSpan now) => Current != 0 && now - _triedPreferredAt >= _returnAfter;

    /// <summary>The preferred upstream was tried and does not answer: the current one serves on.</summary>
    public void ReturnFailed(TimeSpan now) => _triedPreferredAt = now;

    /// <summary>The preferred upstream answers: it is the current one now.</summary>
    public void Returned()
    {
        Current = 0;
        Switches++;
        Reason = "the preferred upstream answers again";
        Begin();
    }

    /// <summary>When <see cref="IsSilent"/> or <see cref="ReturnIsDue"/> may become true; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextDue
    {
        get
        {
            TimeSpan silent = _count > 1 && _waitingSince is { } since ? since + _silenceBeforeNext : TimeSpan.MaxValue;
            TimeSpan preferred = Current != 0 ? _triedPreferredAt + _returnAfter : TimeSpan.MaxValue;
            return silent < preferred ? silent : preferred;
        }
    }

    private bool MoveOn(TimeSpan now, string reason)
    {
        if (_count == 1)
        {
            return false;
        }

        if (Current == 0)
        {
            _triedPreferredAt = now;
        }

        Current = (Current + 1) % _count;
        Switches++;
        Reason = reason;
        Begin();
        return true;
    }

    private void Begin()
    {
        _failures = 0;
        _isOwed = false;
        _waitingSince = null;
    }
}
