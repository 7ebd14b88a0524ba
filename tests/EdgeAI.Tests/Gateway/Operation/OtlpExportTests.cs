using System.Text.RegularExpressions;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway.Identity;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>What a collector hears of a gateway over OTLP.</summary>
public sealed partial class OtlpExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collector_OfARunningGateway_HearsEveryMetricOfThePageWithItsValue()
    {
        using AuthorityFixture authority = await AuthorityFixture.CreateAsync();
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using TestCity city = new();
        await city.StartAsync();
        TaskCompletionSource answers = new();
        city.AnswersWaitFor = answers.Task;
        GatewayOptions options = new()
        {
            Id = "gateway",
            Site = "site",
            SpoolFolder = _folder["spool"],
            Port = 0,
            Seal = null,
            Listeners = [new ListenerOptions { Tls = true }],
            Identity = authority.Options,
            Time = authority.Time,
            Operation = new OperationOptions { OtlpEndpoint = collector.Address, OtlpPeriod = TimeSpan.FromMilliseconds(100) },
        };
        await using GatewayHost host = await GatewayHost.StartAsync(options.WithUpstream("127.0.0.1", city.Port, TrimBy.Puback));
        using IMqttClient client = await ConnectAsync(host);
        for (int number = 0; number < 5; number++)
        {
            await PublishAsync(client, "edgeai/v1/site/robot/1/1", number);
        }

        await PublishAsync(client, "edgeai/v1/elsewhere/robot/1/1", 9);
        using (IMqttClient other = await ConnectAsync(host))
        {
            await other.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        await Eventually.HoldsAsync(() => collector.Latest.ContainsKey("edgeai.gateway.spool.oldest.age{class=Telemetry}"), "what waits is told while it waits");
        answers.SetResult();
        await Eventually.HoldsAsync(() => collector.Latest.TryGetValue("edgeai.gateway.uplink.acknowledged.records", out OtlpPoint? records) && records.Value == 5, "the delivery is told");
        await Eventually.HoldsAsync(() => collector.Latest.ContainsKey("edgeai.gateway.connections.ended{reason=ByClient}"), "the end of a connection is told");

        Assert.Empty(PromisedNames().Except(collector.Names));
        Assert.Empty(collector.Names.Except(PromisedNames()));
        AssertValue(5, "{message}", "messaging.client.consumed.messages{messaging.operation.name=store,messaging.system=mqtt}");
        AssertValue(1, "{message}", "edgeai.gateway.publishes.refused{reason=ForeignSite}");
        AssertValue(1, "{connection}", "edgeai.gateway.connections");
        AssertValue(5, "{record}", "edgeai.gateway.spool.stored");
        AssertValue(1, "1", "edgeai.gateway.uplink.connected");
        AssertValue(0, "{handshake}", "edgeai.gateway.tls.handshakes{outcome=accepted}");
        AssertValue(host.Snapshot().Spool.Commits, "{transaction}", "edgeai.gateway.spool.commits");
        AssertValue(host.Snapshot().Uplink.Sent, "{message}", "messaging.client.sent.messages{messaging.operation.name=publish,messaging.system=mqtt}");
        AssertValue(5, "s", "messaging.process.duration{messaging.operation.name=store,messaging.system=mqtt}");
        Assert.True(collector.Latest["messaging.process.duration{messaging.operation.name=store,messaging.system=mqtt}"].Sum > 0);
        AssertValue(host.Snapshot().Uplink.Acknowledged, "s", "edgeai.gateway.delivery.duration");
        Assert.Equal((host.Snapshot().Identity!.ServerExpires!.Value - SetTime.Start).TotalSeconds, collector.Latest["edgeai.gateway.certificate.remaining"].Value);
        Assert.Equal(("edgeai-gateway", "edgeai", "gateway"), (collector.Resource["service.name"], collector.Resource["service.namespace"], collector.Resource["service.instance.id"]));
        Assert.Equal(0, collector.Strange);

        void AssertValue(double value, string unit, string series)
        {
            Assert.True(collector.Latest.TryGetValue(series, out OtlpPoint? point), $"{series} is none of {string.Join("\n", collector.Latest.Keys.Order(StringComparer.Ordinal))}");
            Assert.Equal((series, value, unit), (series, point.Value, point.Unit));
        }
    }

    [Fact]
    public async Task Collector_ThatIsAway_CostsTheGatewayNothingAndHearsTheTotalsWhenItIsBack()
    {
        OtlpCollector gone = await OtlpCollector.StartAsync();
        Uri address = gone.Address;
        await gone.DisposeAsync();
        await using GatewayHost host = await GatewayHost.StartAsync(new GatewayOptions
        {
            Id = "gateway",
            Site = "site",
            SpoolFolder = _folder["spool"],
            Port = 0,
            Operation = new OperationOptions { OtlpEndpoint = address, OtlpPeriod = TimeSpan.FromMilliseconds(100) },
        });
        using IMqttClient client = await ConnectAsync(host);
        for (int number = 0; number < 3; number++)
        {
            await PublishAsync(client, "edgeai/v1/site/robot/1/1", number);
        }

        await using OtlpCollector back = await OtlpCollector.StartAsync(address.Port);
        await Eventually.HoldsAsync(() => back.Latest.TryGetValue("edgeai.gateway.spool.stored", out OtlpPoint? stored) && stored.Value == 3, "the collector hears the totals");
    }

    // The names in the first column of the page's table; one that begins with a dot stands beside the name before it.
    private static string[] PromisedNames()
    {
        List<string> names = [];
        string page = File.ReadAllText(Checkout.PathOf("gateway", "OPERATION.md"));
        string table = page[page.IndexOf("| metric | kind, unit |", StringComparison.Ordinal)..];
        foreach (string row in table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n').Skip(2))
        {
            string prefix = "";
            foreach (string name in MetricName().Matches(row.Split('|')[1]).Select(static match => match.Groups[1].Value))
            {
                prefix = name.StartsWith('.') ? prefix : name[..name.LastIndexOf('.')];
                names.Add(name.StartsWith('.') ? prefix + name : name);
            }
        }

        Assert.True(names.Count > 35, $"{names.Count} names found on the page");
        return [.. names];
    }

    private static async Task<IMqttClient> ConnectAsync(GatewayHost host)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", host.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, string topic, int number) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(RawFrames.Make(1, 1, number)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
        TestContext.Current.CancellationToken);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex MetricName();
}
