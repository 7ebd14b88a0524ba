namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Pauses with full jitter: each is drawn between nothing and a bound, and the bound doubles from attempt to attempt. So a thousand
/// gateways that lost the same upstream come back spread over the whole pause and not in the same instant.
/// </summary>
internal sealed class Backoff
{
    private readonly Random _random;
    private readonly TimeSpan _initial;
    private readonly TimeSpan _maximum;
    private TimeSpan _bound;

    public Backoff(TimeSpan initial, TimeSpan maximum, int? seed)
    {
        _random = seed is int value ? new Random(value) : new Random();
        _initial = initial;
        _maximum = maximum;
        _bound = initial;
    }

    public TimeSpan Next()
    {
        TimeSpan pause = _bound * _random.NextDouble();
        TimeSpan doubled = _bound * 2;
        _bound = doubled < _maximum ? doubled : _maximum;
        return pause;
    }

    public void Reset() => _bound = _initial;
}
