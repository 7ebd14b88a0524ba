using EdgeAI.Profiles.Threads;
using EdgeAI.Robot.Time;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Robot.Wiring;

/// <summary>What watches over a live robot: watchdog, deadlines, collections, clocks, and systemd's ear.</summary>
internal sealed class RobotHealth : IDisposable
{
    private readonly HealthMonitor _monitor;
    private readonly RuntimeInstruments _instruments;

    /// <summary>Makes it.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="executor">The graph threads.</param>
    public RobotHealth(RobotParts parts, LiveExecutor executor)
    {
        WatchdogProfile limits = parts.Profile.Watchdog;
        Watchdog = new Watchdog(
            new WatchdogLimits(NanosecondsOf(limits.WarnMilliseconds), NanosecondsOf(limits.DegradeMilliseconds), NanosecondsOf(limits.SafeStateMilliseconds)),
            [.. executor.Threads.Select(static thread => thread.Heartbeat)],
            parts.Deadlines,
            parts.SafeState,
            parts.Health);
        Clocks = new ClockJumps(parts, parts.Health);
        _monitor = new HealthMonitor(Watchdog, Pauses, Clocks.Look, SystemdNotifier.FromEnvironment(), parts.Clock);
        _instruments = new RuntimeInstruments(executor, Pauses, parts.Deadlines, Watchdog);
    }

    public Watchdog Watchdog { get; }

    public GcPauses Pauses { get; } = new();

    public ClockJumps Clocks { get; }

    /// <summary>What ended the watching, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure => _monitor.Failure;

    /// <summary>Begins to watch: the graph threads step.</summary>
    public void Start() => _monitor.Start();

    /// <summary>Ends watching: the graph threads are about to be stopped.</summary>
    public void Stop() => _monitor.Stop();

    /// <inheritdoc/>
    public void Dispose()
    {
        _instruments.Dispose();
        _monitor.Dispose();
    }

    private static long NanosecondsOf(double milliseconds) => (long)(milliseconds * 1_000_000);
}
