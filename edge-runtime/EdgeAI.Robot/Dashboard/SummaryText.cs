using EdgeAI.Runtime.Health;

namespace EdgeAI.Robot.Dashboard;

/// <summary>The same snapshot as plain lines: for logs, for pipes and for the end of a run.</summary>
internal static class SummaryText
{
    /// <summary>One line for a run that goes on.</summary>
    public static string ProgressLine(RunSnapshot run) =>
        $"{run.Elapsed:mm\\:ss} {run.World}: {run.Streams.Sum(static row => row.Received)} readings, "
        + $"{run.Stages.Where(static row => row.IsInference).Sum(static row => row.Published)} inferences, "
        + $"spool {run.Gateway.SpoolDepth?.ToString() ?? "not here"}, city {run.City?.Received.ToString() ?? "not here"}"
        + (run.Gateway.Connected ? "" : $"; no gateway{(run.Gateway.Note.Length == 0 ? "" : $": {run.Gateway.Note}")}");

    // What the profile asks for and in how many of those periods there was nothing to read; a replay has neither.
    private static string Wanted(StreamRow row) => row.WantedHz == 0 ? "" : $"of {row.WantedHz:F0} Hz wanted, {row.WithoutReading} periods without one  ";

    /// <summary>What each board is, and how well its clock is known.</summary>
    public static IEnumerable<string> BoardLines(RunSnapshot run)
    {
        foreach (BoardRow board in run.Boards)
        {
            string telling = board.Serial is null ? "has not told what it is" : $"serial {board.Serial}, firmware {board.Firmware}, {(board.Mismatches.Count == 0 ? "as the profile says" : $"differs from the profile in {board.Mismatches.Count}")}";
            string clock = board.Bound == long.MaxValue
                ? "clock not known"
                : $"clock within {Durations.Show(board.Bound)} (round trip {Durations.Show(board.RoundTrip)}, drift {board.DriftPpm:F1} +- {board.DriftBoundPpm:F1} ppm)";
            yield return $"Board    {board.Number} {board.Name}: {telling}; {clock}, {board.Answered} of {board.Asked} exchanges; log {board.Warnings} warnings, {board.Errors} errors";
        }
    }

    /// <summary>How far everything got.</summary>
    public static IEnumerable<string> DeliveryLines(RunSnapshot run)
    {
        GatewayRow gateway = run.Gateway;
        yield return $"Gateway  {(gateway.Connected ? "connected" : "not connected")}, {gateway.Acknowledged} records acknowledged durable, {gateway.WaitingToBeSent} waiting on the robot"
            + (gateway.SpoolDepth is null ? "" : $"; spool {gateway.SpoolDepth} records, {gateway.SpoolBytes / 1024} KiB, {gateway.Commits} commits, {gateway.SetAside} set aside as damaged")
            + (gateway.Note.Length == 0 ? "" : $"; {gateway.Note}");
        if (run.City is { } city)
        {
            yield return $"City     {city.Received} records ({city.Simulated} simulated, {city.Replayed} replayed), {city.OfThisRun} of this run, {city.Duplicates} duplicates removed, {city.Gaps} gaps, {city.Rejected} rejected";
        }

        foreach (string line in run.Edges.Concat(run.Outlets))
        {
            yield return line;
        }

        DeliveryLedger ledger = run.Delivery;
        yield return $"Ledger   produced {ledger.Produced} = delivered {ledger.Delivered} + in the spool {ledger.InSpool} + dropped on links {ledger.DroppedOnLinks} + dropped outbound {ledger.DroppedOutbound}{TooLarge(ledger)} + withheld {ledger.Withheld} + under way or lost {ledger.Lost}";
        string allocated = run.ExecutorAllocatedBytes is { } bytes ? $"executor allocated {bytes} B since its warm-up" : "executor still warming up, its allocation not measured";
        if (run.Health is { } health)
        {
            yield return $"Health   {LevelOf(health.Level)}; {health.Warnings} warnings of the watchdog, {health.ClockJumps} jumps of clocks; collections stopped every thread {Durations.Show(health.GcTotal)} in all, p99 {Durations.Show(health.GcP99)}, at most {Durations.Show(health.GcMaximum)}";
            foreach (DeadlineRow row in health.Deadlines)
            {
                yield return $"Deadline {row.Stage}: missed {row.Missed}, dropped {row.Skipped}, left to its alternative {row.TakenByAlternative}{(row.IsDegraded ? " (now)" : "")}; p50 {Durations.Show(row.LatencyP50)}, p99 {Durations.Show(row.LatencyP99)}, at most {Durations.Show(row.LatencyMaximum)}";
            }
        }

        yield return $"Process  {run.GcCollections} collections, {run.GcPause.TotalMilliseconds:F1} ms paused in all; {allocated}";
    }

    private static string TooLarge(DeliveryLedger ledger) =>
        ledger.DroppedTooLarge == 0 ? "" : $" ({ledger.DroppedTooLarge} larger than any frame of the profile: a board's firmware does not fit it)";

    private static string LevelOf(HealthLevel level) => level switch
    {
        HealthLevel.Healthy => "healthy",
        HealthLevel.Warned => "a thread is late",
        HealthLevel.Degraded => "a thread is very late, stages are degraded",
        _ => "SAFE STATE DECLARED",
    };

    /// <summary>Everything, at the end of a run.</summary>
    /// <param name="run">The last snapshot.</param>
    /// <param name="withSilent">Whether streams and stages that took nothing are listed: a fault in a live run, of no interest in a replay.</param>
    public static IEnumerable<string> FinalLines(RunSnapshot run, bool withSilent)
    {
        yield return $"EdgeAI ran {run.Elapsed:mm\\:ss\\.f}: {run.World}";
        foreach (StreamRow row in run.Streams.Where(row => withSilent || row.Received > 0))
        {
            yield return $"  {row.Name,-52} {row.RateHz,7:F1} Hz  {row.Received,8} readings  {Wanted(row)}missing {row.Missing}  faults {row.Faults}  rejected {row.Rejected}  dropped {row.EdgeDropped}  p50 {Durations.Show(row.LatencyP50)}  p99 {Durations.Show(row.LatencyP99)}{(row.Note.Length == 0 ? "" : "  " + row.Note)}";
        }

        foreach (StageRow row in run.Stages.Where(row => withSilent || row.Taken > 0))
        {
            yield return $"  {row.Name,-52} {(row.IsInference ? "model" : "rule"),10}  {row.Published,8} decisions of {row.Taken}  too old {row.TooOld}  unusable {row.Unusable}  p50 {Durations.Show(row.LatencyP50)}  p99 {Durations.Show(row.LatencyP99)}  {row.Latest}";
        }

        foreach (string line in BoardLines(run).Concat(run.Boards.SelectMany(static board => board.Mismatches)))
        {
            yield return line;
        }

        foreach (string line in run.Models.Concat(run.Joins).Concat(DeliveryLines(run)))
        {
            yield return line;
        }

        foreach (string line in run.Truth)
        {
            yield return line;
        }
    }
}
