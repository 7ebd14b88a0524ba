using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Tells systemd how the service is (sd_notify(3)): READY, STOPPING, and WATCHDOG only while the gateway makes progress, so that one that
/// hangs is restarted. Where systemd does not listen, nothing is told.
/// </summary>
internal sealed class ServiceWatch : IDisposable
{
    private readonly ISystemdNotifier _notifier;
    private readonly Func<bool> _progresses;
    private readonly ITimer? _timer;

    /// <param name="notifier">The way to systemd.</param>
    /// <param name="watchdogMicroseconds">WATCHDOG_USEC: how often systemd wants to hear at least; null where it does not.</param>
    /// <param name="progresses">Whether the gateway makes progress.</param>
    /// <param name="time">The timer's clock.</param>
    public ServiceWatch(ISystemdNotifier notifier, string? watchdogMicroseconds, Func<bool> progresses, TimeProvider time)
    {
        _notifier = notifier;
        _progresses = progresses;
        if (notifier.IsEnabled && long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
        {
            // sd_watchdog_enabled(3) recommends half of the time.
            TimeSpan period = TimeSpan.FromMicroseconds(microseconds) / 2;
            _timer = time.CreateTimer(static state => ((ServiceWatch)state!).Feed(), this, TimeSpan.Zero, period);
        }
    }

    /// <summary>The watch of this process, as its environment says.</summary>
    public static ServiceWatch OfThisProcess(Func<bool> progresses, TimeProvider time)
        => new(new SystemdNotifier(), Environment.GetEnvironmentVariable("WATCHDOG_USEC"), progresses, time);

    /// <summary>The gateway has started.</summary>
    public void Ready() => _notifier.Notify(ServiceState.Ready);

    /// <summary>The gateway goes down in order; systemd waits its own time for that, without the watchdog.</summary>
    public void Stopping() => _notifier.Notify(ServiceState.Stopping);

    public void Dispose() => _timer?.Dispose();

    private void Feed()
    {
        if (_progresses())
        {
            _notifier.Notify(new ServiceState("WATCHDOG=1"));
        }
    }
}
