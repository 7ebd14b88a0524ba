using EdgeAI.Device.Time;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// Watches a live robot from a thread of its own: the graph threads' heartbeats, collections, clocks. Tells systemd that the robot is alive
/// while it is healthy, and not otherwise.
/// </summary>
/// <param name="watchdog">Looks at the graph threads.</param>
/// <param name="pauses">Looks at collections.</param>
/// <param name="clocks">Looks at the clocks.</param>
/// <param name="systemd">Whom to tell.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class HealthMonitor(Watchdog watchdog, GcPauses pauses, Action<long> clocks, SystemdNotifier systemd, IClock clock) : IDisposable
{
    // Short against every limit of the watchdog, long against a collection.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEvent _stop = new(false);
    private Thread? _thread;
    private long _aliveAt = long.MinValue;

    /// <summary>What ended the watching, if anything but <see cref="Stop"/> did: a defect, and the run is to end in order.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins to watch.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = "health", IsBackground = true };
        _thread.Start();
        systemd.Ready();
    }

    /// <summary>Looks at everything once.</summary>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public void Look(long now)
    {
        watchdog.Check(now);
        pauses.Observe();
        clocks(now);
        if (systemd.Period is { } period && watchdog.Level == HealthLevel.Healthy && now >= _aliveAt)
        {
            _aliveAt = now + period;
            systemd.Alive();
        }
    }

    /// <summary>Ends watching: the graph threads are about to be stopped.</summary>
    public void Stop()
    {
        systemd.Stopping();
        _stop.Set();
        _thread?.Join();
        if (Failure is null)
        {
            Look(clock.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        systemd.Dispose();
    }

    private void Run()
    {
        try
        {
            do
            {
                Look(clock.Nanoseconds);
            }
            while (!_stop.WaitOne(Period));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Systemd hears nothing any more; but what waits for the gateway is drained before this process ends.
            Failure = failure;
        }
    }
}
