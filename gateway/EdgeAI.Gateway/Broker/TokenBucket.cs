namespace EdgeAI.Gateway.Broker;

/// <summary>A rate with a burst of one second's worth. Not thread-safe.</summary>
internal struct TokenBucket
{
    private readonly double _perSecond;
    private double _tokens;
    private long _filled;

    /// <param name="perSecond">The rate, which is also the burst.</param>
    /// <param name="timestamp">The time now, as a timestamp.</param>
    public TokenBucket(double perSecond, long timestamp)
    {
        _perSecond = _tokens = perSecond;
        _filled = timestamp;
    }

    /// <summary>Takes some, more than there are if need be.</summary>
    /// <returns>How long to wait before the next may be taken; nothing to wait for while there are some.</returns>
    public TimeSpan Take(double count, long timestamp, TimeProvider time)
    {
        if (timestamp > _filled)
        {
            _tokens = Math.Min(_perSecond, _tokens + (time.GetElapsedTime(_filled, timestamp).TotalSeconds * _perSecond));
            _filled = timestamp;
        }

        _tokens -= count;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
    }

    /// <summary>Takes one if there is one.</summary>
    public bool TryTakeOne(long timestamp, TimeProvider time)
    {
        if (Take(1, timestamp, time) == TimeSpan.Zero)
        {
            return true;
        }

        _tokens++;
        return false;
    }
}
