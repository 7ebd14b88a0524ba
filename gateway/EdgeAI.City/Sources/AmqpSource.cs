using System.Threading.Channels;
using RabbitMQ.Client;

namespace EdgeAI.City.Sources;

/// <summary>RabbitMQ, or a cluster of it: a quorum queue that its MQTT plugin's topics are bound to.</summary>
internal sealed class AmqpSource(SourceOptions options, string queue, string virtualHost, bool declare) : IRecordSource
{
    private readonly TrustedServer? _trusted = options.AuthorityFile is { } file ? TrustedServer.Load(file) : null;
    private int _next;

    public int Window => options.Window;

    public async Task<IRecordSession> OpenAsync(ChannelWriter<Arrival> arrivals, CancellationToken cancellation)
    {
        BrokerAddress broker = options.Brokers[_next++ % options.Brokers.Count];
        AmqpSession? session = null;
        try
        {
            IConnection connection = await FactoryOf(broker).CreateConnectionAsync(cancellation).ConfigureAwait(false);
            session = new AmqpSession(connection, broker.ToString(), arrivals, options.Patience);
            await session.BeginAsync(queue, (ushort)options.Window, declare, cancellation).ConfigureAwait(false);
            _next--;
            return session;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            throw exception as CityException ?? new CityException($"{broker}: {TrustedServer.Explain(_trusted, exception)}", exception);
        }
    }

    private ConnectionFactory FactoryOf(BrokerAddress broker)
    {
        ConnectionFactory factory = new()
        {
            HostName = broker.Host,
            Port = broker.Port,
            VirtualHost = virtualHost,
            ClientProvidedName = options.Name,
            RequestedConnectionTimeout = options.Patience,
            ContinuationTimeout = options.Patience,

            // As much as RabbitMQ ever takes (its own limit's limit): what is too large for a batch goes to 'refused', and does not end the connection each time that it comes.
            MaxInboundMessageBodySize = 512u << 20,

            // A lost connection's acknowledgements mean nothing on the next one: the receiver begins a new session by itself.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
        };
        if (options.User is not null)
        {
            factory.UserName = options.User;
            factory.Password = options.ReadPassword() ?? "";
        }

        if (_trusted is not null)
        {
            factory.Ssl = new SslOption(broker.Host, enabled: true) { CertificateValidationCallback = (_, certificate, chain, errors) => _trusted.Accepts(certificate, chain, errors) };
        }

        return factory;
    }
}
