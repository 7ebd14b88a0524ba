using System.Buffers;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// A Sparkplug B edge node on a connection of its own, since its death is that connection's will. It is fed with what the spool has
/// stored, says what <see cref="EdgeNodeSession"/> makes of it, and connects again for as long as it runs.
/// </summary>
internal sealed class SparkplugEdgeNode : IStoredRecordObserver, IAsyncDisposable
{
    // A connection that lasted this many milliseconds was a good one; two nodes that push each other off by one client id have none.
    private const long SteadyConnection = 10_000;

    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(10);

    private readonly SparkplugOptions _options;
    private readonly TimeProvider _time;
    private readonly SparkplugTopics _topics;
    private readonly EdgeNodeSession _session;
    private readonly EdgeNodeInbox _inbox = new();
    private readonly FrameQueue _queue;
    private readonly BirthSequence _births;
    private readonly TlsClient? _tls;
    private readonly Backoff _backoff;
    private readonly WakeSignal _signal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _buffer = new byte[EdgeNodeSession.MaximumBirthLength];
    private readonly string? _hostTopic;
    private readonly TimeSpan _tick;
    private readonly long _started;
    private QueuedFrame _frame = new();
    private Task _running = Task.CompletedTask;
    private long _sent;
    private long _faults;
    private volatile SparkplugStatistics _statistics = new();
    private string _lastError = "";

    /// <summary>Prepares a node; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="options">What the node is; its group and edge node are given.</param>
    /// <param name="folder">The folder that keeps bdSeq over restarts; it exists.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isConnected">Whether a robot whose connection ended has another one by now; nothing where that cannot be told.</param>
    /// <exception cref="GatewayException">An option or a TLS file cannot be used; the message is one line with the mend.</exception>
    public SparkplugEdgeNode(SparkplugOptions options, string folder, TimeProvider time, Func<string, bool>? isConnected = null)
    {
        SparkplugRules.Check(options);
        _options = options;
        _time = time;
        _topics = new SparkplugTopics(options.Group!, options.EdgeNode!);
        _session = new EdgeNodeSession(options, _topics, isConnected);
        _queue = new FrameQueue(options.QueueRecords);
        _births = new BirthSequence(folder);
        _tls = options.Tls is null ? null : TlsClient.Load(options.Tls, time);
        _backoff = new Backoff(options.InitialBackoff, options.MaximumBackoff, null);
        _hostTopic = options.PrimaryHost is null ? null : SparkplugTopics.HostState(options.PrimaryHost);
        TimeSpan quarter = options.MinimumInterval / 4;
        _tick = quarter < ShortestTick ? ShortestTick : quarter > LongestTick ? LongestTick : quarter;
        _started = time.GetTimestamp();
    }

    /// <summary>Starts; call once.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (!ReferenceEquals(_running, Task.CompletedTask))
        {
            throw new InvalidOperationException("the edge node is started once");
        }

        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>The state and the counts.</summary>
    public SparkplugStatistics Snapshot() => _statistics;

    /// <inheritdoc/>
    public void Stored(in GatewayRecord record)
    {
        if (_queue.Offer(record))
        {
            _signal.Set();
        }
    }

    /// <summary>A device's last connection ended: its death is told after what the spool stored of it before, unless it comes back first.</summary>
    public void DeviceDisconnected(string robot)
    {
        _queue.OfferDeparture(robot);
        _signal.Set();
    }

