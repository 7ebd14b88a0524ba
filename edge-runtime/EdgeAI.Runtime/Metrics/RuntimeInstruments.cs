using System.Diagnostics.Metrics;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Metrics;

/// <summary>
/// The runtime's figures for whoever collects metrics of .NET (the meter "EdgeAI.Runtime"). All are read when they are asked for, on the
/// collector's thread: graph threads pay nothing for them.
/// </summary>
public sealed class RuntimeInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeAI.Runtime";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Offers the figures until it is disposed.</summary>
    /// <param name="executor">The graph threads.</param>
    /// <param name="pauses">The collections.</param>
    /// <param name="deadlines">The stages with a deadline.</param>
    /// <param name="watchdog">The watchdog.</param>
    public RuntimeInstruments(LiveExecutor executor, GcPauses pauses, IReadOnlyList<DeadlineGuard> deadlines, Watchdog watchdog)
    {
        _meter.CreateObservableCounter("edgeai.gc.collections", () => pauses.Collections, "{collection}", "Collections since the start.");
        _meter.CreateObservableCounter("edgeai.gc.pause.total", () => pauses.TotalNanoseconds / 1e9, "s", "All stops of collections together.");
        _meter.CreateObservableGauge("edgeai.gc.pause.maximum", () => pauses.Stops.Maximum / 1e9, "s", "The longest stop of a collection.");
        _meter.CreateObservableGauge("edgeai.gc.pause.p99", () => pauses.Stops.Percentile(0.99) / 1e9, "s", "99 of 100 stops are no longer.");
        _meter.CreateObservableGauge("edgeai.health.level", () => (int)watchdog.Level, "{level}", "0 healthy, 1 warned, 2 degraded, 3 safe state.");
        _meter.CreateObservableCounter("edgeai.thread.allocated", () => AllocatedBy(executor), "By", "Bytes that graph threads allocated after their warm-up.");
        _meter.CreateObservableCounter("edgeai.deadline.missed", () => Of(deadlines, static guard => guard.Missed), "{input}", "Inputs whose work ended after the deadline.");
        _meter.CreateObservableCounter("edgeai.deadline.skipped", () => Of(deadlines, static guard => guard.Skipped), "{input}", "Inputs dropped for being past the deadline.");
        _meter.CreateObservableCounter("edgeai.deadline.degraded", () => Of(deadlines, static guard => guard.TakenByAlternative), "{input}", "Inputs that an alternative took.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> AllocatedBy(LiveExecutor executor) =>
        executor.Threads.Select(static thread => new Measurement<long>(thread.SteadyStateAllocatedBytes ?? 0, new KeyValuePair<string, object?>("thread", thread.Name)));

    private static IEnumerable<Measurement<long>> Of(IReadOnlyList<DeadlineGuard> deadlines, Func<DeadlineGuard, long> figure) =>
        deadlines.Select(guard => new Measurement<long>(figure(guard), new KeyValuePair<string, object?>("stage", guard.Stage)));
}
