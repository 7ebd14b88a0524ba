namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Pauses that double from attempt to attempt, each drawn between half of it and all of it, so that a thousand gateways that lost the
/// same upstream do not come back in the same instant.
/// </summary>
internal sealed class Backoff
{
    private readonly Random _random;
    private readonly TimeSpan _initial;
    private readonly TimeSpan _maximum;
    private TimeSpan _next;

    public Backoff(TimeSpan initial, TimeSpan maximum, int? seed)
    {
        _random = seed is int value ? new Random(value) : new Random();
        _initial = initial;
        _maximum = maximum;
        _next = initial;
    }

    public TimeSpan Next()
    {
        TimeSpan pause = _next * (0.5 + (0.5 * _random.NextDouble()));
        TimeSpan doubled = _next * 2;
        _next = doubled < _maximum ? doubled : _maximum;
        return pause;
    }

    public void Reset() => _next = _initial;
}
