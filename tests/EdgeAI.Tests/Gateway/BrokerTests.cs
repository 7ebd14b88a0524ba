using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway;

public sealed class BrokerTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IMqttClient> _clients = [];
    private GatewayHost? _gateway;

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Puback_WhileTheCommitIsHeld_DoesNotLeave()
    {
        using ManualResetEventSlim held = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GatewayHost gateway = await StartAsync(spool => spool with
        {
            BeforeCommit = () =>
            {
                reached.TrySetResult();
                held.Wait(TimeSpan.FromSeconds(20)); // Bounded: a failing test must end, too.
            },
        });
        IMqttClient robot = await ConnectAsync("robot");
        Task<MqttClientPublishResult> publish = PublishAsync(robot, "robot/batch", Batch(1));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        // The broker is alive and has answered others since; the publish alone waits for its commit.
        IMqttClient other = await ConnectAsync("other");
        MqttClientPublishResult refused = await PublishAsync(other, "other/batch", [1, 2, 3]);
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, refused.ReasonCode);
        Assert.False(publish.IsCompleted);
        Assert.Equal(0, gateway.Snapshot().Broker.Acknowledged);

        held.Set();
        Assert.Equal(MqttClientPublishReasonCode.Success, (await publish).ReasonCode);
        Assert.Equal(3, gateway.Snapshot().Spool.Depth);
    }

    [Theory]
    [InlineData("robot/batch", "010203", MqttClientPublishReasonCode.PayloadFormatInvalid, PublishRefusal.Malformed, "not a robot batch: TooShort")]
    [InlineData("robot/1/1", "010203", MqttClientPublishReasonCode.PayloadFormatInvalid, PublishRefusal.Malformed, "not a raw wire frame: TooShort")]
    [InlineData("Robot/batch", "00", MqttClientPublishReasonCode.TopicNameInvalid, PublishRefusal.Topic, "InvalidPublisher")]
    [InlineData("gateway/records", "00", MqttClientPublishReasonCode.TopicNameInvalid, PublishRefusal.Topic, "not to a gateway")]
    [InlineData("robot/1/2/3", "00", MqttClientPublishReasonCode.TopicNameInvalid, PublishRefusal.Topic, "WrongLevelCount")]
    public async Task Publish_ThatIsNoRecord_IsRefusedWithCodeAndReason(string topic, string payload, MqttClientPublishReasonCode code, PublishRefusal refusal, string reason)
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        MqttClientPublishResult result = await PublishAsync(robot, topic, Convert.FromHexString(payload));
        Assert.Equal(code, result.ReasonCode);
        Assert.Contains(reason, result.ReasonString, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Snapshot().Broker.RefusedBy[refusal]);
        Assert.True(robot.IsConnected);
        Assert.Equal(0, gateway.Snapshot().Spool.LastSequence);
    }

    [Fact]
    public async Task Publish_OfAnotherSite_IsRefused()
    {
        await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        MqttClientPublishResult result = await robot.PublishAsync(Message("edgeai/v1/yard/robot/batch", Batch(1), MqttQualityOfServiceLevel.AtLeastOnce), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
        Assert.Contains("'hall'", result.ReasonString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_RefusedInMqtt311_ClosesTheConnectionWithoutPuback()
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot", MqttProtocolVersion.V311);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(1))).ReasonCode);
        await Assert.ThrowsAnyAsync<Exception>(() => PublishAsync(robot, "robot/batch", [1, 2, 3]));
        await Eventually.HoldsAsync(() => !robot.IsConnected, "the connection is closed");
        Assert.Equal(1, gateway.Snapshot().Broker.Acknowledged);
        Assert.Equal(1, gateway.Snapshot().Broker.Refused);
    }

    [Fact]
    public async Task Publish_AtQosZero_IsDroppedAndCounted()
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        await robot.PublishAsync(Message("edgeai/v1/hall/robot/batch", Batch(1), MqttQualityOfServiceLevel.AtMostOnce), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(2))).ReasonCode);
        Assert.Equal(1, gateway.Snapshot().Broker.RefusedBy[PublishRefusal.QosZero]);
        Assert.Equal(3, gateway.Snapshot().Spool.Depth);
    }

    [Fact]
    public async Task Publish_AtQosTwo_IsStoredOnce()
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        MqttClientPublishResult result = await robot.PublishAsync(Message("edgeai/v1/hall/robot/batch", Batch(1), MqttQualityOfServiceLevel.ExactlyOnce), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientPublishReasonCode.Success, result.ReasonCode);
        Assert.Equal(3, gateway.Snapshot().Spool.Depth);
    }

    [Fact]
    public async Task Publish_SentAgain_IsAcknowledgedAndStoredOnce()
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(1))).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(1))).ReasonCode);
        Assert.Equal(3, gateway.Snapshot().Spool.Depth);
        Assert.Equal(1, gateway.Snapshot().Spool.BatchesAlreadyStored);
        Assert.Equal(2, gateway.Snapshot().Broker.Acknowledged);
    }

    [Fact]
    public async Task Publish_OfRawFrames_TakesThoseOfTheTopicOnly()
    {
        GatewayHost gateway = await StartAsync();
        IMqttClient robot = await ConnectAsync("robot");
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/7/3", RawFrames.Make(7, 3, 1))).ReasonCode);
        MqttClientPublishResult other = await PublishAsync(robot, "robot/7/4", RawFrames.Make(7, 3, 2));
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, other.ReasonCode);
        Assert.Equal(1, gateway.Snapshot().Broker.RefusedBy[PublishRefusal.Mismatch]);
        Assert.Equal(1, gateway.Snapshot().Spool.Depth);
    }

    [Fact]
    public async Task Publish_WhenTheSpoolIsFull_IsRefusedAndTheNextMustNotOvertakeIt()
    {
        GatewayHost gateway = await StartAsync(spool => spool with { MaximumBytes = 84 << 10, Retention = new SpoolRetention { WhenFull = WhenFull.Refuse } });
        IMqttClient robot = await ConnectAsync("robot");
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(1))).ReasonCode);
        MqttClientPublishResult full = await PublishAsync(robot, "robot/batch", Batch(2, frames: 250));
        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, full.ReasonCode);
        Assert.Contains("full", full.ReasonString, StringComparison.Ordinal);

        MqttClientPublishResult overtaking = await PublishAsync(robot, "robot/batch", Batch(3));
        Assert.Equal(MqttClientPublishReasonCode.ImplementationSpecificError, overtaking.ReasonCode);
        Assert.Contains("batch 2 was refused", overtaking.ReasonString, StringComparison.Ordinal);

        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(2))).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(robot, "robot/batch", Batch(3))).ReasonCode);
        Assert.Equal(9, gateway.Snapshot().Spool.Depth);
    }

    [Fact]
    public async Task Publish_OfTwoRobotsOverOneConnection_KeepsTheOrderOfEach()
    {
        GatewayHost gateway = await StartAsync(spool => spool with { MaximumBytes = 84 << 10, Retention = new SpoolRetention { WhenFull = WhenFull.Refuse } });
        IMqttClient bridge = await ConnectAsync("bridge");
        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, (await PublishAsync(bridge, "one/batch", Batch(5, frames: 300))).ReasonCode);

        // The other robot's higher number is none of the first one's business, and its lower number lifts nothing.
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(bridge, "two/batch", Batch(9))).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(bridge, "two/batch", Batch(3))).ReasonCode);
        MqttClientPublishResult overtaking = await PublishAsync(bridge, "one/batch", Batch(6));
        Assert.Contains("batch 5 was refused", overtaking.ReasonString, StringComparison.Ordinal);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(bridge, "one/batch", Batch(5))).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await PublishAsync(bridge, "one/batch", Batch(6))).ReasonCode);
        Assert.Equal(1, gateway.Snapshot().Broker.RefusedBy[PublishRefusal.OutOfOrder]);
    }

    [Fact]
    public async Task Gateway_PortInUse_SaysSoInOneLine()
    {
        GatewayHost gateway = await StartAsync();
        GatewayException error = await Assert.ThrowsAsync<GatewayException>(() => GatewayHost.StartAsync(new GatewayOptions { Id = "other", Site = "hall", Port = gateway.Port, SpoolFolder = _folder["other"] }));
        Assert.Contains($"port {gateway.Port} is in use", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.7")]
    [InlineData("gateway.example")]
    public async Task Gateway_OnAnotherAddressThanLoopback_IsRefused(string host)
    {
        GatewayException error = await Assert.ThrowsAsync<GatewayException>(() => GatewayHost.StartAsync(new GatewayOptions { Id = "gateway", Site = "hall", Host = host, Port = 0, SpoolFolder = _folder["spool"] }));
        Assert.Contains("loopback", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Batch(ulong number, int frames = 3)
    {
        RobotBatchWriter writer = new(128 << 10);
        writer.Begin(1, number);
        for (int index = 0; index < frames; index++)
        {
            Assert.True(writer.TryAdd(RecordClass.Event, 5, 5, RawFrames.Make(1, 1, ((long)number * 1000) + index)));
        }

        return writer.Finish().ToArray();
    }

    private static MqttApplicationMessage Message(string topic, byte[] payload, MqttQualityOfServiceLevel qos)
        => new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(qos).Build();

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, string topic, byte[] payload)
        => client.PublishAsync(Message($"edgeai/v1/hall/{topic}", payload, MqttQualityOfServiceLevel.AtLeastOnce), TestContext.Current.CancellationToken);

    private async Task<GatewayHost> StartAsync(Func<SpoolOptions, SpoolOptions>? configure = null)
        => _gateway = await GatewayHost.StartAsync(new GatewayOptions { Id = "gateway", Site = "hall", Port = 0, SpoolFolder = _folder["spool"], Seal = null, ConfigureSpool = configure });

    private async Task<IMqttClient> ConnectAsync(string name, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        _clients.Add(client);
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _gateway!.Port).WithClientId(name).WithProtocolVersion(version).Build(),
            TestContext.Current.CancellationToken);
        return client;
    }
}