    /// <summary>Tells the node's death and ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private long Now => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    private ulong UtcMilliseconds => (ulong)Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task RunAsync(CancellationToken stop)
    {
        MqttClientFactory factory = new();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(factory, stop).ConfigureAwait(false);
                if (!stop.IsCancellationRequested)
                {
                    await TakeWhileAsync(Task.Delay(_backoff.Next(), _time, stop)).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (!stop.IsCancellationRequested)
                {
                    await RecoverAsync(exception, stop).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>One connection, from its will to its end.</summary>
    private async Task LiveAsync(MqttClientFactory factory, CancellationToken stop)
    {
        using IMqttClient client = factory.CreateMqttClient();
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        client.DisconnectedAsync += OnDisconnectedAsync;
        byte bdSeq = _births.Next();
        long began = Now;
        try
        {
            await TakeWhileAsync(ConnectAsync(client, bdSeq, stop)).ConfigureAwait(false);
            await ServeAsync(client, bdSeq, stop).ConfigureAwait(false);
            _backoff.Reset();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!stop.IsCancellationRequested)
            {
                _lastError = $"{_options.Host}:{_options.Port}: {Reason(exception)}";
            }
        }

        if (Now - began >= SteadyConnection)
        {
            _backoff.Reset();
        }

        await TakeWhileAsync(LeaveAsync(client, bdSeq)).ConfigureAwait(false);
        EndSession();
    }

    private void EndSession()
    {
        _session.Disconnected();
        _inbox.ForgetHostStates();
        Publish(connected: false);
    }

    // Whatever failed: nobody else would start the node again. The pause is by the machine's own clock, since the node's may be what failed.
    private async Task RecoverAsync(Exception exception, CancellationToken stop)
    {
        _faults++;
        _lastError = $"the edge node failed and goes on: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}";
        EndSession();
        await Task.Delay(FaultPause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ConnectAsync(IMqttClient client, byte bdSeq, CancellationToken stop)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(_options.ConnectTimeout);
        MqttClientConnectResult result = await client.ConnectAsync(ClientOptions(bdSeq), timeout.Token).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new IOException($"the broker refused the connection: {result.ResultCode} {result.ReasonString}".TrimEnd());
        }

        // Commands, and the host's state, are subscribed to before the birth (Sparkplug 3.0.0, 5.4); both at QoS 1.
        MqttClientSubscribeOptionsBuilder subscription = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(_topics.NodeCommand, MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTopicFilter(_topics.DeviceCommands, MqttQualityOfServiceLevel.AtLeastOnce);
        if (_hostTopic is not null)
        {
            subscription.WithTopicFilter(_hostTopic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult granted = await client.SubscribeAsync(subscription.Build(), timeout.Token).ConfigureAwait(false);
        if (granted.Items.FirstOrDefault(static item => (int)item.ResultCode >= 0x80) is { } refused)
        {
            throw new IOException($"the broker refused the subscription to {refused.TopicFilter.Topic}: {refused.ResultCode}");
        }
    }

    private MqttClientOptions ClientOptions(byte bdSeq)
    {
        int length = NodeMetrics.WriteDeath(_buffer, UtcMilliseconds, bdSeq);
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(_options.Host, _options.Port)
            .WithClientId($"edgeai-sparkplug-{_options.Group}-{_options.EdgeNode}")
            .WithProtocolVersion((MqttProtocolVersion)_options.MqttVersion)
            .WithCleanSession()
            .WithKeepAlivePeriod(_options.KeepAlive)
            .WithTimeout(_options.ConnectTimeout)
            .WithWillTopic(_topics.NodeDeath)
            .WithWillPayload(_buffer.AsSpan(0, length).ToArray())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain(false);
        if (_options.UserName is { } user)
        {
            builder = builder.WithCredentials(user, _options.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null);
        }

        return (_tls is null ? builder : builder.WithTlsOptions(_tls.ForMqtt(_options.Host))).Build();
    }

    private async Task ServeAsync(IMqttClient client, byte bdSeq, CancellationToken stop)
    {
        _session.Connected(bdSeq);
        while (client.IsConnected && !stop.IsCancellationRequested)
        {
            _inbox.TakeFromBroker(_session);
            TakeRecords();
            while (_session.TryNext(Now, UtcMilliseconds, _buffer, out string topic, out int length))
            {
                await SendAsync(client, topic, length, MqttQualityOfServiceLevel.AtMostOnce, stop).ConfigureAwait(false);
            }

            if (_session.MustLeave)
            {
                return;
            }

            Publish(connected: true);
            await _signal.WaitAsync(_tick, _time, stop).ConfigureAwait(false);
        }

        stop.ThrowIfCancellationRequested();
        throw new IOException($"the connection with bdSeq {bdSeq} was lost");
    }

    /// <summary>
    /// Tells the node's death where its birth was told, and ends the connection. MQTT 5 ends with 'disconnect with will message', so the
    /// broker tells it once more (Sparkplug 3.0.0, 6.4.25); hosts ignore the second of a bdSeq.
    /// </summary>
    private async Task LeaveAsync(IMqttClient client, byte bdSeq)
    {
        if (!client.IsConnected)
        {
            return;
        }

        using CancellationTokenSource timeout = new(_options.ConnectTimeout, _time);
        try
        {
            if (_session.IsOnline)
            {
                int length = NodeMetrics.WriteDeath(_buffer, UtcMilliseconds, bdSeq);
                await SendAsync(client, _topics.NodeDeath, length, MqttQualityOfServiceLevel.AtLeastOnce, timeout.Token).ConfigureAwait(false);
            }

            MqttClientDisconnectOptions options = new()
            {
                Reason = _options.MqttVersion == SparkplugMqttVersion.V5 && _session.IsOnline ? MqttClientDisconnectOptionsReason.DisconnectWithWillMessage : MqttClientDisconnectOptionsReason.NormalDisconnection,
            };
            await client.DisconnectAsync(options, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is being given up: where it ends badly, the broker tells the will.
        }
    }

    private async Task SendAsync(IMqttClient client, string topic, int length, MqttQualityOfServiceLevel quality, CancellationToken stop)
    {
        MqttApplicationMessage message = new() { Topic = topic, Payload = new ReadOnlySequence<byte>(_buffer, 0, length), QualityOfServiceLevel = quality };
        await client.PublishAsync(message, stop).ConfigureAwait(false);
        _sent++;
    }

    /// <summary>Goes on taking records while something else is waited for: what comes is held, not dropped.</summary>
    private async Task TakeWhileAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            TakeRecords();
            Publish(connected: false);
            await Task.WhenAny(task, Task.Delay(_tick, _time)).ConfigureAwait(false);
        }

        if (!_stop.IsCancellationRequested)
        {
            await task.ConfigureAwait(false);
        }
    }

    private void TakeRecords()
    {
        while (_queue.TryTake(ref _frame))
        {
            _session.Take(_frame, Now);
        }

        _session.Advance(Now, _queue.Dropped, _queue.Ignored);
    }

    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        string topic = args.ApplicationMessage.Topic;
        ReadOnlySpan<byte> payload = args.ApplicationMessage.Payload.IsSingleSegment ? args.ApplicationMessage.Payload.FirstSpan : args.ApplicationMessage.Payload.ToArray();
        if (topic == _hostTopic)
        {
            if (HostStateMessage.TryRead(payload, out HostStateMessage state))
            {
                _inbox.Add(state);
            }
        }
        else
        {
            _inbox.Add(topic == _topics.NodeCommand ? NodeCommand.Read(payload) : new NodeCommand(false, 1));
        }

        _signal.Set();
        return Task.CompletedTask;
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        _signal.Set();
        return Task.CompletedTask;
    }

    private void Publish(bool connected) => _statistics = new SparkplugStatistics
    {
        Connected = connected,
        Online = connected && _session.IsOnline,
        BdSeq = _births.Current,
        Devices = _session.Devices,
        Metrics = _session.Metrics,
        Sent = _sent,
        NodeBirths = _session.NodeBirths,
        DeviceBirths = _session.DeviceBirths,
        DeviceDeaths = _session.DeviceDeaths,
        Held = _session.Held,
        Historical = _session.Historical,
        HeldDropped = _session.HeldDropped,
        RecordsDropped = _queue.Dropped,
        FramesIgnored = _queue.Ignored + _session.FramesIgnored,
        FramesLate = _session.FramesLate,
        MetricsRefused = _session.MetricsRefused,
        CommandsRefused = _session.CommandsRefused,
        Rebirths = _session.Rebirths,
        Faults = _faults,
        LastError = _births.LastError.Length > 0 ? _births.LastError : _lastError,
    };

    // The innermost message says what happened ("Connection refused"); those around it say that something did.
    private string Reason(Exception exception)
        => _tls is { LastError.Length: > 0 } ? _tls.LastError
        : exception is OperationCanceledException ? $"no answer within {_options.ConnectTimeout.TotalSeconds:0.#} s"
        : exception.GetBaseException().Message.ReplaceLineEndings(" ");
}
