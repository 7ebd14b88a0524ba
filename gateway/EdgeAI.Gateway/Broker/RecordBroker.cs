using System.Net;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// The MQTT server that robots publish to. A PUBACK leaves only after the transaction that holds the publish is on disk; whatever
/// cannot be kept is refused by name. Records are stored and not passed on to other devices, except to local subscribers of the live feed.
/// </summary>
internal sealed partial class RecordBroker : IAsyncDisposable
{
    // How often the connections are looked after, and how fine the coarse clock is.
    public static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(250);

    // How long a buffer is kept that nobody needs.
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(10);

    private readonly Action<StoreRequest> _store;
    private readonly Func<string> _lastSpoolError;
    private readonly BrokerServer _server;
    private readonly ILogger _log;
    private readonly ConnectRate _connects;
    private readonly TaskCompletionSource _allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _watch;
    private long _now;
    private long _trimmed;
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
        Audit = new ConnectionAudit(options.Trail);
        _log = options.Logging.CreateLogger(nameof(Broker));
        Directory = options.Devices ?? new LocalDeviceDirectory();
        Table = new ConnectionTable(Limits);
        Budget = new InFlightBudget(Limits.MaximumInFlightInAll, Limits.MaximumBytesInFlightInAll);
        Publishes = new PublishStock(2 * Limits.MaximumInFlightInAll, Limits.MaximumBytesInFlightInAll);
        Bus = new LocalBus(Counters);
        LiveFeed = new LiveFeed(Bus, Site);
        LongTopic = TopicRoute.TooLong(Limits);
        NoteTime();
        _connects = new ConnectRate(Limits, Now);
        _server = new BrokerServer([new ListenerOptions { Address = options.Host, Port = options.Port }, .. options.Listeners], options.Tls, this);
    }

    /// <summary>Raised with a device's name when its last connection has ended. Must not block.</summary>
    public event Action<string>? DeviceLeft;

    public string Site { get; }

    public TimeProvider Time { get; }

    public BrokerLimits Limits { get; }

    /// <summary>What publishes are timed with; nothing where nobody asks.</summary>
    public GatewayMeter? Meter { get; }

    /// <summary>Notes who connected and what was refused.</summary>
    public ConnectionAudit Audit { get; }

    public IDeviceDirectory Directory { get; }

    public ConnectionTable Table { get; }

    public InFlightBudget Budget { get; }

    /// <summary>The publishes that are not in use, for all connections.</summary>
    public PublishStock Publishes { get; }

    /// <summary>The one route of all topics that are longer than a topic may be.</summary>
    public TopicRoute LongTopic { get; }

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
        Directory.Changed += JudgeAll;
        _watch = Time.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
        await _server.StartAsync().ConfigureAwait(false);
    }

    public BrokerStatistics Snapshot() => Counters.Snapshot() with
    {
        Connections = Table.Count,
        InFlight = Budget.Count,
        InFlightBytes = Budget.Bytes,
        Subscriptions = Bus.Subscriptions.Count,
    };

    public void Store(DevicePublish publish) => _store(publish);

    /// <summary>Whether one more transport connection may be opened; each one that may is followed by <see cref="Leave"/>.</summary>
    public bool TryEnter(IPAddress? address, SilentPeer peer)
    {
        ConnectionEnd refusal = ConnectionEnd.Stopping;
        if (!_stopping)
        {
            bool within = _connects.TryTake(address, Now, Time);
            refusal = within ? ConnectionEnd.TooManyConnections : ConnectionEnd.ConnectRate;
            if (within && Interlocked.Increment(ref _open) <= Limits.MaximumConnections)
            {
                Counters.CountConnect();
                if (Table.AddSilent(peer) is { } oldest)
                {
                    EndSilent(oldest);
                }

                return true;
            }

            if (within)
            {
                Interlocked.Decrement(ref _open);
            }
        }

        Counters.CountEnd(refusal);
        Audit.Ended(refusal, "", "");
        return false;
    }

    public void Leave(SilentPeer peer)
    {
        Table.Forget(peer);
        Interlocked.Decrement(ref _open);
    }

    /// <summary>Serves MQTT until either side ends it.</summary>
    public async Task ServeAsync(MqttTransport transport, SilentPeer peer)
    {
        MqttConnection connection = new(this, transport, peer);
        if (!Table.TryAdd(connection))
        {
            // The oldest silent one, ended meanwhile.
            return;
        }

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
        Directory.Changed -= JudgeAll;
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

    private void EndSilent(SilentPeer peer)
    {
        if (peer.Connection is { } connection)
        {
            connection.Abort(ConnectionEnd.Silent);
        }
        else
        {
            Counters.CountEnd(ConnectionEnd.Silent);
            peer.Abort();
        }
    }

    private void JudgeAll() => ForAll(static (connection, _) => connection.Judge());

    private void NoteTime() => Volatile.Write(ref _now, Math.Max(1, Time.GetTimestamp()));

    private void Watch()
    {
        NoteTime();
        ForAll(static (connection, now) => connection.Watch(now));
        if (Time.GetElapsedTime(_trimmed, Now) >= TrimPeriod)
        {
            _trimmed = Now;
            Publishes.Buffers.Trim();
        }
    }

    // For a timer and for others' threads, which nothing may be thrown at: who cannot be looked after is ended.
    private void ForAll(Action<MqttConnection, long> work)
    {
        long now = Now;
        string? failure = null;
        foreach ((MqttConnection connection, _) in Table.All)
        {
            try
            {
                work(connection, now);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure ??= $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
                connection.Abort(ConnectionEnd.Failure);
            }
        }

        if (failure is not null)
        {
            LogFailure(failure);
        }
    }

    [LoggerMessage(EventId = 151, Level = LogLevel.Error, Message = "connections were ended because looking after them failed: {Failure}")]
    private partial void LogFailure(string failure);
}
