using System.Threading.Channels;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;

namespace EdgeAI.City.Sources;

/// <summary>
/// An MQTT 5 broker with shared subscriptions: each batch goes to one receiver of the group. The session outlives its connection, since
/// brokers keep what a receiver did not acknowledge for that receiver's session only.
/// </summary>
internal sealed class MqttSource(SourceOptions options, string group, TimeSpan sessionLife) : IRecordSource
{
    private readonly TrustedServer? _trusted = options.AuthorityFile is { } file ? TrustedServer.Load(file) : null;
    private int _next;

    public int Window => options.Window;

    public async Task<IRecordSession> OpenAsync(ChannelWriter<Arrival> arrivals, CancellationToken cancellation)
    {
        BrokerAddress broker = options.Brokers[_next++ % options.Brokers.Count];
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttSession session = new(client, broker.ToString(), arrivals);
        try
        {
            using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            bound.CancelAfter(options.Patience);
            await session.BeginAsync(OptionsOf(broker), $"$share/{group}/{Topics.Prefix}+/+/records", bound.Token).ConfigureAwait(false);

            // The same broker first when this connection is lost: what it keeps for the session waits there.
            _next--;
            return session;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw exception as CityException ?? new CityException($"{broker}: {(exception is OperationCanceledException ? $"no answer within {options.Patience.TotalSeconds:0} s" : TrustedServer.Explain(_trusted, exception))}", exception);
        }
    }

    private MqttClientOptions OptionsOf(BrokerAddress broker)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithClientId(options.Name)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)sessionLife.TotalSeconds)
            .WithReceiveMaximum((ushort)options.Window)
            .WithTimeout(options.Patience);
        if (options.User is not null)
        {
            builder.WithCredentials(options.User, options.ReadPassword() ?? "");
        }

        if (_trusted is not null)
        {
            builder.WithTlsOptions(tls => tls
                .WithTargetHost(broker.Host)
                .WithCertificateValidationHandler(args => _trusted.Accepts(args.Certificate, args.Chain, args.SslPolicyErrors)));
        }

        return builder.Build();
    }
}
