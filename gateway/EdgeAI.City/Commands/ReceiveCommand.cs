using System.CommandLine;
using EdgeAI.City.Operation;
using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using EdgeAI.Records;

namespace EdgeAI.City.Commands;

/// <summary><c>receive</c>: from a broker into the database, until Ctrl-C or SIGTERM.</summary>
internal static class ReceiveCommand
{
    // The ports that IANA registered, without TLS.
    private const int MqttPort = 1883;
    private const int AmqpPort = 5672;

    /// <summary>How long the command may take to end once it is told to.</summary>
    public static TimeSpan EndingTime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string[]> mqtt = new("--mqtt") { Description = "An MQTT 5 broker with shared subscriptions, as HOST:PORT; again for others of its cluster" };
        Option<string[]> amqp = new("--amqp") { Description = "A RabbitMQ node, as HOST:PORT; again for others of its cluster" };
        Option<string> name = new("--name") { Description = "This receiver's name at the broker; each receiver needs one of its own, and keeps it over restarts", DefaultValueFactory = static _ => "city" };
        Option<string> group = new("--group") { Description = "MQTT: the receivers that share the batches", DefaultValueFactory = static _ => "city" };
        Option<int> session = new("--session") { Description = "MQTT: for how many hours the broker keeps what waits for this receiver while it is away, 1 to 8760", DefaultValueFactory = static _ => 168 };
        Option<string> queue = new("--queue") { Description = "AMQP: the quorum queue", DefaultValueFactory = static _ => "city.records" };
        Option<string> virtualHost = new("--vhost") { Description = "AMQP: the virtual host", DefaultValueFactory = static _ => "/" };
        Option<bool> declare = new("--declare") { Description = "AMQP: declare the queue and bind it to amq.topic, where that was not done" };
        Option<int> window = new("--window") { Description = "The most messages that are not acknowledged at once, 1 to 65535; each is at most 1 MiB", DefaultValueFactory = static _ => 256 };
        Option<string?> user = new("--user") { Description = "The broker's user" };
        Option<string?> password = new("--password-file") { Description = "The file of the user's password, read with each connection" };
        Option<string?> authority = new("--authority") { Description = "The PEM file of the broker's authority; with it the connection is one over TLS" };
        Option<string?> key = new("--key") { Description = "The file of the city's key, which signs receipts (EdgeAI.City keys new); without it none are sent, and gateways that wait for receipts keep their records" };
        Option<string> database = DatabaseOption.Create();
        Option<bool> keepSchema = new("--keep-schema") { Description = "Do not bring the tables to this program's version at the start: for a user who may not" };
        Option<bool> enrolled = new("--enrolled") { Description = "Only from gateways that were enrolled (EdgeAI.City gateways token); what comes from others is refused" };
        Option<int?> http = new("--http") { Description = "The loopback port of /status, /metrics, /healthz and /readyz; 0 for any free one; none if nothing says otherwise" };
        Option<Uri?> otlp = new("--otlp") { Description = "Where metrics are pushed to by OTLP over gRPC, for example http://localhost:4317" };
        Option<LogFormat> log = new("--log") { Description = "How log lines look: Text, one line for people, or Json, one object a line" };
        Command command = new("receive", "Takes gateways' records from a broker and stores each once; what is committed is acknowledged")
        {
            mqtt, amqp, name, group, session, queue, virtualHost, declare, window, user, password, authority, key, database, keepSchema, enrolled, http, otlp, log,
        };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async _ =>
        {
            SourceOptions source = new()
            {
                Brokers = [],
                Name = Named(result.GetRequiredValue(name)),
                Window = Within("--window", result.GetValue(window), 1, ushort.MaxValue),
                User = result.GetValue(user),
                PasswordFile = result.GetValue(password),
                AuthorityFile = result.GetValue(authority),
            };
            BrokerAddress[] overMqtt = [.. (result.GetValue(mqtt) ?? []).Select(static text => BrokerAddress.Parse("--mqtt", text, MqttPort))];
            BrokerAddress[] overAmqp = [.. (result.GetValue(amqp) ?? []).Select(static text => BrokerAddress.Parse("--amqp", text, AmqpPort))];
            ReceiveOptions options = new()
            {
                Source = (overMqtt, overAmqp) switch
                {
                    ([_, ..], []) => new MqttSource(source with { Brokers = overMqtt }, result.GetRequiredValue(group), TimeSpan.FromHours(Within("--session", result.GetValue(session), 1, 8760))),
                    ([], [_, ..]) => new AmqpSource(source with { Brokers = overAmqp }, result.GetRequiredValue(queue), result.GetRequiredValue(virtualHost), result.GetValue(declare)),
                    _ => throw new CityException("name the broker with --mqtt HOST:PORT or with --amqp HOST:PORT, and not with both"),
                },
                Brokers = string.Join(", ", overMqtt.Concat(overAmqp)),
                Name = source.Name,
                Database = result.GetRequiredValue(database),
                KeyFile = result.GetValue(key),
                KeepSchema = result.GetValue(keepSchema),
                EnrolledOnly = result.GetValue(enrolled),
                HttpPort = result.GetValue(http) is { } port ? Within("--http", port, 0, ushort.MaxValue) : null,
                OtlpEndpoint = result.GetValue(otlp) is { } endpoint
                    ? endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? endpoint : throw new CityException($"--otlp '{endpoint}' is not an address: write for example http://localhost:4317")
                    : null,
                Log = result.GetValue(log),
                Receiving = new ReceiverOptions(),
            };
            await CityService.RunAsync(options, cancellation).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static string Named(string name)
        => Identifier.IsValid(name.AsSpan()) ? name : throw new CityException($"--name '{name}' is not a valid name: use 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit");

    private static int Within(string option, int value, int minimum, int maximum)
        => value >= minimum && value <= maximum ? value : throw new CityException($"{option} {value} is not possible: use {minimum} to {maximum}");
}
