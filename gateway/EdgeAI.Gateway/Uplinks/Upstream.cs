using EdgeAI.Gateway.Identity;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>A broker that can be connected to.</summary>
internal sealed class Upstream
{
    // MQTTnet sets 8 KiB unless told otherwise, less than one loopback segment: a batch then waits for delayed acknowledgements (40 ms each).
    private const int SocketBufferBytes = 512 << 10;

    private readonly UpstreamOptions _options;
    private readonly ConnectionSettings _settings;
    private readonly TlsClient? _tls;

    /// <exception cref="GatewayException">A file for TLS is absent or damaged; the message is one line with the mend.</exception>
    public Upstream(UpstreamOptions options, ConnectionSettings settings)
    {
        _options = options;
        _settings = settings;
        _tls = options.Tls is { } files ? TlsClient.Load(files, settings.Time) : null;
    }

    /// <summary>Host and port.</summary>
    public string Name => _options.ToString();

    /// <summary>Connects.</summary>
    /// <param name="changed">Called on any thread when an answer came or the connection ended.</param>
    /// <param name="stop">Gives the attempt up.</param>
    /// <returns>The connection, or the reason in one line why there is none.</returns>
    public async Task<(UpstreamConnection? Connection, string Reason)> TryConnectAsync(Action changed, CancellationToken stop)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        string reason;
        try
        {
            using CancellationTokenSource timeout = new(_settings.ConnectTimeout, _settings.Time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
            MqttClientConnectResult result = await client.ConnectAsync(ClientOptions(), either.Token).ConfigureAwait(false);
            if (result.ResultCode == MqttClientConnectResultCode.Success)
            {
                ConnectionInbox? inbox = _settings.Subscription is null ? null : new ConnectionInbox(changed);
                reason = inbox is null ? "" : await SubscribeAsync(client, inbox, _settings.Subscription!, either.Token).ConfigureAwait(false);
                if (reason.Length == 0)
                {
                    return (new UpstreamConnection(client, Name, result.ReceiveMaximum ?? 0, result.MaximumPacketSize ?? 0, _settings, changed, inbox), "");
                }
            }
            else
            {
                reason = $"the broker refused the connection: {result.ResultCode} {result.ReasonString}".TrimEnd();
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            string line = ErrorLine.Of(exception);
            reason = exception is OperationCanceledException ? $"no answer within {_settings.ConnectTimeout.TotalSeconds:0.#} s" : _tls?.Explain(line) ?? line;
        }

        client.Dispose();
        return (null, $"{Name}: {reason}");
    }

    /// <summary>Subscribes at QoS 1; the reason in words where the broker does not permit that, empty where it does.</summary>
    private static async Task<string> SubscribeAsync(IMqttClient client, ConnectionInbox inbox, string topic, CancellationToken cancellation)
    {
        client.ApplicationMessageReceivedAsync += inbox.OnMessageAsync;
        MqttClientSubscribeOptions subscription = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        MqttClientSubscribeResult result = await client.SubscribeAsync(subscription, cancellation).ConfigureAwait(false);
        MqttClientSubscribeResultCode code = result.Items.First().ResultCode;
        return code <= MqttClientSubscribeResultCode.GrantedQoS2 ? "" : $"the broker refused the subscription to {topic}: 0x{(byte)code:X2} {code}: permit the gateway to subscribe there (UPLINKS.md)";
    }

    private MqttClientOptions ClientOptions()
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(_options.Host, _options.Port)
            .WithClientId(_settings.ClientId)
            .WithProtocolVersion(_options.Protocol == MqttProtocol.Mqtt5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithCleanStart()
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithTimeout(_settings.ConnectTimeout);
        if (_options.UserName is { } user)
        {
            builder = builder.WithCredentials(user, _options.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null);
        }

        MqttClientOptions options = (_tls is null ? builder : builder.WithTlsOptions(_tls.ForMqtt(_options.Host))).Build();
        ((MqttClientTcpOptions)options.ChannelOptions).BufferSize = SocketBufferBytes;
        return options;
    }
}
