using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Gateway;

/// <summary>A running gateway: broker, spool and uplink. Robots reach it over MQTT only, also in its own process.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly RecordSpool _spool;
    private readonly RecordBroker _broker;
    private readonly SpoolOutbox? _outbox;
    private readonly WindowedPublisher? _uplink;
    private readonly DeviceDirectory? _directory;
    private readonly SparkplugEdgeNode? _sparkplug;
    private readonly GatewayMeter _meter;
    private OperationHost? _operation;
    private bool _stopped;

    private GatewayHost(RecordSpool spool, RecordBroker broker, SpoolOutbox? outbox, WindowedPublisher? uplink, DeviceDirectory? directory, SparkplugEdgeNode? sparkplug, GatewayMeter meter)
    {
        _meter = meter;
        _directory = directory;
        _sparkplug = sparkplug;
        _spool = spool;
        _broker = broker;
        _outbox = outbox;
        _uplink = uplink;
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

    /// <summary>Opens the spool, starts the broker and the uplink.</summary>
    /// <exception cref="GatewayException">The spool or the port cannot be used; the message is one line with the mend.</exception>
    /// <exception cref="ArgumentException">An id or a number in the options is not valid.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayOptions options)
    {
        Identifier.ThrowIfInvalid(options.Id, nameof(options));
        Identifier.ThrowIfInvalid(options.Site, nameof(options));
        SparkplugEdgeNode? sparkplug = options.Sparkplug is { } node
            ? new SparkplugEdgeNode(node with { Group = node.Group ?? options.Site, EdgeNode = node.EdgeNode ?? options.Id }, options.SpoolFolder, options.Time)
            : null;
        SpoolOptions spoolOptions = new()
        {
            Folder = options.SpoolFolder,
            Gateway = options.Id,
            MaximumBytes = options.MaximumSpoolBytes,
            Retention = options.Retention,
            MaximumLinger = options.SpoolLinger,
            Observers = sparkplug is null ? [] : [sparkplug],
            Time = options.Time,
        };
        RecordSpool spool = RecordSpool.Open(options.ConfigureSpool?.Invoke(spoolOptions) ?? spoolOptions);
        RecordBroker? broker = null;
        SpoolOutbox? outbox = null;
        WindowedPublisher? uplink = null;
        DeviceDirectory? directory = null;
        GatewayMeter meter = new(options.Time);
        options = options with { Meter = meter };
        try
        {
            if (options.Identity is { } identity)
            {
                directory = DeviceDirectory.Open(identity, options.Site, options.Time, options.Logging.CreateLogger(nameof(Identity)));
                options = options with { Devices = directory, Tls = directory };
            }

            broker = new RecordBroker(spool, options);
            if (directory is not null)
            {
                broker.Bus.Register(new CertificateRenewal(options.Site, directory, broker.Bus, options.Time));
            }

            if (options.UpstreamHost is not null)
            {
                outbox = new SpoolOutbox(spool, options.Site, options.UpstreamBatchRecords, options.UpstreamBatchBytes);
                uplink = new WindowedPublisher(outbox, UplinkOptions(options, options.UpstreamHost));
            }

            if (sparkplug is not null)
            {
                broker.DeviceLeft += sparkplug.DeviceDisconnected;
            }

            await broker.StartAsync().ConfigureAwait(false);
            uplink?.Start();
            sparkplug?.Start();
            GatewayHost host = new(spool, broker, outbox, uplink, directory, sparkplug, meter);
            host._operation = await OperationHost.StartAsync(options, meter, host.Snapshot, string.Join(", ", broker.Ports)).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await ReleaseAsync(broker, uplink, outbox, spool, directory, sparkplug).ConfigureAwait(false);
            meter.Dispose();
            throw;
        }
    }

    /// <summary>What came in, what waits, what went out.</summary>
    public GatewayStatistics Snapshot() => new(_broker.Snapshot(), _spool.Snapshot(), _uplink?.Snapshot() ?? new UplinkStatistics()) { Identity = _directory?.Snapshot(), Sparkplug = _sparkplug?.Snapshot() };

    /// <summary>Waits until the upstream has acknowledged all that is in the spool; false when the time passed before that.</summary>
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
    /// <returns>Whether the spool is empty, or nothing was to be drained.</returns>
    public async Task<bool> StopAsync(TimeSpan drain = default)
    {
        if (_stopped)
        {
            return true;
        }

        _stopped = true;
        _operation?.BeginStop();
        await _broker.DisposeAsync().ConfigureAwait(false);
        bool drained = drain <= TimeSpan.Zero || await DrainAsync(drain).ConfigureAwait(false);
        await ReleaseAsync(_broker, _uplink, _outbox, _spool, _directory, _sparkplug).ConfigureAwait(false);
        if (_operation is not null)
        {
            await _operation.DisposeAsync().ConfigureAwait(false);
        }

        _meter.Dispose();
        return drained;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static WindowedPublisherOptions UplinkOptions(GatewayOptions options, string host) => new()
    {
        Host = host,
        Port = options.UpstreamPort,
        ClientId = $"edgeai-gateway-{options.Id}",
        Window = options.UpstreamWindow,
        InitialBackoff = options.UpstreamInitialBackoff,
        MaximumBackoff = options.UpstreamMaximumBackoff,
        AcknowledgeTimeout = options.UpstreamAcknowledgeTimeout,
        Time = options.Time,
    };

    private static async Task ReleaseAsync(RecordBroker? broker, WindowedPublisher? uplink, SpoolOutbox? outbox, RecordSpool spool, DeviceDirectory? directory, SparkplugEdgeNode? sparkplug)
    {
        if (broker is not null)
        {
            await broker.DisposeAsync().ConfigureAwait(false);
        }

        if (uplink is not null)
        {
            await uplink.DisposeAsync().ConfigureAwait(false);
        }

        if (sparkplug is not null)
        {
            await sparkplug.DisposeAsync().ConfigureAwait(false);
        }

        outbox?.Dispose();
        spool.Dispose();
        directory?.Dispose();
    }
}
