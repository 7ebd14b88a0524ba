using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

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
    private readonly ArtifactStore? _store;
    private readonly RolloutDesk _rollouts;
    private readonly ArtifactFetcher? _fetcher;
    private ArtifactServer? _server;
    private readonly WakeSignal _signal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private volatile string _lastError = "";

    /// <summary>Opens the journal; registers with the bus, so before the broker is started.</summary>
    /// <param name="options">The options.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="bus">The local broker.</param>
    /// <param name="store">Stores a record of the gateway's own.</param>
    /// <exception cref="GatewayException">The journal, or a file for TLS, cannot be opened.</exception>
    public DownlinkHost(DownlinkOptions options, string site, string gateway, ILocalBus bus, Func<RecordKind, RecordClass, ReadOnlyMemory<byte>, Task<StoreStatus>> store)
    {
        _options = options;
        _database = DownlinkDatabase.Open(options);
        _journal = new CommandJournal(_database, options);
        _rollouts = new RolloutDesk(options, _database, _journal);
        _desk = new CommandDesk(options, site, gateway, _database, _journal, bus, [new AnnounceCommand(options, _rollouts), new StopRolloutCommand(_journal, _rollouts)]);
        _store = options.Artifacts.Port is null ? null : new ArtifactStore(options.Folder);
        _fetcher = _store is null ? null : new ArtifactFetcher(options, _store, _rollouts);
        _forwarder = new ReportForwarder(_database, _journal, async body => await store(RecordKind.CommandResult, RecordClass.Event, body).ConfigureAwait(false) == StoreStatus.Stored, options);
        bus.Register(new DownlinkResults(site, _desk));
        _inlet = options.Upstream is { } upstream ? new CommandInlet(options, upstream, site, gateway, envelope => _desk.Accept(envelope, isLocal: false)) : null;
        _journal.Changed += Wake;
        _desk.RobotCame += Wake;
    }

    /// <summary>Starts; the broker may be started before or after.</summary>
    /// <param name="directory">Who devices are and the certificates to show them, for artifacts that are served on another address than loopback; null where there is no local authority.</param>
    /// <exception cref="GatewayException">Artifacts cannot be served.</exception>
    public async Task StartAsync(DeviceDirectory? directory = null)
    {
        if (_store is not null)
        {
            _server = await ArtifactServer.StartAsync(_options.Artifacts, _store, directory).ConfigureAwait(false);
            (_rollouts.Port, _rollouts.Scheme) = (_server.Port, _server.IsSecure ? "https" : "http");
            _running.Add(Task.Run(() => FetchAsync(_fetcher!, _stop.Token)));
        }

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
        OpenRollouts = _rollouts.Open().Count,
        LastError = _inlet is { Connected: false, LastError: { Length: > 0 } error } ? error : _lastError is { Length: > 0 } own ? own : _fetcher?.LastError ?? "",
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _fetcher?.Dispose();
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
                while (_rollouts.Step())
                {
                    _desk.Step();
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _lastError = $"the journal of commands failed: {exception.Message.ReplaceLineEndings(" ")}";
            }

            await _signal.WaitAsync(_options.Period, _options.Time, stop).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(ArtifactFetcher fetcher, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause = _options.Period;
            try
            {
                pause = await fetcher.StepAsync(stop).ConfigureAwait(false);
                if (pause == TimeSpan.Zero)
                {
                    Wake();
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                _lastError = $"artifacts failed: {exception.Message.ReplaceLineEndings(" ")}";
            }

            await Task.Delay(pause, _options.Time, stop).ConfigureAwait(false);
        }
    }
}
