using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using RabbitMQ.Client;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class RabbitMqTests
{
    private const int Records = 4000;
    private const string Queue = "city.records";

    [Fact]
    public async Task RabbitMq_KilledInTheMiddle_EveryRecordReachesTheQuorumQueue()
    {
        await using UpstreamScript rabbit = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        ConnectionFactory factory = await DeclareAsync(rabbit);
        await rabbit.SyncAsync();

        await using UplinkRig rig = new(UplinkRig.Options with
        {
            MaximumBackoff = TimeSpan.FromSeconds(1),
            Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = rabbit.Port, Protocol = MqttProtocol.Mqtt311 }],
        });
        rig.Start();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting < Records / 2, "half of it is acknowledged");
        await rabbit.KillAsync();
        rig.Add(100);
        await rabbit.StartAsync();
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "everything is acknowledged");
        Assert.Equal(rig.Added, await CountAsync(factory));
    }

    [Fact]
    public async Task RabbitMq_ClusterOfThreeLosesTheNodeThatServes_EveryRecordReachesTheQuorumQueue()
    {
        await using UpstreamScript first = await UpstreamScript.StartAsync("rabbitmq.sh", ports: 2);
        UpstreamScript[] others = await Task.WhenAll(UpstreamScript.StartAsync("rabbitmq.sh", ports: 2, first), UpstreamScript.StartAsync("rabbitmq.sh", ports: 2, first));
        await using UpstreamScript second = others[0];
        await using UpstreamScript third = others[1];
        await DeclareAsync(first);
        await using UplinkRig rig = new(UplinkRig.Options with
        {
            MaximumBackoff = TimeSpan.FromSeconds(1),
            FailuresBeforeNext = 2,
            Upstreams = [.. new[] { first, second, third }.Select(node => new UpstreamOptions { Host = "127.0.0.1", Port = node.Port, Protocol = MqttProtocol.Mqtt311 })],
        });
        rig.Start();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting < Records / 2, "half of it is acknowledged");
        Assert.Equal($"127.0.0.1:{first.Port}", rig.Statistics.Upstream);
        await first.KillAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "everything is acknowledged", () => $"{rig.Statistics}");
        Assert.NotEqual($"127.0.0.1:{first.Port}", rig.Statistics.Upstream);
        Assert.Equal(rig.Added, await CountAsync(Amqp(second)));
    }

    private static ConnectionFactory Amqp(UpstreamScript node) => new() { HostName = "127.0.0.1", Port = node.SecondPort };

    private static async Task<ConnectionFactory> DeclareAsync(UpstreamScript node)
    {
        ConnectionFactory factory = Amqp(node);
        await using IConnection connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);

        // The MQTT plugin publishes to amq.topic, with dots for the slashes; '#' because an id may have dots of its own.
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueBindAsync(Queue, "amq.topic", "edgeai.v1.#.records", cancellationToken: TestContext.Current.CancellationToken);
        return factory;
    }

    private static async Task<long> CountAsync(ConnectionFactory factory)
    {
        SequenceSet seen = new();
        await using IConnection connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        while (await channel.BasicGetAsync(Queue, autoAck: true) is { } message)
        {
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(message.Body.Span, out GatewayBatchReader batch));
            while (batch.MoveNext())
            {
                seen.Add(batch.Current.Sequence);
            }
        }

        Assert.Equal(0, seen.Missing);
        return seen.Count;
    }
}
