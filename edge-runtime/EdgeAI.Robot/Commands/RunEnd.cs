using EdgeAI.Robot.Dashboard;

namespace EdgeAI.Robot.Commands;

/// <summary>The last words of a run and what it answers.</summary>
internal static class RunEnd
{
    /// <summary>Prints the summary and judges it.</summary>
    /// <param name="run">The last snapshot, after the drain.</param>
    /// <param name="drained">Whether everything got through in time.</param>
    /// <param name="failures">What ended parts of the run; nulls for parts that are well.</param>
    /// <param name="withSilent">Whether streams and stages that took nothing are listed.</param>
    /// <param name="verbose">Whether stack traces are shown.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Report(RunSnapshot run, bool drained, IEnumerable<Exception?> failures, bool withSilent, bool verbose)
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

        if (run.Delivery.Lost != 0)
        {
            string mend = run.Gateway.Connected
                ? $"{run.Delivery.Unsendable} could not be put into a frame, {run.Delivery.RejectedOnArrival} were rejected on arrival: a defect, please report it"
                : "the gateway could not be reached: start it, or correct 'gateway' in the profile";
            Console.Error.WriteLine($"edgeai-robot: {run.Delivery.Lost} of {run.Delivery.Produced} records neither arrived nor were dropped by a named policy{(drained ? "" : " before the drain's time was up")}; {mend}");
            return ExitCode.Failure;
        }

        if (!failed)
        {
            Console.WriteLine($"Lost     nothing: all {run.Delivery.Produced} records arrived or were dropped by a named policy");
        }

        return failed ? ExitCode.Failure : ExitCode.Success;
    }
}
