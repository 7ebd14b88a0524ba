using System.Globalization;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.LiveView;

namespace EdgeAI.Robot.LiveView;

/// <summary>A snapshot of a run as diagnostics: a status for each stream, stage, deadline, for the way out and for the process.</summary>
internal static class RobotDiagnostics
{
    private const byte Well = 0;
    private const byte Warning = 1;
    private const byte Error = 2;

    /// <summary>Writes all of them.</summary>
    public static void Write(RunSnapshot run, Diagnostics diagnostics)
    {
        diagnostics.Begin();
        foreach (StreamRow row in run.Streams)
        {
            bool lost = row.Missing + row.Rejected + row.EdgeDropped > 0;
            diagnostics.Add(row.Note.Length > 0 ? Error : lost ? Warning : Well, $"stream {row.Name}", row.Note.Length > 0 ? row.Note : lost ? "readings were lost" : "all readings arrived");
            diagnostics.With("rate Hz", row.RateHz.ToString("F1", CultureInfo.InvariantCulture));
            diagnostics.With("readings", row.Received);
            diagnostics.With("missing", row.Missing);
            diagnostics.With("rejected", row.Rejected);
            diagnostics.With("dropped by a full queue", row.EdgeDropped);
            diagnostics.With("faults", row.Faults);
            diagnostics.With("latency p99 ns", row.LatencyP99);
        }

        foreach (StageRow row in run.Stages)
        {
            diagnostics.Add(row.TooOld + row.Unusable > 0 ? Warning : Well, $"stage {row.Name}", row.Latest);
            diagnostics.With("taken", row.Taken);
            diagnostics.With("published", row.Published);
            diagnostics.With("withheld, too old", row.TooOld);
            diagnostics.With("unusable", row.Unusable);
            diagnostics.With("latency p99 ns", row.LatencyP99);
        }

        if (run.Health is { } health)
        {
            WriteHealth(health, diagnostics);
        }

        WriteWayOut(run, diagnostics);
    }

    private static void WriteHealth(HealthRow health, Diagnostics diagnostics)
    {
        diagnostics.Add(health.Level switch { HealthLevel.Healthy => Well, HealthLevel.SafeState => Error, _ => Warning }, "robot", health.Level.ToString());
        diagnostics.With("warnings of the watchdog", health.Warnings);
        diagnostics.With("jumps of clocks", health.ClockJumps);
        diagnostics.With("collections", health.GcCollections);
        diagnostics.With("collections paused ns", health.GcTotal);
        diagnostics.With("collection p99 ns", health.GcP99);
        diagnostics.With("collection maximum ns", health.GcMaximum);
        foreach (DeadlineRow row in health.Deadlines)
        {
            diagnostics.Add(row.IsDegraded || row.Missed > 0 ? Warning : Well, $"deadline {row.Stage}", row.IsDegraded ? "degraded" : row.Missed > 0 ? "was missed" : "kept");
            diagnostics.With("missed", row.Missed);
            diagnostics.With("dropped", row.Skipped);
            diagnostics.With("left to the alternative", row.TakenByAlternative);
            diagnostics.With("latency maximum ns", row.LatencyMaximum);
        }
    }

    private static void WriteWayOut(RunSnapshot run, Diagnostics diagnostics)
    {
        DeliveryLedger ledger = run.Delivery;
        bool dropped = ledger.DroppedOnLinks + ledger.DroppedOutbound > 0;
        diagnostics.Add(!run.Gateway.Connected ? Error : dropped ? Warning : Well, "way out", run.Gateway.Connected ? "the gateway takes records" : "no gateway");
        diagnostics.With("produced", ledger.Produced);
        diagnostics.With("delivered", ledger.Delivered);
        diagnostics.With("in the spool", ledger.InSpool);
        diagnostics.With("dropped on links", ledger.DroppedOnLinks);
        diagnostics.With("dropped outbound", ledger.DroppedOutbound);
        diagnostics.With("withheld", ledger.Withheld);
        diagnostics.With("under way", ledger.Lost);
    }
}
