using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Commands;

/// <summary>Ctrl-C, SIGTERM, a terminal that hangs up, or the end of the asked-for duration: whichever comes first asks the run to end in order.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;

    /// <summary>Begins to listen.</summary>
    public StopRequest()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
    }

    /// <summary>Cancelled when the run is to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Ends the run after a time.</summary>
    public void After(TimeSpan duration) => _source.CancelAfter(duration);

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // The first signal asks; a second one ends the process at once, for whoever does not want to wait for the drain.
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
