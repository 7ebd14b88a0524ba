using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway.Downlink;
using EdgeAI.Tests.Gateway.Identity;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Operation;

public sealed class OperationServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_AfterPublishesAndRefusals_AreWhatTheSnapshotSays()
    {
        await using TestCity city = new();
        await city.StartAsync();
        await using GatewayHost host = await StartAsync(options => options.WithUpstream("127.0.0.1", city.Port, TrimBy.Puback));
        await using GatewayHost other = await StartAsync(options => options with { SpoolFolder = _folder["other"] });
        using IMqttClient client = await ConnectAsync(host);
        for (int number = 0; number < 5; number++)
        {
            await PublishAsync(client, "edgeai/v1/site/robot/1/1", number);
        }

        await PublishAsync(client, "edgeai/v1/elsewhere/robot/1/1", 9);
        Assert.True(await host.DrainAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        GatewayStatistics snapshot = host.Snapshot();
        IReadOnlyDictionary<string, double> metrics = Parse(await GetAsync(host, "/metrics"));
        Assert.Equal(5, metrics["messaging_client_consumed_messages_total{messaging_operation_name=\"store\",messaging_system=\"mqtt\"}"]);
        Assert.Equal(1, metrics["edgeai_gateway_publishes_refused_total{reason=\"ForeignSite\"}"]);
        Assert.Equal(1, metrics["edgeai_gateway_connections"]);
        Assert.Equal(1, metrics["edgeai_gateway_uplink_connected"]);
        Assert.Equal(0, metrics["edgeai_gateway_uplink_held"]);
        Assert.Equal(0, metrics["edgeai_gateway_uplink_refusing"]);
        Assert.Equal(snapshot.Spool.RecordsStored, metrics["edgeai_gateway_spool_stored_total"]);
        Assert.Equal(snapshot.Spool.Commits, metrics["edgeai_gateway_spool_commits_total"]);
        Assert.Equal(snapshot.Uplink.Sent, metrics["messaging_client_sent_messages_total{messaging_operation_name=\"publish\",messaging_system=\"mqtt\"}"]);
        Assert.Equal(snapshot.Uplink.AcknowledgedRecords, metrics["edgeai_gateway_uplink_acknowledged_records_total"]);
        Assert.Equal(5, metrics["messaging_process_duration_seconds_count{messaging_operation_name=\"store\",messaging_system=\"mqtt\"}"]);
        Assert.Equal(snapshot.Uplink.Acknowledged, metrics["edgeai_gateway_delivery_duration_seconds_count"]);
        Assert.Equal(5, metrics["edgeai_gateway_uplink_acknowledged_records_total"]);
        Assert.Equal(0, Parse(await GetAsync(other, "/metrics"))["edgeai_gateway_spool_stored_total"]);
    }

    [Fact]
    public async Task Metrics_OfTheSpool_TellWhatWaitsByClassAndForHowLong()
    {
        SetTime time = new();
        await using GatewayHost host = await StartAsync(options => options with { Time = time });
        using IMqttClient client = await ConnectAsync(host);
        await PublishAsync(client, "edgeai/v1/site/robot/1/1", 1);
        time.Now = SetTime.Start.AddSeconds(30);
        await PublishAsync(client, "edgeai/v1/site/robot/1/1", 2);
        time.Now = SetTime.Start.AddSeconds(90);
        IReadOnlyDictionary<string, double> metrics = Parse(await GetAsync(host, "/metrics"));
        Assert.Equal(2, metrics["edgeai_gateway_spool_records{class=\"Telemetry\"}"]);
        Assert.Equal(0, metrics["edgeai_gateway_spool_records{class=\"Safety\"}"]);
        Assert.Equal(0, metrics["edgeai_gateway_spool_lost{class=\"Telemetry\"}"]);
        Assert.Equal(90, metrics["edgeai_gateway_spool_oldest_age_seconds{class=\"Telemetry\"}"]);
        Assert.DoesNotContain("edgeai_gateway_spool_oldest_age_seconds{class=\"Safety\"}", metrics.Keys);
    }

    [Fact]
    public async Task Readyz_RunningWithoutUpstream_IsReadyAndSaysWhy()
    {
        await using GatewayHost host = await StartAsync();
        JsonElement report = JsonDocument.Parse(await GetAsync(host, "/readyz")).RootElement;
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal("gateway", report.GetProperty("gateway").GetString());
        Dictionary<string, JsonElement> checks = report.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.True(checks["broker"].GetProperty("ok").GetBoolean());
        Assert.Contains(host.Port.ToString(CultureInfo.InvariantCulture), checks["broker"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(checks["uplink"].GetProperty("ok").GetBoolean());
        Assert.Equal("not connected", checks["uplink"].GetProperty("detail").GetString());
        Assert.True(JsonDocument.Parse(await GetAsync(host, "/healthz")).RootElement.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Readyz_SpoolFull_IsNotReadyAndGoesBack()
    {
        await using GatewayHost host = await StartAsync(options => options with { MaximumSpoolBytes = 64 << 10, Operation = options.Operation with { PulsePeriod = TimeSpan.FromMilliseconds(10), LogPeriod = TimeSpan.FromMilliseconds(500) } });
        using IMqttClient client = await ConnectAsync(host);
        for (int number = 0; host.Snapshot().Spool.RefusedFull == 0; number++)
        {
            await PublishAsync(client, "edgeai/v1/site/robot/1/1", number);
        }

        await Eventually.HoldsAsync(() => Get(host, "/readyz").Body.Contains("it is full", StringComparison.Ordinal), "the gateway says that it is full");
        await Eventually.HoldsAsync(() => Get(host, "/readyz").Code == HttpStatusCode.OK, "the refusals are over");
    }

    [Fact]
    public async Task Server_ForeignHostOrPath_IsRefused()
    {
        await using GatewayHost host = await StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, Get(host, "/").Code);
        using HttpRequestMessage request = new(HttpMethod.Get, Address(host, "/metrics"));
        request.Headers.Host = "attacker.example";
        using HttpClient client = new();
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Fact]
    public async Task Server_PortInUse_IsRefusedInOneLineAndLeavesNothingBehind()
    {
        await using GatewayHost host = await StartAsync();
        GatewayException refused = await Assert.ThrowsAsync<GatewayException>(() => StartAsync(options => options with { SpoolFolder = _folder["second"], Operation = new OperationOptions { HttpPort = host.HttpPort } }));
        Assert.StartsWith($"port {host.HttpPort} for metrics and health cannot be listened on", refused.Message, StringComparison.Ordinal);
        await using GatewayHost again = await StartAsync(options => options with { SpoolFolder = _folder["second"] });
    }

    [Fact]
    public void Report_StoppingFailingOrStalled_SaysWhichAndTheUplinkDoesNotDecide()
    {
        ManualTime time = new();
        GatewayPulse pulse = new(time, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
        GatewayStatistics fine = new(new(), new(), new() { LastError = "nobody there" });
        Assert.True(HealthReport.Ready("gw", fine, pulse, "1883", stopping: false, freeBytes: null).Ok);
        Assert.Contains(new HealthLine("uplink", false, "not connected: nobody there"), HealthReport.Ready("gw", fine, pulse, "1883", stopping: false, null).Checks);
        GatewayStatistics held = fine with { Uplink = new() { Connected = true, Held = "city:1883: at most 300 bytes" } };
        Assert.Contains(new HealthLine("uplink", false, "connected, but records wait behind one that is too long: city:1883: at most 300 bytes"), HealthReport.Ready("gw", held, pulse, "1883", stopping: false, null).Checks);
        GatewayStatistics refused = fine with { Uplink = new() { Connected = true, Refusal = "city:1883: refused t: 0x10: subscribe" } };
        Assert.True(HealthReport.Ready("gw", refused, pulse, "1883", stopping: false, null).Ok);
        Assert.Contains(new HealthLine("uplink", false, "connected, but its records are refused: city:1883: refused t: 0x10: subscribe"), HealthReport.Ready("gw", refused, pulse, "1883", stopping: false, null).Checks);
        GatewayStatistics silent = fine with { Uplink = new() { Connected = true, Receipts = new() { Problem = "no receipt" } } };
        Assert.True(HealthReport.Ready("gw", silent, pulse, "1883", stopping: false, null).Ok);
        Assert.Contains(new HealthLine("uplink", false, "connected, but no receipt"), HealthReport.Ready("gw", silent, pulse, "1883", stopping: false, null).Checks);
        GatewayStatistics foreign = fine with { Uplink = new() { Connected = true, Receipts = new() { Unreceipted = 7, Rejected = ImmutableSortedDictionary<ReceiptFault, long>.Empty.Add(ReceiptFault.Forged, 2) } } };
        Assert.Contains(new HealthLine("uplink", true, "connected, 0 batches on their way, 7 records with the broker and without receipt, 2 receipts rejected: Forged"), HealthReport.Ready("gw", foreign, pulse, "1883", stopping: false, null).Checks);
        Assert.False(HealthReport.Ready("gw", fine, pulse, "1883", stopping: true, null).Ok);
        Assert.False(HealthReport.Ready("gw", fine, pulse, "1883", stopping: false, freeBytes: 1000).Ok);
        pulse.Observe(new GatewayStatistics(new(), new() { Commits = 1 }, new()));
        pulse.Observe(new GatewayStatistics(new(), new() { Commits = 1, FailedCommits = 1 }, new()));
        Assert.False(HealthReport.Ready("gw", fine, pulse, "1883", stopping: false, null).Ok);
        pulse.Observe(new GatewayStatistics(new(), new() { Commits = 2 }, new()));
        time.Pass(TimeSpan.FromSeconds(39));
        pulse.Observe(new GatewayStatistics(new() { InFlight = 1 }, new() { Commits = 2 }, new()));
        Assert.Equal([new HealthLine("progress", false, "publishes have waited for 39 s and none was answered")], HealthReport.Live("gw", pulse).Checks);
        time.Pass(TimeSpan.FromSeconds(31));
        Assert.Equal([new HealthLine("progress", false, "the gateway has not looked at itself for 70 s")], HealthReport.Live("gw", pulse).Checks);
    }

    [Fact]
    public void Report_SparkplugOrDownlinkInTrouble_SaysWhyAndDoesNotDecide()
    {
        GatewayPulse pulse = new(new ManualTime(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
        GatewayStatistics troubled = new(new(), new(), new()) { Sparkplug = new() { LastError = "nobody there" }, Downlink = new() { LastError = "the journal of commands failed: disk I/O error" } };

        HealthReport report = HealthReport.Ready("gw", troubled, pulse, "1883", stopping: false, freeBytes: null, "cannot be read");

        Assert.True(report.Ok);
        Assert.Contains(new HealthLine("sparkplug", false, "not connected: nobody there"), report.Checks);
        Assert.Contains(new HealthLine("downlink", false, "the journal of commands failed: disk I/O error"), report.Checks);
        Assert.Contains(new HealthLine("counts", false, "cannot be read"), report.Checks);
    }

    [Fact]
    public async Task Look_ThatFails_IsToldAndTheNextOneIsTried()
    {
        await using GatewayHost gateway = await StartAsync();
        using StringWriter output = new();
        using LineLoggerProvider lines = new(output, LogFormat.Text, TimeProvider.System);
        using LoggerFactory logging = new([lines]);
        using GatewayMeter meter = new(TimeProvider.System);
        int looks = 0;
        GatewayOptions options = new() { Id = "gw", Site = "site", SpoolFolder = _folder.Path, Logging = logging, Operation = new OperationOptions { PulsePeriod = TimeSpan.FromMilliseconds(5) } };

        await using (await OperationHost.StartAsync(options, meter, null!, () => Interlocked.Increment(ref looks) < 4 ? throw new InvalidOperationException("no such table") : gateway.Snapshot(), ""))
        {
            await Eventually.HoldsAsync(() => Volatile.Read(ref looks) > 5, "it goes on looking");
        }

        lines.Dispose();
        Assert.Single(output.ToString().Split('\n'), static line => line.EndsWith("error the gateway cannot read its own counts: no such table", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_ThatHangs_StallsTheGatewayAndNoOtherGathersBehindIt()
    {
        using ManualResetEventSlim released = new();
        using GatewayMeter meter = new(TimeProvider.System);
        int looks = 0;
        GatewayOptions options = new() { Id = "gw", Site = "site", SpoolFolder = _folder.Path, Operation = new OperationOptions { PulsePeriod = TimeSpan.FromMilliseconds(5), StallAfter = TimeSpan.FromMilliseconds(200) } };
        await using OperationHost host = await OperationHost.StartAsync(
            options,
            meter,
            null!,
            () =>
            {
                Interlocked.Increment(ref looks);
                released.Wait();
                return new GatewayStatistics(new(), new(), new());
            },
            "");

        try
        {
            await Eventually.HoldsAsync(() => host.Pulse is { Stalled: not null, IsBlind: true }, "it counts as stalled");
            Assert.Equal(1, Volatile.Read(ref looks));
        }
        finally
        {
            released.Set();
        }

        await Eventually.HoldsAsync(() => Volatile.Read(ref looks) > 1 && host.Pulse.Stalled is null, "it goes on");
    }

    private Task<GatewayHost> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null)
    {
        GatewayOptions options = new() { Id = "gateway", Site = "site", SpoolFolder = _folder["spool"], Port = 0, Seal = null, Operation = new OperationOptions { HttpPort = 0 } };
        return GatewayHost.StartAsync(change?.Invoke(options) ?? options);
    }

    private static async Task<IMqttClient> ConnectAsync(GatewayHost host)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", host.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static Task PublishAsync(IMqttClient client, string topic, long sequence) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(RawFrames.Make(1, 1, sequence)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
        TestContext.Current.CancellationToken);

    private static Uri Address(GatewayHost host, string path) => new($"http://127.0.0.1:{host.HttpPort}{path}");

    private static async Task<string> GetAsync(GatewayHost host, string path)
    {
        using HttpClient client = new();
        return await client.GetStringAsync(Address(host, path), TestContext.Current.CancellationToken);
    }

    private static (HttpStatusCode Code, string Body) Get(GatewayHost host, string path)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, Address(host, path));
        using HttpResponseMessage response = client.Send(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(response.Content.ReadAsStream(TestContext.Current.CancellationToken));
        return (response.StatusCode, reader.ReadToEnd());
    }

    // Prometheus's text format: NAME{LABELS} VALUE [TIME], without the labels of the instrument's scope.
    private static Dictionary<string, double> Parse(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' '))
        .DistinctBy(parts => Name(parts[0]))
        .ToDictionary(parts => Name(parts[0]), parts => double.Parse(parts[1], CultureInfo.InvariantCulture));

    private static string Name(string text)
    {
        int brace = text.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return text;
        }

        string[] labels = [.. text[(brace + 1)..^1].Split(',').Where(label => !label.StartsWith("otel_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return labels.Length == 0 ? text[..brace] : $"{text[..brace]}{{{string.Join(',', labels)}}}";
    }
}
