using System.Text;
using System.Text.Json;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Sparkplug.Payloads;
using static EdgeAI.Tests.Gateway.Sparkplug.SessionFixture;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>The edge node on a broker.</summary>
public sealed class SparkplugEdgeNodeTests
{
    [Theory]
    [InlineData(SparkplugMqttVersion.V5)]
    [InlineData(SparkplugMqttVersion.V311)]
    public async Task Node_ConnectionCut_BrokerTellsTheDeathOfThatBirth(SparkplugMqttVersion version)
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(options => options with { MqttVersion = version });
        await LivesThroughACutAsync(fixture);
    }

    [Fact]
    public async Task Node_Stopped_TellsItsDeathFirstAndGoesOnWithTheNextBdSeq()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(static options => options with { MqttVersion = SparkplugMqttVersion.V311 });
        await fixture.OnlineAsync(0);
        await fixture.Node.DisposeAsync();
        await fixture.HeardAsync("NBIRTH 0", "NDEATH 0");
        Assert.Equal(1, fixture.Host.Raw[^1].Quality);
        fixture.StartNode();
        await fixture.OnlineAsync(1);
    }

    [Fact]
    public async Task Node_StoppedOnMosquittoWithMqtt5_EndsWithItsWill()
    {
        // MQTTnet's server does not know 'disconnect with will message' (MQTT 5.0, 3.14.2.1).
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(null, broker.Port);
        await fixture.OnlineAsync(0);
        await fixture.Node.DisposeAsync();
        await fixture.HeardAsync("NBIRTH 0", "NDEATH 0", "NDEATH 0");
    }

    [Fact]
    public async Task Node_RebirthCommand_IsFollowedAndOthersRefused()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync();
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
        await fixture.Host.PublishAsync("spBv1.0/lab/DCMD/gw/r1", Command("1/2/temperature", 5));
        await fixture.Host.PublishAsync("spBv1.0/lab/NCMD/gw", Command("Node Control/Reboot", 1));
        await fixture.Host.PublishAsync("spBv1.0/lab/NCMD/gw", Encoding.UTF8.GetBytes("nonsense"));
        await fixture.Host.PublishAsync("spBv1.0/lab/NCMD/gw", Command("Node Control/Rebirth", 0));
        await fixture.LiveAsync("/counts/commands_refused", 3);
        Assert.DoesNotContain("NBIRTH 0", fixture.Host.Heard.Skip(1));
        await fixture.Host.PublishAsync("spBv1.0/lab/NCMD/gw", Command("Node Control/Rebirth", 1));
        await Eventually.HoldsAsync(() => fixture.Host.Heard.Count(static message => message == "NBIRTH 0") == 2, "a second birth");
        await Eventually.HoldsAsync(() => fixture.Host.Heard.Count(static message => message == "DBIRTH r1") == 2, "and the device's");
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot() is { Rebirths: 1, CommandsRefused: 3 }, "both are counted");
    }

    [Fact]
    public async Task Node_PrimaryHostOffline_LeavesHoldsAndComesBackWithHistory()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(static options => options with { PrimaryHost = "scada", MinimumInterval = TimeSpan.Zero });
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot().Connected, "the node is connected");
        fixture.Store(Celsius(1));
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot().Held == 1, "without a word of the host the value is held");
        await fixture.Host.SayStateAsync(false, 1000);
        await fixture.Host.SayStateAsync(true, 2000);
        await fixture.LiveAsync("r1/1/2/temperature", 1);
        Assert.DoesNotContain(fixture.Host.Heard, static message => message.StartsWith("NDEATH", StringComparison.Ordinal));

        await fixture.Host.SayStateAsync(false, 1500);
        fixture.Store(Celsius(2));
        await fixture.LiveAsync("r1/1/2/temperature", 2);
        await fixture.Host.SayStateAsync(false, 2000);
        await Eventually.HoldsAsync(() => fixture.Host.Judged(static host => !host.IsOnline), "the node tells its death");
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot() is { Connected: true, Online: false, BdSeq: 1 }, "and waits on another connection");
        for (int value = 3; value <= 6; value++)
        {
            fixture.Store(Celsius(value));
        }

        await Eventually.HoldsAsync(() => fixture.Node.Snapshot().Held == 4, "values are held");
        await fixture.Host.SayStateAsync(true, 3000);
        await fixture.OnlineAsync(1);
        await fixture.LiveAsync("r1/1/2/temperature", 6);
        await Eventually.HoldsAsync(() => fixture.Host.Judged(static host => host.Historical.Count == 3), "the earlier ones are historical");
        Assert.Equal([3, 4, 5], fixture.Host.Judged(static host => host.Historical.Select(static held => held.Metric.Value).ToList()));
    }

    [Fact]
    public async Task Node_BrokerAway_HoldsAndNamesTheFailure()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(static options => options with { MinimumInterval = TimeSpan.Zero });
        await fixture.OnlineAsync(0);
        fixture.Way.Refuses = true;
        fixture.Way.Cut();
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot() is { Connected: false, LastError.Length: > 0 }, "the loss is seen and named");
        fixture.Store(Celsius(1));
        fixture.Store(Celsius(2));
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot().Held == 2, "values are held");
        fixture.Way.Refuses = false;
        await fixture.LiveAsync("r1/1/2/temperature", 2);

        // The birth tells the latest value; what was held comes behind it.
        await Eventually.HoldsAsync(() => fixture.Host.Judged(static host => host.Historical.Count) > 0, "the held value comes as a historical one");
        Assert.Equal([1], fixture.Host.Judged(static host => host.Historical.Select(static held => held.Metric.Value).ToList()));
        Assert.Equal(fixture.Node.Snapshot().BdSeq, fixture.Host.Judged(static host => host.BdSeq));
    }

    [Fact]
    public async Task Node_DeviceDisconnected_DeathIsTold()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync();
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
        fixture.Node.DeviceDisconnected("r1");
        await Eventually.HoldsAsync(() => fixture.Host.Heard[^1] == "DDEATH r1", "the device's death");
    }

    [Fact]
    public async Task Node_DeviceDisconnectedRightBehindItsLastFrames_DeathIsToldAfterThem()
    {
        // Both wait when the node begins: nothing but their order tells which was first.
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartWithoutNodeAsync();
        fixture.StartNode(static options => options with { DeviceTimeout = TimeSpan.FromHours(1) }, node =>
        {
            fixture.Store(Celsius(20));
            fixture.Store(Celsius(21));
            node.DeviceDisconnected("r1");
        });
        await Eventually.HoldsAsync(() => fixture.Host.Heard is [.., "DDEATH r1"], "the device's death");
        Assert.Equal(21, fixture.Host.Judged(static host => host.Live["r1/1/2/temperature"].Value));
    }

    [Fact]
    public async Task Node_FaultOfItsOwn_IsCountedAndNamedAndTheNodeGoesOn()
    {
        FaultyTime time = new();
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartWithoutNodeAsync();
        fixture.Way.Refuses = true;
        fixture.StartNode(null, null, time);
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot().LastError.Length > 0, "the node tries in vain");
        await Eventually.HoldsAsync(
            () =>
            {
                time.FailOnce();
                return fixture.Node.Snapshot() is { Faults: > 0 } node && node.LastError.Contains("no timer can be made", StringComparison.Ordinal);
            },
            "the fault is counted and named");
        fixture.Way.Refuses = false;
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
    }

    [Fact]
    public async Task Node_EverythingItSays_IsReadByTahu()
    {
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync();
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
        fixture.Store(Celsius(-40.25));
        await fixture.LiveAsync("r1/1/2/temperature", -40.25);
        string[] decoded = await OfficialSparkplug.DecodeAsync([.. fixture.Host.Raw.Select(static message => message.Payload)]);
        JsonElement[] messages = [.. decoded.Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["0", "1", "2"], messages.Select(static message => message.GetProperty("seq").GetString()));
        JsonElement birth = messages[0].GetProperty("metrics");
        Assert.Equal(("bdSeq", "Int64", "0"), (birth[0].GetProperty("name").GetString(), birth[0].GetProperty("type").GetString(), birth[0].GetProperty("value").GetString()));
        Assert.Equal(("Node Control/Rebirth", false), (birth[1].GetProperty("name").GetString(), birth[1].GetProperty("value").GetBoolean()));
        JsonElement born = messages[1].GetProperty("metrics")[0];
        Assert.Equal(("1/2/temperature", "Double", 20), (born.GetProperty("name").GetString(), born.GetProperty("type").GetString(), born.GetProperty("value").GetDouble()));
        Assert.Equal("""{"engUnit":{"value":"degC","type":"String"},"Quality":{"value":192,"type":"Int32"},"Simulated":{"value":false,"type":"Boolean"},"Replayed":{"value":false,"type":"Boolean"}}""", born.GetProperty("properties").GetRawText());
        JsonElement told = messages[2].GetProperty("metrics")[0];
        Assert.Equal((born.GetProperty("alias").GetString(), "Double", -40.25), (told.GetProperty("alias").GetString(), told.GetProperty("type").GetString(), told.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Node_WithoutDataTypes_IsNotReadByTahuWithoutTheBirth()
    {
        // Why data messages have their types unless a profile says otherwise (SPARKPLUG.md, "Options").
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(static options => options with { DataTypesInData = false });
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
        fixture.Store(Celsius(-40.25));
        await fixture.LiveAsync("r1/1/2/temperature", -40.25);
        string[] decoded = await OfficialSparkplug.DecodeAsync([.. fixture.Host.Raw.Select(static message => message.Payload)]);
        JsonElement told = JsonDocument.Parse(decoded[2]).RootElement.GetProperty("metrics")[0];
        Assert.Equal(JsonValueKind.Null, told.GetProperty("value").ValueKind);
        Assert.False(told.TryGetProperty("type", out _));
    }

    [Theory]
    [InlineData(SparkplugMqttVersion.V5)]
    [InlineData(SparkplugMqttVersion.V311)]
    public async Task Node_OnMosquitto_LivesThroughACutAndAHostsAbsence(SparkplugMqttVersion version)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartAsync(options => options with { MqttVersion = version, PrimaryHost = "scada" }, broker.Port);
        await fixture.Host.SayStateAsync(true, 1000);
        await LivesThroughACutAsync(fixture);
        await fixture.Host.SayStateAsync(false, 1000);
        await Eventually.HoldsAsync(() => fixture.Node.Snapshot() is { Connected: true, Online: false, BdSeq: 2 }, "the node waits for its host");
        await fixture.Host.SayStateAsync(true, 2000);
        await fixture.OnlineAsync(2);
        Assert.Equal(version == SparkplugMqttVersion.V5 ? 2 : 1, fixture.Host.Heard.Count(static message => message == "NDEATH 1"));
    }

    [Theory]
    [InlineData("a/b", "no group id")]
    [InlineData("", "no group id")]
    public void Node_IdThatNoTopicCanHold_IsRefusedInOneLine(string group, string reason)
    {
        using TemporaryFolder folder = new();
        GatewayException refusal = Assert.Throws<GatewayException>(() => new SparkplugEdgeNode(new SparkplugOptions { Host = "h", Group = group, EdgeNode = "e" }, folder.Path, TimeProvider.System));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task LivesThroughACutAsync(EdgeNodeFixture fixture)
    {
        fixture.Store(Celsius(20));
        await fixture.LiveAsync("r1/1/2/temperature", 20);
        fixture.Way.Cut();
        await fixture.OnlineAsync(1);
        fixture.Store(Celsius(21));
        await fixture.LiveAsync("r1/1/2/temperature", 21);
        List<string> heard = fixture.Host.Heard;
        Assert.Equal(["NBIRTH 0", "NDEATH 0", "NBIRTH 1"], heard.Where(static message => message[0] == 'N'));
        (string _, byte[] payload, int quality) = fixture.Host.Raw.Single(static message => message.Topic == "spBv1.0/lab/NDEATH/gw");
        Assert.Equal(1, quality);
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(payload, out SparkplugPayloadReader death));
        Assert.Equal((1, (ulong?)null), (death.MetricCount, death.Seq));
    }

    private static byte[] Command(string name, int value)
    {
        byte[] buffer = new byte[256];
        SparkplugPayloadWriter writer = new(buffer, 1);
        writer.TryWrite(new SparkplugMetric
        {
            Name = Encoding.UTF8.GetBytes(name),
            Type = name.StartsWith("Node", StringComparison.Ordinal) ? SparkplugDataType.Boolean : SparkplugDataType.Int32,
            Value = name.StartsWith("Node", StringComparison.Ordinal) ? MetricValue.Boolean(value != 0) : MetricValue.Int(value),
        });
        return buffer[..writer.Finish(null)];
    }
}
