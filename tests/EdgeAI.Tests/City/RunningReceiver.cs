using EdgeAI.City.Admission;
using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using EdgeAI.City.Storage;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>A receiver in this process, from start to orderly stop.</summary>
internal sealed class RunningReceiver : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CityDatabase _database;
    private readonly BatchStore _store;
    private readonly Receiver _receiver;
    private readonly Task _running;

    private RunningReceiver(IRecordSource source, TestDatabase database, IReceiptSender? receipts, AdmissionOptions admission)
    {
        ReceiverOptions options = new() { InitialBackoff = TimeSpan.FromMilliseconds(20), MaximumBackoff = TimeSpan.FromMilliseconds(200) };
        _database = CityDatabase.Of(database.ConnectionString);
        _store = new BatchStore(_database, options.Time, new AdmissionControl(admission, options.Time));
        _receiver = new Receiver(source, _store, receipts, options);
        _running = _receiver.RunAsync(_stop.Token);
    }

    public ReceiverStatistics Now => _receiver.Snapshot();

    /// <summary>Starts one that shares the batches of a broker over MQTT, and waits until it is subscribed.</summary>
    public static async Task<RunningReceiver> OverMqttAsync(int port, TestDatabase database, string name = "city", IReceiptSender? receipts = null, int window = 256, AdmissionOptions? admission = null, Func<SourceOptions, SourceOptions>? adapt = null)
    {
        RunningReceiver receiver = OverMqtt(
            new SourceOptions { Brokers = [new BrokerAddress("127.0.0.1", port)], Name = name, Window = window }, database, receipts, admission, adapt);
        await receiver.ConnectedAsync();
        return receiver;
    }

    /// <summary>Starts one over MQTT, whether or not it can connect.</summary>
    public static RunningReceiver OverMqtt(
        SourceOptions options, TestDatabase database, IReceiptSender? receipts = null, AdmissionOptions? admission = null, Func<SourceOptions, SourceOptions>? adapt = null)
    {
        // Each test's group and session are its own at the broker that they share.
        string own = new Uri("city://" + database.ConnectionString.Split('=')[^1]).Host;
        SourceOptions named = options with { Name = $"{own}-{options.Name}" };
        return new RunningReceiver(new MqttSource(adapt?.Invoke(named) ?? named, own, TimeSpan.FromHours(1)), database, receipts, admission ?? new AdmissionOptions { Receiver = options.Name });
    }

    /// <summary>Starts one that declares a quorum queue of its own, whether or not it can connect.</summary>
    public static RunningReceiver OverAmqp(SourceOptions options, TestDatabase database, IReceiptSender? receipts = null)
        => new(new AmqpSource(options, "city.records", "/", declare: true), database, receipts, new AdmissionOptions { Receiver = options.Name });

    /// <summary>Starts one that takes from a cluster's quorum queue, the first node first, and waits until it consumes.</summary>
    public static async Task<RunningReceiver> OverAmqpAsync(IEnumerable<int> ports, TestDatabase database, string name, int window = 64)
    {
        RunningReceiver receiver = OverAmqp(new SourceOptions { Brokers = [.. ports.Select(static port => new BrokerAddress("127.0.0.1", port))], Name = name, Window = window }, database);
        await receiver.ConnectedAsync();
        return receiver;
    }

    /// <summary>Waits until it is connected.</summary>
    public Task ConnectedAsync() => Eventually.HoldsAsync(() => Now.Source.Length > 0, "the receiver is connected", () => Now.LastError);

    /// <summary>Waits until everything that came is acknowledged, so many messages in all.</summary>
    public Task SettledAsync(long messages)
        => Eventually.HoldsAsync(() => Now.Acknowledged == messages && Now.Arrived == messages, $"{messages} messages are acknowledged", () => $"{Now}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        _stop.Dispose();
    }
}
