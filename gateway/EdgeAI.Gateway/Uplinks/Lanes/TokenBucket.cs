namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Bounds a rate: an amount is taken after the fact and may overdraw, and nothing more goes until the debt is paid. So the amount need
/// not be known beforehand, the long-term rate holds exactly, and what goes at once is at most one burst and one batch. No clock of its own.
/// </summary>
internal sealed class TokenBucket
{
    private readonly double _perSecond;
    private readonly double _burst;
    private double _tokens;
    private TimeSpan _filledAt;

    /// <param name="perSecond">The rate; above 0.</param>
    /// <param name="burst">The most that is saved up while nothing goes; above 0.</param>
    public TokenBucket(double perSecond, double burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _perSecond = perSecond;
        _burst = burst;
        _tokens = burst;
    }

    /// <summary>Whether something may go now.</summary>
    public bool IsReady(TimeSpan now)
    {
        Fill(now);
        return _tokens > 0;
    }

    /// <summary>Takes what went.</summary>
    public void Take(double amount, TimeSpan now)
    {
        Fill(now);
        _tokens -= amount;
    }

    /// <summary>When something may go.</summary>
    public TimeSpan ReadyAt(TimeSpan now)
    {
        Fill(now);

        // A millisecond beyond, because at the very moment the debt is paid and nothing is saved yet.
        return _tokens > 0 ? now : now + TimeSpan.FromSeconds(-_tokens / _perSecond) + TimeSpan.FromMilliseconds(1);
    }

    private void Fill(TimeSpan now)
    {
        if (now > _filledAt)
        {
            _tokens = Math.Min(_burst, _tokens + ((now - _filledAt).TotalSeconds * _perSecond));
            _filledAt = now;
        }
    }
}
