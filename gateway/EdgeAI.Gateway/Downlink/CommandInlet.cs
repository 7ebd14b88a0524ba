using System.Buffers;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Downlink;

/// <summary>
/// The connection that commands come down by: a session that outlives it, QoS 1, and each PUBLISH acknowledged only after the command is
/// in the journal. What the journal cannot take is not acknowledged: the connection is dropped, and the broker delivers it again.
/// </summary>
internal sealed class CommandInlet
{
    private readonly DownlinkOptions _options;
    private readonly UpstreamOptions _upstream;
    private readonly string _clientId;
    private readonly TlsClient? _tls;
    private readonly string _topic;
    private readonly Func<byte[], ReceiveOutcome> _accept;
    private readonly Backoff _backoff;
    private readonly WakeSignal _ended = new();
    private volatile bool _connected;
    private volatile string _lastError = "";
    private long _received;
    private long _strangers;

    /// <exception cref="GatewayException">A file for TLS cannot be used.</exception>
    public CommandInlet(DownlinkOptions options, UpstreamOptions upstream, string site, string gateway, Func<byte[], ReceiveOutcome> accept)
    {
        _options = options;
        _upstream = upstream;
        _tls = upstream.Tls is { } files ? TlsClient.Load(files, options.Time) : null;
        _topic = Topics.Commands(site, gateway);
        _accept = accept;
        _backoff = new Backoff(options.InitialBackoff, options.MaximumBackoff, null);

        // The id names the session at the broker, so it is the same in every life, and no other site's.
        _clientId = $"edgeai-commands-{site}-{gateway}";
    }

    public bool Connected => _connected;

    public string LastError => _lastError;

    /// <summary>Commands that came, repeated ones included.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Payloads that came on another topic than this gateway's commands: acknowledged, and not taken.</summary>
    public long Strangers => Interlocked.Read(ref _strangers);

    /// <summary>Stays connected until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        MqttClientFactory factory = new();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using (IMqttClient client = factory.CreateMqttClient())
                {
                    client.DisconnectedAsync += OnDisconnectedAsync;
                    client.ApplicationMessageReceivedAsync += args => OnMessageAsync(client, args);
                    await ServeAsync(client, stop).ConfigureAwait(false);
                    _connected = false;
                }

                await Task.Delay(_backoff.Next(), _options.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _connected = false;
        }
    }

    private async Task ServeAsync(IMqttClient client, CancellationToken stop)
    {
        try
        {
            using (CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(stop))
            {
                timeout.CancelAfter(_options.ConnectTimeout);
                MqttClientConnectResult result = await client.ConnectAsync(NewClientOptions(), timeout.Token).ConfigureAwait(false);
                if (result.ResultCode != MqttClientConnectResultCode.Success)
                {
                    _lastError = $"{_upstream}: refused the connection for commands: {result.ResultCode} {result.ReasonString}".TrimEnd();
                    return;
                }

                // Also where the session is there: a broker that lost it, or lost the subscription, gets it again.
                MqttClientSubscribeResult granted = await client.SubscribeAsync(_topic, MqttQualityOfServiceLevel.AtLeastOnce, timeout.Token).ConfigureAwait(false);
                if (granted.Items.Any(static item => item.ResultCode is not (MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2)))
                {
                    _lastError = $"{_upstream}: grants no subscription at QoS 1 to {_topic}: give the gateway's account the right to read it";
                    await client.DisconnectAsync(cancellationToken: timeout.Token).ConfigureAwait(false);
                    return;
                }
            }

            _connected = true;
            while (client.IsConnected)
            {
                await _ended.WaitAsync(Timeout.InfiniteTimeSpan, _options.Time, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            _lastError = $"{_upstream}: {(exception is OperationCanceledException ? "no answer in time" : exception.GetBaseException().Message.ReplaceLineEndings(" "))}";
        }
    }

    // Made for each connection: certificates and the password may have been renewed.
    private MqttClientOptions NewClientOptions()
    {
        bool isMqtt5 = _upstream.Protocol == MqttProtocol.Mqtt5;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(_upstream.Host, _upstream.Port)
            .WithClientId(_clientId)
            .WithProtocolVersion(isMqtt5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithCleanStart(false)
            .WithKeepAlivePeriod(_options.KeepAlive)
            .WithTimeout(_options.ConnectTimeout);
        if (isMqtt5)
        {
            builder = builder.WithSessionExpiryInterval((uint)Math.Clamp(_options.SessionExpiry.TotalSeconds, 0, uint.MaxValue));
        }

        if (_tls is not null)
        {
            builder = builder.WithTlsOptions(_tls.ForMqtt(_upstream.Host));
        }

        if (_upstream.UserName is { } user)
        {
            builder = builder.WithCredentials(user, _upstream.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null);
        }

        return builder.Build();
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        _ended.Set();
        return Task.CompletedTask;
    }

    private async Task OnMessageAsync(IMqttClient client, MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        Interlocked.Increment(ref _received);
        string problem;
        try
        {
            if (args.ApplicationMessage.Topic != _topic)
            {
                // A session may still hold what another site's gateway subscribed to: that is not for this one to do.
                Interlocked.Increment(ref _strangers);
                await args.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
                return;
            }

            byte[] payload = args.ApplicationMessage.Payload.ToArray();
            ReceiveOutcome outcome = await Task.Run(() => _accept(payload)).ConfigureAwait(false);
            if (outcome != ReceiveOutcome.NoRoom)
            {
                // What is no command is acknowledged, too: it would come again for ever.
                await args.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
                _backoff.Reset();
                _lastError = "";
                return;
            }

            problem = "the journal remembers as many commands as it may: they wait at the upstream until others are forgotten";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            problem = $"a command could not be kept: {exception.Message.ReplaceLineEndings(" ")}";
        }

        _lastError = problem;
        _ = DropAsync(client);
    }

    // Not awaited by the handler: the client would wait for its own handler.
    private static async Task DropAsync(IMqttClient client)
    {
        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions()).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is being given up: that it ends badly changes nothing.
        }
    }
}
