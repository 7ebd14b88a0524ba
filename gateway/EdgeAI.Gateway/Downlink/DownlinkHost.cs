using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Gateway.Downlink;

/// <summary>The running downlink: journal, connection for commands, the loop that moves them on, artifacts.</summary>
internal sealed class DownlinkHost : IAsyncDisposable
{
    private readonly DownlinkOptions _options;
    private readonly DownlinkDatabase _database;
    private readonly CommandJournal _journal;
    private readonly CommandDesk _desk;
    private readonly ReportForwarder _forwarder;
    private readonly CommandInlet? _inlet;
    private readonly WakeSignal _signal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private volatile string _lastError = "";

    /// <summary>Opens the journal; registers with the bus, so before the broker is started.</summary>
    /// <param name="options">The options.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="bus">The local broker.</param>
    /// <param name="store">Stores the body of a record of kind 5, class event, as a record of the gateway's own; false when it could not.</param>
    /// <exception cref="GatewayException">The journal cannot be opened.</exception>
    public DownlinkHost(DownlinkOptions options, string site, string gateway, ILocalBus bus, Func<ReadOnlyMemory<byte>, Task<bool>> store)
    {
        _options = options;
        _database = DownlinkDatabase.Open(options);
        _journal = new CommandJournal(_database, options);
        _desk = new CommandDesk(options, site, gateway, _database, _journal, bus, []);
        _forwarder = new ReportForwarder(_database, _journal, store, options);
        bus.Register(new DownlinkResults(site, _desk));
        _inlet = options.UpstreamHost is { } host ? new CommandInlet(options, host, site, gateway, envelope => _desk.Accept(envelope, isLocal: false)) : null;
        _journal.Changed += Wake;
        _desk.RobotCame += Wake;
    }

    /// <summary>Starts; the broker may be started before or after.</summary>
    public void Start()
    {
        _running.Add(Task.Run(() => StepAsync(_stop.Token)));
        _running.Add(Task.Run(() => _forwarder.RunAsync(error => _lastError = error, _stop.Token)));
        if (_inlet is not null)
        {
            _running.Add(Task.Run(() => _inlet.RunAsync(_stop.Token)));
        }
    }

    /// <summary>What came down, what waits, what went to robots.</summary>
    public DownlinkStatistics Snapshot() => new()
    {
        Connected = _inlet?.Connected ?? false,
        Received = _inlet?.Received ?? 0,
        Waiting = _journal.Waiting().Count,
        Sent = _desk.Sent,
        Malformed = _desk.Malformed,
        LastError = _inlet is { Connected: false, LastError: { Length: > 0 } error } ? error : _lastError,
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        _desk.Dispose();
        _database.Dispose();
        _stop.Dispose();
    }

    private void Wake()
    {
        _signal.Set();
        _forwarder.Wake();
    }

    private async Task StepAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _desk.Step();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _lastError = $"the journal of commands failed: {exception.Message.ReplaceLineEndings(" ")}";
            }

            await _signal.WaitAsync(_options.Period, _options.Time, stop).ConfigureAwait(false);
        }
    }
}
