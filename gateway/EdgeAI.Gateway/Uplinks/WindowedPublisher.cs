namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// Publishes an outbox to a broker over MQTT 5 or 3.1.1 at QoS 1, in order, with a bounded number of messages on their way. After a lost
/// connection, a refusal or a silence it goes back to the first unacknowledged message and sends again from there, so the broker sees
/// every message, some of them more than once. A broker that refuses one message and takes the next of the same window sees those two
/// the other way round; everything else comes in order.
/// </summary>
public sealed class WindowedPublisher : IAsyncDisposable
{
    private readonly UplinkRunner _runner;

    /// <summary>Prepares a publisher; nothing is sent before <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is not between 1 and 64.</exception>
    /// <exception cref="GatewayException">A file for TLS is absent or damaged; the message is one line with the mend.</exception>
    public WindowedPublisher(IOutbox outbox, WindowedPublisherOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Window, 64, nameof(options));
        OutboxTraffic traffic = new(outbox, new DeliveryLimits
        {
            Width = options.Window,
            Patience = options.AcknowledgeTimeout,
            InitialRest = options.InitialBackoff,
            MaximumRest = options.MaximumBackoff,
            Seed = options.JitterSeed,
        });
        ConnectionSettings settings = new()
        {
            ClientId = options.ClientId,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlive = options.KeepAlive,
            Time = options.Time,
        };
        UpstreamOptions broker = new()
        {
            Host = options.Host,
            Port = options.Port,
            Protocol = options.Protocol,
            Tls = options.Tls,
            UserName = options.UserName,
            PasswordFile = options.PasswordFile,
        };
        _runner = new UplinkRunner(
            traffic,
            [new Upstream(broker, settings)],
            new UpstreamChoice(1, 1, TimeSpan.MaxValue, TimeSpan.MaxValue),
            new Backoff(options.InitialBackoff, options.MaximumBackoff, options.JitterSeed),
            options.AcknowledgeTimeout,
            options.Time);
    }

    /// <summary>Starts publishing; call once.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start() => _runner.Start();

    /// <summary>The state and the counts.</summary>
    public UplinkStatistics Snapshot() => _runner.Snapshot();

    /// <summary>Stops publishing. What is on its way stays in the outbox, to be sent again at the next start.</summary>
    public Task StopAsync() => _runner.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _runner.DisposeAsync();
}
