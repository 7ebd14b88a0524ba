using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway;

/// <summary>A running gateway: broker, spool, uplink and what is beside them. Robots reach it over MQTT only, also in its own process.</summary>
public sealed partial class GatewayHost : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly GatewayMeter _meter;
    private readonly AuditTrail? _trail;
    private readonly DeviceDirectory? _directory;
    private readonly RecordPolicy _policy;
    private readonly RecordBroker _broker;
    private readonly SparkplugEdgeNode? _sparkplug;
    private readonly RecordSigningKey? _signingKey;
    private readonly RecordSpool _spool;
    private AuditWriter? _audit;
    private DownlinkHost? _downlink;
    private GatewayUplink? _uplink;
    private OperationHost? _operation;
    private bool _stopped;

    private GatewayHost(GatewayOptions options)
    {
        _log = options.Logging.CreateLogger(GatewayMeter.Name);
        _meter = options.Meter!;
        _trail = options.Audit ? new AuditTrail(options.Time) : null;
        options = options with { Trail = _trail };
        GatewayPolicy policy = GatewayPolicy.From(options);
        _policy = policy.Policy;
        _sparkplug = options.Sparkplug is { } node
            ? new SparkplugEdgeNode(node with { Group = node.Group ?? options.Site, EdgeNode = node.EdgeNode ?? options.Id }, options.SpoolFolder, options.Time, robot => _broker!.Table.Has(robot))
            : null;
        try
        {
            if (options.Identity is { } identity)
            {
                _directory = DeviceDirectory.Open(identity, options.Site, options.Time, options.Logging.CreateLogger(nameof(Identity)), _trail);
                options = options with { Devices = _directory, Tls = _directory };
            }

            // Nothing is published before the start, and by then the spool is there.
            _broker = new RecordBroker(request => _spool!.Enqueue(request), () => _spool!.Snapshot().LastError, options);
            RegisterHandlers(options, policy);
            _signingKey = options.Seal is { Signer: null } seal ? SigningKeyFile.Open(seal, options.SpoolFolder) : null;
            _spool = OpenSpool(options);
        }
        catch
        {
            _signingKey?.Dispose();
            _directory?.Dispose();
            throw;
        }
    }

    /// <summary>The TCP port that the broker listens on.</summary>
    public int Port => _broker.Port;

    /// <summary>The TCP ports of the broker's listeners, the first one's first.</summary>
    public IReadOnlyList<int> Ports => _broker.Ports;

    /// <summary>The TCP port of metrics and health; nothing where there is none.</summary>
    public int? HttpPort => _operation?.HttpPort;

    /// <summary>Whether publishes are answered; false when some have waited too long and none was.</summary>
    public bool Progresses => _operation?.Pulse.Stalled is null;

    /// <summary>The gateway's id and its spool's epoch.</summary>
    public SpoolIdentity Identity => _spool.Identity;

    /// <summary>Where what happens to the gateway is noted; nothing where it is not audited.</summary>
    internal AuditTrail? Trail => _trail;

    /// <summary>Opens the spool, starts the broker, the uplink and what else the options ask for.</summary>
    /// <exception cref="GatewayException">The spool, a port or a file cannot be used; the message is one line with the mend.</exception>
    /// <exception cref="ArgumentException">An id or a number in the options is not valid.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayOptions options)
    {
        Identifier.ThrowIfInvalid(options.Id, nameof(options));
        Identifier.ThrowIfInvalid(options.Site, nameof(options));
        GatewayMeter meter = new(options.Time);
        GatewayHost? host = null;
        try
        {
            options = options with { Meter = meter };
            host = new GatewayHost(options);
            await host.StartPartsAsync(options).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await (host?.ReleaseAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            meter.Dispose();
            throw;
        }
    }

    /// <summary>What came in, what waits, what went out.</summary>
    public GatewayStatistics Snapshot() => new(_broker.Snapshot(), _spool.Snapshot(), _uplink?.Snapshot() ?? new UplinkStatistics())
    {
        Policy = _policy.Snapshot(),
        Identity = _directory?.Snapshot(),
        Sparkplug = _sparkplug?.Snapshot(),
        Downlink = _downlink?.Snapshot(),
    };

    /// <summary>Waits until nothing waits in the spool, by the city's receipts or the upstream's acknowledgements; false when the time passed before that.</summary>
    public async Task<bool> DrainAsync(TimeSpan timeout, CancellationToken cancellation = default)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        linked.CancelAfter(timeout);
        try
        {
            await _spool.WhenEmptyAsync(linked.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Stops taking publishes, finishes what is being written, lets the upstream take what waits for a time, then stops sending and closes
    /// the spool. What waits then is sent after the next start.
    /// </summary>
    /// <param name="drain">How long the upstream may take what waits; zero not to wait.</param>
    /// <returns>False when that time was not enough; true also when there is no upstream.</returns>
    public async Task<bool> StopAsync(TimeSpan drain = default)
    {
        if (_stopped)
        {
            return true;
        }

        _stopped = true;
        _operation?.BeginStop();
        await EndAsync(_broker).ConfigureAwait(false);
        _trail?.Note(AuditSubject.Gateway, AuditOutcome.Done, "", "stops in order");
        await TryAsync(_audit, static audit => audit.DrainAsync(hurries: true)).ConfigureAwait(false);
        bool drained = drain <= TimeSpan.Zero || _uplink is null || await DrainAsync(drain).ConfigureAwait(false);
        await ReleaseAsync().ConfigureAwait(false);
        _meter.Dispose();
        return drained;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private void RegisterHandlers(GatewayOptions options, GatewayPolicy policy)
    {
        if (policy.Positions is { } positions)
        {
            _broker.Bus.Register(positions);
        }

        if (_directory is not null)
        {
            _broker.Bus.Register(new CertificateRenewal(options.Site, _directory, _broker.Bus, options.Time));
        }

        if (_sparkplug is not null)
        {
            _broker.DeviceLeft += _sparkplug.DeviceDisconnected;
        }
    }

    private RecordSpool OpenSpool(GatewayOptions options)
    {
        SpoolOptions spool = new()
        {
            Folder = options.SpoolFolder,
            Gateway = options.Id,
            MaximumBytes = options.MaximumSpoolBytes,
            Retention = options.Retention,
            MaximumLinger = options.SpoolLinger,
            Signer = options.Seal?.Signer ?? _signingKey,
            Policy = _policy,
            Observers = _sparkplug is null ? [_broker.LiveFeed] : [_broker.LiveFeed, _sparkplug],
            Time = options.Time,
        };
        spool = options.Seal is { } seal ? spool with { SealWithin = seal.Within, SealRecords = seal.Records } : spool;
        return RecordSpool.Open(options.ConfigureSpool?.Invoke(spool) ?? spool);
    }

    private async Task StartPartsAsync(GatewayOptions options)
    {
        if (options.Downlink is { } downlink)
        {
            _downlink = new DownlinkHost(downlink with { Time = options.Time }, options.Site, options.Id, _broker.Bus, _spool.StoreOwnAsync);
        }

        if (!options.Uplink.Upstreams.IsEmpty)
        {
            _uplink = GatewayUplink.Open(_spool, options.Site, options.Uplink, options.Time, _meter);
        }

        if (_trail is not null)
        {
            _trail.Note(AuditSubject.Gateway, AuditOutcome.Done, "", $"starts: version {typeof(GatewayHost).Assembly.GetName().Version?.ToString(3)}, epoch {Identity.Epoch}");
            if ((options.Seal?.Signer ?? _signingKey) is { } signer)
            {
                _trail.Note(AuditSubject.Chain, AuditOutcome.Done, "", $"key {signer.KeyId} signs the seals by {signer.Suite}");
            }

            _audit = new AuditWriter(_trail, async body => await _spool.StoreOwnAsync(RecordKind.AuditEntry, RecordClass.Event, body).ConfigureAwait(false) == StoreStatus.Stored, options.Time);
        }

        await _broker.StartAsync().ConfigureAwait(false);
        _uplink?.Start();
        _sparkplug?.Start();
        await (_downlink?.StartAsync(_directory) ?? Task.CompletedTask).ConfigureAwait(false);
        _operation = await OperationHost.StartAsync(options with { Trail = _trail }, _meter, _spool, Snapshot, string.Join(", ", _broker.Ports)).ConfigureAwait(false);
    }

    private async Task ReleaseAsync()
    {
        // Who looks at the others goes first. Whatever becomes of one, those behind it are ended, too, and the spool above all.
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_broker, _audit, _operation, _downlink, _uplink, _sparkplug])
        {
            await EndAsync(part).ConfigureAwait(false);
        }

        _spool.Dispose();
        _signingKey?.Dispose();
        _directory?.Dispose();
    }

    private Task EndAsync(IAsyncDisposable? part) => TryAsync(part, static part => part.DisposeAsync().AsTask());

    private async Task TryAsync<T>(T? part, Func<T, Task> step)
        where T : class
    {
        try
        {
            if (part is not null)
            {
                await step(part).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogNotEnded(_log, part!.GetType().Name, exception.Message.ReplaceLineEndings(" "));
        }
    }

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "{Part} did not end in order: {Reason}")]
    private static partial void LogNotEnded(ILogger log, string part, string reason);
}
