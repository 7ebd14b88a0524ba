using System.Buffers;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Publishes an outbox to a broker over MQTT 5 at QoS 1, in order, with a bounded number of messages on their way. After a lost
/// connection, a refusal or a silence it goes back to the first unacknowledged message and sends again from there, so the broker sees
/// every message, some of them more than once. A broker that refuses one message and takes the next of the same window sees those two
/// the other way round; everything else comes in order. MQTTnet's client neither resends nor keeps a window: both are done here.
/// </summary>
public sealed class WindowedPublisher : IAsyncDisposable
{
    // A PUBLISH around topic and payload (MQTT 5.0, 3.3): type 1, remaining length up to 4, topic length 2, packet id 2, properties 1.
    private const int MaximumOverhead = 10;

    private readonly IOutbox _outbox;
    private readonly WindowedPublisherOptions _options;
    private readonly WakeSignal _signal = new();
    private readonly Backoff _backoff;
    private readonly Queue<(OutboundMessage Message, Task<MqttClientPublishResult> Answer, long SentAt)> _window = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MqttClientOptions _clientOptions;
    private Task _running = Task.CompletedTask;
    private int _widest;
    private uint _maximumPacket = uint.MaxValue;
    private long _highestSent = long.MinValue;
    private long _sent;
    private long _acknowledged;
    private long _resent;
    private long _refused;
    private long _connections;
    private long _failedConnections;
    private int _inFlight;
    private volatile bool _connected;
    private volatile string _lastError = "";

