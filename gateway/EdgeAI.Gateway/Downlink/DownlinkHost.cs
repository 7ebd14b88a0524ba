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
    private readonly string _damage;
    private volatile string _stepError = "";
    private volatile string _reportError = "";
    private volatile string _fetchError = "";
    private volatile Counts _counts = new(0, 0);

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
        _database = DownlinkDatabase.OpenOrSetAside(options);
        _damage = _database.SetAside.Length > 0 ? $"the journal of commands was damaged and is kept as {_database.SetAside}: what it held, rollouts included, is not known any more" : "";
        try
        {
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
        catch
        {
            _database.Dispose();
            throw;
        }
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
        _running.Add(Task.Run(() => _forwarder.RunAsync(error => _reportError = error, _stop.Token)));
        if (_inlet is not null)
        {
            _running.Add(Task.Run(() => _inlet.RunAsync(_stop.Token)));
        }
    }

    /// <summary>What came down, what waits, what went to robots; the counts of the journal are those of the last look through it. Also after the end.</summary>
    public DownlinkStatistics Snapshot()
    {
        // Never asks the journal: whoever watches the gateway must not depend on its disk.
        Counts counts = _counts;
        return new DownlinkStatistics
        {
            Connected = _inlet?.Connected ?? false,
            Received = _inlet?.Received ?? 0,
            Waiting = counts.Waiting,
            Sent = _desk.Sent,
            Malformed = _desk.Malformed,
            Strangers = _inlet?.Strangers ?? 0,
            OpenRollouts = counts.OpenRollouts,
            LastError = string.Join("; ", ((string[])[_damage, _inlet is { Connected: false } ? _inlet.LastError : "", _stepError, _reportError, _fetchError, _fetcher?.LastError ?? ""]).Where(static text => text.Length > 0)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        try
        {
            if (_server is not null)
            {
                await _server.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _fetcher?.Dispose();
            _desk.Dispose();
            _database.Dispose();
            _stop.Dispose();
        }
    }

    private void Count() => _counts = new Counts(_journal.CountWaiting(), _rollouts.CountOpen());

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

                Count();
                _stepError = "";
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _stepError = $"the journal of commands failed: {exception.Message.ReplaceLineEndings(" ")}";
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
                _fetchError = "";
                if (pause == TimeSpan.Zero)
                {
                    Wake();
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                _fetchError = $"artifacts failed: {exception.Message.ReplaceLineEndings(" ")}";
            }

            await Task.Delay(pause, _options.Time, stop).ConfigureAwait(false);
        }
    }

    private sealed record Counts(long Waiting, long OpenRollouts);
}
