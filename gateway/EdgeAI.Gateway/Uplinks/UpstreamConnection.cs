using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>One accepted connection to a broker: publishes at QoS 1 in the order of the calls, and collects the answers.</summary>
internal sealed class UpstreamConnection : IAsyncDisposable
{
    private readonly IMqttClient _client;
    private readonly ConnectionSettings _settings;
    private readonly Action _changed;
    private readonly ConcurrentQueue<UpstreamAnswer> _answers = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The publishes that are not answered, and one for the connection itself.
    private int _open = 1;

    public UpstreamConnection(IMqttClient client, string name, int receiveMaximum, long maximumPacket, ConnectionSettings settings, Action changed, ConnectionInbox? inbox = null)
    {
        Inbox = inbox;
        _client = client;
        _settings = settings;
        _changed = changed;
        Name = name;
        ReceiveMaximum = receiveMaximum;
        MaximumPacket = maximumPacket;
        client.DisconnectedAsync += OnDisconnectedAsync;
    }

    /// <summary>The broker's host and port.</summary>
    public string Name { get; }

    /// <summary>The broker's Receive Maximum; 0 where it stated none.</summary>
    public int ReceiveMaximum { get; }

    /// <summary>The broker's Maximum Packet Size; 0 where it stated none.</summary>
    public long MaximumPacket { get; }

    /// <summary>What came on the topic that it is subscribed to; nothing where it is to none.</summary>
    public ConnectionInbox? Inbox { get; }

    /// <summary>Whether the connection stands, as far as this end knows.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Sends a message; what becomes of it is an answer.</summary>
    public void Publish(in Delivery delivery)
    {
        MqttApplicationMessage publish = new()
        {
            Topic = delivery.Message.Topic,
            Payload = new ReadOnlySequence<byte>(delivery.Message.Payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        Interlocked.Increment(ref _open);
        _ = AwaitAnswerAsync(publish, delivery.Number);
    }

    /// <summary>The next answer that came.</summary>
    public bool TryTakeAnswer([MaybeNullWhen(false)] out UpstreamAnswer answer) => _answers.TryDequeue(out answer);

    /// <summary>What an upstream's reason code means for a batch.</summary>
    public static DeliveryOutcome OutcomeOf(MqttClientPublishReasonCode reason)
    {
        // 0x10: nobody is subscribed, so nobody has it. MQTT 3.1.1 has no reasons: MQTTnet gives success.
        bool refused = (byte)reason >= 0x80 || reason == MqttClientPublishReasonCode.NoMatchingSubscribers;
        return refused ? DeliveryOutcome.Refused : DeliveryOutcome.Accepted;
    }

    /// <summary>Says goodbye, so that the broker does not publish the will of a client that is well.</summary>
    public async Task GoodbyeAsync()
    {
        try
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions()).WaitAsync(_settings.ConnectTimeout, _settings.Time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is being given up: that it ends badly changes nothing.
        }
    }

    /// <summary>Ends the connection; afterwards nothing reads the payloads that were published on it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _client.Dispose();
        Release();
        try
        {
            // With their socket gone, publishes end at once. The bound keeps a fault in the client from stopping the uplink for ever.
            await _quiet.Task.WaitAsync(_settings.ConnectTimeout, _settings.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What may still hold a payload is a closed socket, which sends nothing any more.
        }

        _end.Dispose();
    }

    private async Task AwaitAnswerAsync(MqttApplicationMessage publish, long number)
    {
        UpstreamAnswer answer;
        try
        {
            MqttClientPublishResult result = await _client.PublishAsync(publish, _end.Token).ConfigureAwait(false);
            DeliveryOutcome outcome = OutcomeOf(result.ReasonCode);
            answer = outcome == DeliveryOutcome.Refused
                ? new UpstreamAnswer(number, outcome, RefusalLine(publish.Topic, result))
                : new UpstreamAnswer(number, outcome, "");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            answer = new UpstreamAnswer(number, null, $"{Name}: {ErrorLine.Of(exception)}");
        }

        _answers.Enqueue(answer);
        _changed();
        Release();
    }

    private string RefusalLine(string topic, MqttClientPublishResult result)
    {
        string mend = result.ReasonCode switch
        {
            MqttClientPublishReasonCode.NoMatchingSubscribers => ": nobody is subscribed there: subscribe the city's receiver to that topic (UPLINKS.md)",
            MqttClientPublishReasonCode.NotAuthorized => ": permit the gateway to publish there",
            MqttClientPublishReasonCode.QuotaExceeded => ": make room in the broker's queues",
            _ => "",
        };
        return $"{$"{Name}: refused {topic}: 0x{(byte)result.ReasonCode:X2} {result.ReasonCode} {result.ReasonString}".TrimEnd()}{mend}";
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _quiet.TrySetResult();
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        _changed();
        return Task.CompletedTask;
    }
}
