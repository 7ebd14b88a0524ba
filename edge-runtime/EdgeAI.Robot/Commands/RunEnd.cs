using EdgeAI.Robot.Dashboard;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Robot.Commands;

/// <summary>The last words of a run and what it answers.</summary>
internal static class RunEnd
{
    /// <summary>Prints the summary and judges it.</summary>
    /// <param name="run">The last snapshot, after the drain.</param>
    /// <param name="spoolFolder">Where records wait that the city did not take yet.</param>
    /// <param name="drained">Whether everything got through in time.</param>
    /// <param name="ledger">The account of every edge of the graph, which has ended.</param>
    /// <param name="failures">What ended parts of the run; nulls for parts that are well.</param>
    /// <param name="withSilent">Whether streams and stages that took nothing are listed.</param>
    /// <param name="verbose">Whether stack traces are shown.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Report(RunSnapshot run, string spoolFolder, bool drained, GraphLedger ledger, IEnumerable<Exception?> failures, bool withSilent, bool verbose)
    {
        foreach (string line in SummaryText.FinalLines(run, withSilent))
        {
            Console.WriteLine(line);
        }

        bool failed = false;
        foreach (Exception failure in failures.OfType<Exception>())
        {
            failed = true;
            Console.Error.WriteLine($"edgeai-robot: a part failed: {(verbose ? failure : failure.Message)}{(verbose ? "" : " (--verbose shows where)")}");
        }

        foreach (string fault in failed ? [] : ledger.Faults(ended: true).ToArray())
        {
            failed = true;
            Console.Error.WriteLine($"edgeai-robot: {fault}: a defect, please report it");
        }

        if (run.Delivery.Lost != 0)
        {
            string mend = run.Gateway.Connected
                ? run.Gateway.Note.Length > 0 ? $"the gateway says: {run.Gateway.Note}" : $"{run.Delivery.Unsendable} could not be put into a frame, {run.Delivery.RejectedOnArrival} were rejected on arrival: a defect, please report it"
                : "the gateway could not be reached: start it, or correct 'gateway' in the profile";
            Console.Error.WriteLine($"edgeai-robot: {run.Delivery.Lost} of {run.Delivery.Produced} records neither arrived nor were dropped by a named policy{(drained ? "" : " before the drain's time was up")}; {mend}");
            return ExitCode.Failure;
        }

        if (run.Delivery.InSpool > 0)
        {
            Console.WriteLine($"Waiting  {run.Delivery.InSpool} records are durable in {spoolFolder} and go to the city when it can be reached");
        }

        if (!failed)
        {
            Console.WriteLine($"Lost     nothing: all {run.Delivery.Produced} records arrived, wait durably, or were dropped by a named policy");
        }

        return failed ? ExitCode.Failure : ExitCode.Success;
    }
}
