using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.City.Sources;

/// <summary>One MQTT connection. It acknowledges a message only when told to.</summary>
internal sealed class MqttSession : IRecordSession
{
    // mosquitto allows 20 at once; a broker that allows fewer says so.
    private const int PublishesAhead = 16;

    private readonly IMqttClient _client;
    private readonly ChannelWriter<Arrival> _arrivals;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SemaphoreSlim _publishing = new(1);

    public MqttSession(IMqttClient client, string name, ChannelWriter<Arrival> arrivals)
    {
        _client = client;
        _arrivals = arrivals;
        Name = name;
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        client.DisconnectedAsync += OnDisconnectedAsync;
    }

    public string Name { get; }

    public Task<string> Ended => _ended.Task;

    /// <summary>Connects and subscribes.</summary>
    /// <exception cref="CityException">The broker allows no such subscription.</exception>
    public async Task BeginAsync(MqttClientOptions options, string filter, CancellationToken cancellation)
    {
        MqttClientConnectResult connected = await _client.ConnectAsync(options, cancellation).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new CityException($"{Name} refuses the connection ({connected.ResultCode} {connected.ReasonString}".TrimEnd() + "): check --user, --password-file and what the broker permits");
        }

        if (!connected.SharedSubscriptionAvailable)
        {
            throw new CityException($"{Name} has no shared subscriptions: use a broker of MQTT 5 that has them, or --amqp");
        }

        int allowed = connected.ReceiveMaximum ?? PublishesAhead;
        _publishing = new SemaphoreSlim(allowed is > 0 and < PublishesAhead ? allowed : PublishesAhead);
        MqttClientSubscribeOptions subscribe = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        MqttClientSubscribeResult subscribed = await _client.SubscribeAsync(subscribe, cancellation).ConfigureAwait(false);
        MqttClientSubscribeResultCode code = subscribed.Items.First().ResultCode;
        if (code is not (MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2))
        {
            throw new CityException($"{Name} refuses the subscription to {filter} at QoS 1 ({code} {subscribed.ReasonString}): permit it to this user".Replace(" )", ")", StringComparison.Ordinal));
        }
    }

    public async Task AcknowledgeAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        foreach (Arrival arrival in arrivals)
        {
            await ((MqttArrival)arrival).AcknowledgeAsync(cancellation).ConfigureAwait(false);
        }
    }

    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        MqttApplicationMessage message = new() { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        MqttClientPublishResult result;
        SemaphoreSlim publishing = _publishing;
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(_client.Options.Timeout);
        try
        {
            await publishing.WaitAsync(bound.Token).ConfigureAwait(false);
            try
            {
                result = await _client.PublishAsync(message, bound.Token).ConfigureAwait(false);
            }
            finally
            {
                publishing.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CityException($"{Name} does not answer to what was published within {_client.Options.Timeout.TotalSeconds:0} s: look at its log and its load");
        }

        // 0x10, nobody is subscribed: the gateway is away. It sends again what it has no receipt for, and gets one then.
        if ((byte)result.ReasonCode >= 0x80)
        {
            throw new CityException($"{Name} refuses {topic} (0x{(byte)result.ReasonCode:X2} {result.ReasonCode}): permit it to this user");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = _client.Options.SessionExpiryInterval }).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is being given up: that it ends badly changes nothing.
        }

        // Not the semaphore: who waits for it would wait for ever. It holds nothing but memory.
        _client.Dispose();
        _ended.TrySetResult("closed");
    }

    private async Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        await _arrivals.WriteAsync(new MqttArrival(this, args, args.ApplicationMessage.Payload.ToArray())).ConfigureAwait(false);
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        _ended.TrySetResult(args.Reason == MqttClientDisconnectReason.SessionTakenOver
            ? "another connection came with this receiver's name: give each receiver a --name of its own"
            : args.Exception is { } exception ? ErrorLine.Of(exception) : $"{args.Reason} {args.ReasonString}".TrimEnd());
        return Task.CompletedTask;
    }
}
