using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.GatewayFleet;

/// <summary>The gateways of one process, and what their robots send them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly SimulatedGateway[] _gateways;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;
    private volatile int _rate;
    private volatile int _burst = 1;
    private volatile int _keep;
    private int _next;

    public Fleet(FleetOptions options)
    {
        _gateways = [.. Enumerable.Range(options.First, options.Count).Select(number => new SimulatedGateway(number, options))];
        Array.ForEach(_gateways, static gateway => gateway.Start());
        _feeding = FeedAsync();
    }

    /// <summary>UTC as records carry it.</summary>
    public static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>From now on so many records a second over all of them, each gateway's turn a burst of so many.</summary>
    public void Rate(int recordsPerSecond, int burst) => (_burst, _keep, _rate) = (burst, 0, recordsPerSecond);

    /// <summary>From now on as many as are taken from them: with each so many wait.</summary>
    public void Keep(int waiting) => (_rate, _keep) = (0, waiting);

    /// <summary>Each gets so many at once.</summary>
    public void Add(int each)
    {
        foreach (SimulatedGateway gateway in _gateways)
        {
            gateway.Add(each, Now);
        }
    }

    /// <summary>The counts, as words of the form NAME=NUMBER.</summary>
    public string Status()
    {
        UplinkStatistics[] uplinks = [.. _gateways.Select(static gateway => gateway.Uplink)];
        long added = _gateways.Sum(static gateway => gateway.Added);
        long waiting = _gateways.Sum(static gateway => gateway.Waiting);
        return FormattableString.Invariant($"added={added} waiting={waiting} connected={uplinks.Count(static uplink => uplink.Connected)} batches={uplinks.Sum(static uplink => uplink.Acknowledged)} resent={uplinks.Sum(static uplink => uplink.Resent)} managed={GC.GetTotalMemory(forceFullCollection: false)} resident={Environment.WorkingSet}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _feeding.ConfigureAwait(false);
        await Parallel.ForEachAsync(_gateways, static (gateway, _) => gateway.DisposeAsync()).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task FeedAsync()
    {
        using PeriodicTimer timer = new(Step);
        double owed = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                TopUp(_keep);
                int burst = _burst;
                for (owed = _rate == 0 ? 0 : owed + (_rate * Step.TotalSeconds); owed >= burst; owed -= burst)
                {
                    _gateways[_next++ % _gateways.Length].Add(burst, Now);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void TopUp(int waiting)
    {
        if (waiting == 0)
        {
            return;
        }

        foreach (SimulatedGateway gateway in _gateways)
        {
            // In quarters, as batches are acknowledged, and not record by record.
            int missing = waiting - (int)gateway.Waiting;
            if (missing >= waiting / 4)
            {
                gateway.Add(missing, Now);
            }
        }
    }
}