    /// <summary>Prepares a publisher; nothing is sent before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is not between 1 and 64.</exception>
    public WindowedPublisher(IOutbox outbox, WindowedPublisherOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Window, 64, nameof(options));
        _outbox = outbox;
        _options = options;
        _backoff = new Backoff(options.InitialBackoff, options.MaximumBackoff, options.JitterSeed);
        _clientOptions = new MqttClientOptionsBuilder()
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(options.ClientId)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart()
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.ConnectTimeout)
            .Build();
    }

    /// <summary>Starts publishing; call once.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (!ReferenceEquals(_running, Task.CompletedTask))
        {
            throw new InvalidOperationException("the publisher is started once");
        }

        _outbox.WorkAvailable += _signal.Set;
        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>The state and the counts.</summary>
    public UplinkStatistics Snapshot() => new()
    {
        Connected = _connected,
        InFlight = Volatile.Read(ref _inFlight),
        Sent = Interlocked.Read(ref _sent),
        Acknowledged = Interlocked.Read(ref _acknowledged),
        Resent = Interlocked.Read(ref _resent),
        Refused = Interlocked.Read(ref _refused),
        Connections = Interlocked.Read(ref _connections),
        FailedConnections = Interlocked.Read(ref _failedConnections),
        LastError = _lastError,
    };

    /// <summary>Stops publishing. What is on its way stays in the outbox, to be sent again at the next start.</summary>
    public async Task StopAsync()
    {
        _outbox.WorkAvailable -= _signal.Set;
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        MqttClientFactory factory = new();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using (IMqttClient client = factory.CreateMqttClient())
                using (CancellationTokenSource connection = CancellationTokenSource.CreateLinkedTokenSource(stop))
                {
                    client.DisconnectedAsync += OnDisconnectedAsync;
                    if (await TryConnectAsync(client, stop).ConfigureAwait(false))
                    {
                        await TryServeAsync(client, connection.Token).ConfigureAwait(false);
                    }

                    // Publishes that are given up with their connection end with it.
                    await connection.CancelAsync().ConfigureAwait(false);

                    _connected = false;
                    Volatile.Write(ref _inFlight, 0);
                    await TryDisconnectAsync(client).ConfigureAwait(false);
                }

                await Task.Delay(_backoff.Next(), _options.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _connected = false;
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        _signal.Set();
        return Task.CompletedTask;
    }

    private async Task<bool> TryConnectAsync(IMqttClient client, CancellationToken stop)
    {
        string reason;
        try
        {
            using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
            timeout.CancelAfter(_options.ConnectTimeout);
            MqttClientConnectResult result = await client.ConnectAsync(_clientOptions, timeout.Token).ConfigureAwait(false);
            if (result.ResultCode == MqttClientConnectResultCode.Success)
            {
                // MQTT 5.0, 3.2.2.3.3 and 3.2.2.3.6: a broker closes the connection of a client that exceeds either. 0: it stated none.
                _widest = Math.Min(_options.Window, result.ReceiveMaximum is ushort most and > 0 ? most : ushort.MaxValue);
                _maximumPacket = result.MaximumPacketSize is uint longest and > 0 ? longest : uint.MaxValue;
                Interlocked.Increment(ref _connections);
                _connected = true;
                return true;
            }

            reason = $"the broker refused the connection: {result.ResultCode} {result.ReasonString}".TrimEnd();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reason = exception is OperationCanceledException ? $"no answer within {_options.ConnectTimeout.TotalSeconds:0.#} s" : OneLine(exception);
        }

        Interlocked.Increment(ref _failedConnections);
        _lastError = $"{_options.Host}:{_options.Port}: {reason}";
        return false;
    }

    private async Task TryServeAsync(IMqttClient client, CancellationToken stop)
    {
        try
        {
            await ServeAsync(client, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // An outbox that fails must not end the publisher silently: it is named, and tried again after a pause.
            _lastError = $"the outbox failed: {OneLine(exception)}";
        }
    }

    private async Task ServeAsync(IMqttClient client, CancellationToken stop)
    {
        _window.Clear();
        _outbox.Rewind();
        bool refused = false;
        int width = _widest;
        while (!stop.IsCancellationRequested)
        {
            while (!refused && client.IsConnected && _window.Count < width && _outbox.TryTake(out OutboundMessage message))
            {
                Send(client, message, stop);
            }

            int before = _window.Count;
            if (!Settle(ref refused))
            {
                return;
            }

            if (!refused && _window.Count < before)
            {
                width = _widest;
                continue; // There is room again, and no signal will tell: what answered has signalled already.
            }

            if (refused && _window.Count == 0)
            {
                await Task.Delay(_backoff.Next(), _options.Time, stop).ConfigureAwait(false);
                _outbox.Rewind();
                refused = false;

                // One at a time until the first is taken: an upstream that changes its mind must not take the later ones before it.
                width = 1;
                continue;
            }

            if (!client.IsConnected)
            {
                _lastError = $"{_options.Host}:{_options.Port}: the connection was lost";
                return;
            }

            if (!await _signal.WaitAsync(PatienceLeft(), _options.Time, stop).ConfigureAwait(false) && _window.Count > 0 && PatienceLeft() <= TimeSpan.Zero)
            {
                _lastError = $"{_options.Host}:{_options.Port}: no acknowledgement within {_options.AcknowledgeTimeout.TotalSeconds:0.#} s";
                return;
            }
        }
    }

    private void Send(IMqttClient client, OutboundMessage message, CancellationToken stop)
    {
        MqttApplicationMessage publish = new()
        {
            Topic = message.Topic,
            Payload = new ReadOnlySequence<byte>(message.Payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        long length = MaximumOverhead + Encoding.UTF8.GetByteCount(message.Topic) + message.Payload.Length;
        if (length > _maximumPacket)
        {
            // Queued like an answer that failed, so that what went before it is settled first.
            Enqueue(message, Task.FromException<MqttClientPublishResult>(new InvalidOperationException(
                $"the broker takes packets of at most {_maximumPacket} bytes, a message for {message.Topic} needs {length}: make the batches smaller or the broker's limit larger")));
            return;
        }

        Task<MqttClientPublishResult> answer;
        try
        {
            answer = client.PublishAsync(publish, stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Not connected any more: told like an answer that failed, so that there is one way to treat it.
            answer = Task.FromException<MqttClientPublishResult>(exception);
        }

        Interlocked.Increment(ref _sent);
        if (message.Id <= _highestSent)
        {
            Interlocked.Increment(ref _resent);
        }
        else
        {
            _highestSent = message.Id;
        }

        Enqueue(message, answer);
    }

    private void Enqueue(OutboundMessage message, Task<MqttClientPublishResult> answer)
    {
        _window.Enqueue((message, answer, _options.Time.GetTimestamp()));
        Volatile.Write(ref _inFlight, _window.Count);
        _ = answer.ContinueWith(OnAnswered, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnAnswered(Task<MqttClientPublishResult> answer)
    {
        _ = answer.Exception; // Observed: a message that is given up with its connection is sent again.
        _signal.Set();
    }

    /// <summary>Takes the answers at the window's head, in order; false when the connection has failed.</summary>
    private bool Settle(ref bool refused)
    {
        while (_window.TryPeek(out (OutboundMessage Message, Task<MqttClientPublishResult> Answer, long SentAt) head) && head.Answer.IsCompleted)
        {
            if (!head.Answer.IsCompletedSuccessfully)
            {
                _lastError = $"{_options.Host}:{_options.Port}: {(head.Answer.Exception is { } exception ? OneLine(exception) : "cancelled")}";
                return false;
            }

            _window.Dequeue();
            Volatile.Write(ref _inFlight, _window.Count);
            MqttClientPublishResult result = head.Answer.Result;
            if (IsRefusal(result.ReasonCode))
            {
                refused = true;
                Interlocked.Increment(ref _refused);
                _lastError = $"{_options.Host}:{_options.Port}: refused {head.Message.Topic}: 0x{(byte)result.ReasonCode:X2} {result.ReasonCode} {result.ReasonString}".TrimEnd();
            }
            else if (!refused)
            {
                _outbox.Acknowledge(head.Message.Id);
                Interlocked.Increment(ref _acknowledged);
                _backoff.Reset();
            }

            // An answer behind a refused message moves nothing: order is kept by sending from the refused one again.
        }

        return true;
    }

    private TimeSpan PatienceLeft()
        => _window.TryPeek(out (OutboundMessage Message, Task<MqttClientPublishResult> Answer, long SentAt) head)
            ? Later(TimeSpan.Zero, _options.AcknowledgeTimeout - _options.Time.GetElapsedTime(head.SentAt))
            : Timeout.InfiniteTimeSpan;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // 0x10: nobody is subscribed, so nobody has it.
    private static bool IsRefusal(MqttClientPublishReasonCode reason)
        => (byte)reason >= 0x80 || reason == MqttClientPublishReasonCode.NoMatchingSubscribers;

    // The innermost message says what happened ("Connection refused"); those around it say that something did.
    private static string OneLine(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");

    private async Task TryDisconnectAsync(IMqttClient client)
    {
        if (!client.IsConnected)
        {
            return;
        }

        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions()).WaitAsync(_options.ConnectTimeout, _options.Time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is being given up: that it ends badly changes nothing.
        }
    }
}
