using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Gateway.Downlink;

/// <summary>Carries reports from the journal into the spool, one at a time and in order; from there they go to the city as records of kind 5.</summary>
/// <param name="database">Told at which step it is.</param>
/// <param name="journal">Holds the reports.</param>
/// <param name="store">Stores a record of the gateway's own of kind 5; false when it could not, and may later.</param>
/// <param name="options">The clock and the pauses.</param>
internal sealed class ReportForwarder(DownlinkDatabase database, CommandJournal journal, Func<ReadOnlyMemory<byte>, Task<bool>> store, DownlinkOptions options)
{
    private readonly WakeSignal _signal = new();

    /// <summary>Says that there may be something to do.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Forwards what there is; false when the spool would not take it.</summary>
    public async Task<bool> DrainAsync()
    {
        while (journal.TryPeekReport(out long number, out byte[] body))
        {
            database.At(DownlinkStep.BeforeReported);
            if (!await store(body).ConfigureAwait(false))
            {
                return false;
            }

            database.At(DownlinkStep.AfterReported);
            journal.DropReport(number);
        }

        return true;
    }

    /// <summary>Forwards until it is stopped.</summary>
    /// <param name="onError">Told after each try what went wrong; empty if nothing did.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Action<string> onError, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                onError(await DrainAsync().ConfigureAwait(false) ? "" : "the spool takes no results of commands: they wait in the journal");
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                onError($"results of commands could not be forwarded: {exception.Message.ReplaceLineEndings(" ")}");
            }

            await _signal.WaitAsync(options.Period, options.Time, stop).ConfigureAwait(false);
        }
    }
}
