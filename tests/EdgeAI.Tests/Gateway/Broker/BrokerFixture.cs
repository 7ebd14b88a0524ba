using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A broker on a free port in front of a store that the test controls, and the clients that the test opened.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.25);

    private readonly List<RawMqttClient> _clients = [];

    private BrokerFixture(RecordBroker broker, HeldStore store)
    {
        Broker = broker;
        Store = store;
    }

    public RecordBroker Broker { get; }

    public HeldStore Store { get; }

    public BrokerStatistics Statistics => Broker.Snapshot();

    public static async Task<BrokerFixture> StartAsync(BrokerLimits? limits = null, Func<GatewayOptions, GatewayOptions>? configure = null, Action<RecordBroker>? prepare = null)
    {
        HeldStore store = new();
        GatewayOptions options = new() { Id = "gateway", Site = "hall", Port = 0, SpoolFolder = "none", Limits = limits ?? new BrokerLimits() };
        RecordBroker broker = new(store.Add, () => "no error", configure?.Invoke(options) ?? options);
        prepare?.Invoke(broker);
        await broker.StartAsync();
        return new BrokerFixture(broker, store);
    }

    public async Task<RawMqttClient> ConnectAsync(string name, byte version = 5, byte[]? connect = null, int receiveBuffer = 0)
    {
        RawMqttClient client = await RawMqttClient.ConnectAsync(Broker.Port, version, name, connect, receiveBuffer);
        _clients.Add(client);
        return client;
    }

    public async Task<RawMqttClient> OpenAsync()
    {
        RawMqttClient client = await RawMqttClient.OpenAsync(Broker.Port);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever a failed test left waiting for the store is not waited for.
        _clients.ForEach(client => client.Dispose());
        Task end = Broker.DisposeAsync().AsTask();
        if (Broker.Time is RingingTime time)
        {
            await Eventually.HoldsAsync(
                () =>
                {
                    // Whoever is held back ends with the pause, and what was said has its moment to leave.
                    time.Pass(Step);
                    return end.IsCompleted;
                },
                "the broker ends");
        }

        await end;
    }
}
