using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// The MQTT server that robots publish to. A PUBACK leaves only after the transaction that holds the publish is on disk; whatever
/// cannot be kept is refused by name. Records are stored and not passed on to other devices, except to local subscribers of the live feed.
/// </summary>
internal sealed class RecordBroker : IAsyncDisposable
{
    // How often the connections are looked after, and how fine the coarse clock is.
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Action<StoreRequest> _store;
    private readonly Func<string> _lastSpoolError;
    private readonly BrokerServer _server;
    private readonly Lock _connectGate = new();
    private readonly TaskCompletionSource _allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TokenBucket _connects;
    private ITimer? _watch;
    private long _now;
    private int _open;
    private volatile bool _stopping;

    /// <summary>Makes a broker in front of a spool.</summary>
    /// <exception cref="GatewayException">A listener or a limit cannot be; the message is one line.</exception>
    public RecordBroker(RecordSpool spool, GatewayOptions options)
        : this(spool.Enqueue, () => spool.Snapshot().LastError, options)
    {
    }

    /// <summary>Makes a broker in front of anything that stores.</summary>
    /// <param name="store">Takes a publish; its listener hears the end.</param>
    /// <param name="lastSpoolError">What last went wrong with storing.</param>
    /// <param name="options">The gateway's options.</param>
    public RecordBroker(Action<StoreRequest> store, Func<string> lastSpoolError, GatewayOptions options)
    {
        options.Limits.ThrowIfInvalid();
        _store = store;
        _lastSpoolError = lastSpoolError;
        Site = options.Site;
        Time = options.Time;
        Limits = options.Limits;
        Meter = options.Meter;
        Directory = options.Devices ?? new LocalDeviceDirectory();
        Table = new ConnectionTable(Limits);
        Budget = new InFlightBudget(Limits.MaximumInFlightInAll, Limits.MaximumBytesInFlightInAll);
        Bus = new LocalBus(Counters);
        LiveFeed = new LiveFeed(Bus, Site);
        NoteTime();
        _connects = new TokenBucket(Limits.MaximumConnectsPerSecond, Now);
        _server = new BrokerServer([new ListenerOptions { Address = options.Host, Port = options.Port }, .. options.Listeners], options.Tls, this);
    }

    /// <summary>Raised with a device's name when its last connection has ended. Must not block.</summary>
    public event Action<string>? DeviceLeft;

    public string Site { get; }

    public TimeProvider Time { get; }

    public BrokerLimits Limits { get; }

    /// <summary>What publishes are timed with; nothing where nobody asks.</summary>
    public GatewayMeter? Meter { get; }

    public IDeviceDirectory Directory { get; }

    public ConnectionTable Table { get; }

    public InFlightBudget Budget { get; }

    public BrokerCounters Counters { get; } = new();

    /// <summary>The broker as the gateway's own parts use it.</summary>
    public LocalBus Bus { get; }

    /// <summary>Shows stored frames to local subscribers; for the spool to call.</summary>
    public IStoredRecordObserver LiveFeed { get; }

    /// <summary>The time a moment ago, as a timestamp of <see cref="Time"/>; never 0.</summary>
    public long Now => Volatile.Read(ref _now);

    public bool IsStopping => _stopping;

    public string LastSpoolError => _lastSpoolError();

    /// <summary>The first listener's TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port => Ports[0];

    /// <summary>The listeners' TCP ports, in the order of the options.</summary>
    public IReadOnlyList<int> Ports => _server.Ports;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="GatewayException">A port cannot be used; the message says why and what to do.</exception>
    public async Task StartAsync()
    {
        Directory.Revoked += OnRevoked;
        _watch = Time.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
        await _server.StartAsync().ConfigureAwait(false);
    }

    public BrokerStatistics Snapshot() => Counters.Snapshot() with
    {
        Connections = Table.Count,
        InFlight = Budget.Count,
        Subscriptions = Bus.Subscriptions.Count,
    };

    public void Store(DevicePublish publish) => _store(publish);

    /// <summary>Whether one more transport connection may be opened; each one that may is followed by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        ConnectionEnd refusal = ConnectionEnd.Stopping;
        if (!_stopping)
        {
            bool within;
            lock (_connectGate)
            {
                within = _connects.TryTakeOne(Now, Time);
            }

            refusal = within ? ConnectionEnd.TooManyConnections : ConnectionEnd.ConnectRate;
            if (within && Interlocked.Increment(ref _open) <= Limits.MaximumConnections)
            {
                Counters.CountConnect();
                return true;
            }

            if (within)
            {
                Interlocked.Decrement(ref _open);
            }
        }

        Counters.CountEnd(refusal);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Serves MQTT over two pipes until either side ends it.</summary>
    public async Task ServeAsync(PipeReader input, PipeWriter output, X509Certificate2? certificate, Action abort)
    {
        MqttConnection connection = new(this, input, output, certificate, abort);
        Table.AddSilent(connection)?.Abort(ConnectionEnd.Silent);
        if (_stopping)
        {
            connection.BeginDrain();
        }

        await connection.RunAsync().ConfigureAwait(false);
    }

    public void Remove(MqttConnection connection)
    {
        if (Table.Remove(connection) is { } device)
        {
            DeviceLeft?.Invoke(device);
        }

        if (_stopping && Table.IsEmpty)
        {
            _allLeft.TrySetResult();
        }
    }

    /// <summary>Takes no further connection, answers what is on its way to the disk, tells the clients, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        Directory.Revoked -= OnRevoked;
        foreach ((MqttConnection connection, _) in Table.All)
        {
            connection.BeginDrain();
        }

        if (!Table.IsEmpty)
        {
            await Task.WhenAny(_allLeft.Task, Task.Delay(Limits.StopTimeout, Time)).ConfigureAwait(false);
        }

        foreach ((MqttConnection connection, _) in Table.All)
        {
            connection.Abort(ConnectionEnd.Stopping);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
        _watch?.Dispose();
    }

    private void OnRevoked(string device)
    {
        foreach ((MqttConnection connection, _) in Table.All)
        {
            if (connection.Device?.Name == device)
            {
                connection.End(ConnectionEnd.Revoked, Mqtt.MqttReasonCode.AdministrativeAction, "the device's certificate was revoked, or its permissions changed");
            }
        }
    }

    private void NoteTime() => Volatile.Write(ref _now, Math.Max(1, Time.GetTimestamp()));

    private void Watch()
    {
        NoteTime();
        long now = Now;
        foreach ((MqttConnection connection, _) in Table.All)
        {
            connection.Watch(now);
        }
    }
}
