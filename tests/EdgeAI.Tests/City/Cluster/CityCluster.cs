using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City.Cluster;

/// <summary>A cluster of three RabbitMQ nodes (1 to 3) and a PostgreSQL, for the tests of a class, started by the first of them.</summary>
public sealed class CityCluster : IAsyncLifetime
{
    public const int Nodes = 3;

    private readonly CityServers _servers = new();
    private UpstreamScript? _script;

    /// <summary>The nodes' MQTT ports.</summary>
    internal int[] MqttPorts => [.. Script.Ports.Where(static (_, index) => index % 2 == 0)];

    /// <summary>The nodes' AMQP ports.</summary>
    internal int[] AmqpPorts => [.. Script.Ports.Where(static (_, index) => index % 2 == 1)];

    private UpstreamScript Script => _script ?? throw new InvalidOperationException("the cluster is not there");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <summary>A database of a test's own, and the cluster.</summary>
    internal async Task<TestDatabase> DatabaseAsync()
    {
        // The tests of a class run one after another.
        _script ??= await UpstreamScript.StartAsync("rabbitmq-cluster.sh", ports: 2 * Nodes);
        return await _servers.DatabaseAsync();
    }

    /// <summary>The node that leads the queue.</summary>
    internal async Task<int> LeaderAsync() => int.Parse(await Script.DoAsync("leader"));

    internal Task KillAsync(int node) => Script.DoAsync("kill", $"{node}");

    internal Task BringBackAsync(int node) => Script.DoAsync("up", $"{node}");

    /// <summary>Cuts a node off from the two others.</summary>
    internal Task SplitAsync(int node) => Script.DoAsync("split", $"{node}");

    internal Task HealAsync(int node) => Script.DoAsync("heal", $"{node}");

    /// <summary>The ports of all nodes, those of one node first.</summary>
    internal static int[] FirstOf(int[] ports, int node) => [.. ports[(node - 1)..], .. ports[..(node - 1)]];

    /// <summary>The nodes, without one.</summary>
    internal static int OtherThan(int node) => (node % Nodes) + 1;
}
