using EdgeAI.Gateway;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway;

public sealed class UplinkTests : IAsyncDisposable
{
    private const int Records = 100;

    private readonly TemporaryFolder _folder = new();
    private readonly TestCity _city = new();
    private GatewayHost? _gateway;

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _city.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Spool_WhileTheUpstreamIsSilent_IsNotTrimmed()
    {
        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _city.AnswersWaitFor = answers.Task;
        await _city.StartAsync();
        GatewayHost gateway = await StartFilledAsync();
        await Eventually.HoldsAsync(() => _city.Count > 0 && gateway.Snapshot().Uplink.InFlight == 4, "the window is full");
        Assert.Equal(Records, gateway.Snapshot().Spool.Depth);
        Assert.False(await gateway.DrainAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));

        answers.SetResult();
        await AssertDrainedAsync(gateway);
        Assert.Equal(0, _city.Duplicates);
        Assert.Equal(0, gateway.Snapshot().Uplink.Resent);
    }

    [Fact]
    public async Task Uplink_NobodySubscribed_IsARefusalAndTriedAgain()
    {
        _city.Answer = null;
        await _city.StartAsync();
        GatewayHost gateway = await StartFilledAsync();
        await Eventually.HoldsAsync(() => gateway.Snapshot().Uplink.Refused > 4, "the refusals are counted");
        Assert.Contains("0x10", gateway.Snapshot().Uplink.LastError, StringComparison.Ordinal);
        Assert.Equal(gateway.Snapshot().Uplink.LastError, gateway.Snapshot().Uplink.Refusal);
        Assert.EndsWith("subscribe the city's receiver to that topic (UPLINKS.md)", gateway.Snapshot().Uplink.Refusal, StringComparison.Ordinal);
        Assert.Equal(Records, gateway.Snapshot().Spool.Depth);

        _city.Answer = MqttPubAckReasonCode.Success;
        await AssertDrainedAsync(gateway);
        Assert.Equal("", gateway.Snapshot().Uplink.Refusal);
        Assert.Equal(1, gateway.Snapshot().Uplink.Connections);
    }

    [Fact]
    public async Task Uplink_UpstreamRefuses_KeepsOrderAndLosesNothing()
    {
        _city.Answer = MqttPubAckReasonCode.QuotaExceeded;
        await _city.StartAsync();
        GatewayHost gateway = await StartFilledAsync();
        await Eventually.HoldsAsync(() => gateway.Snapshot().Uplink.Refused > 4, "the refusals are counted");
        _city.Answer = MqttPubAckReasonCode.Success;
        await AssertDrainedAsync(gateway);
        Assert.Equal(_city.Batches.Order(), _city.Batches);
    }

    [Fact]
    public async Task Uplink_UpstreamKilledDuringTheDrain_SendsAgainInOrderAndLosesNothing()
    {
        // Batches are received but never answered: what the upstream had when it died comes again, and is told apart by name.
        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _city.StartAsync();
        GatewayHost gateway = await StartFilledAsync();
        await Eventually.HoldsAsync(() => _city.Count >= Records, "everything arrived once");
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        _city.AnswersWaitFor = answers.Task;
        await PublishAsync(gateway, 2);
        await Eventually.HoldsAsync(() => _city.Count > Records, "a batch arrives that is not answered");
        int before = _city.Batches.Count;

        Task stopped = _city.StopAsync();
        answers.SetException(new IOException("the upstream is gone"));
        await stopped;
        await Eventually.HoldsAsync(() => !gateway.Snapshot().Uplink.Connected, "the gateway notices");
        Assert.True(gateway.Snapshot().Spool.Depth > 0);

        _city.AnswersWaitFor = Task.CompletedTask;
        await _city.StartAsync();
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal(2 * Records, _city.Count);
        Assert.True(_city.Duplicates > 0);
        Assert.True(gateway.Snapshot().Uplink.Resent > 0);
        List<long> again = _city.Batches[before..];
        Assert.Equal(Records + 1, again[0]);
        Assert.Equal(again.Order(), again);
    }

    [Fact]
    public async Task Uplink_UpstreamNeverAnswers_GivesTheConnectionUpAndSendsAgain()
    {
        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _city.AnswersWaitFor = answers.Task;
        await _city.StartAsync();
        GatewayHost gateway = await StartFilledAsync(TimeSpan.FromMilliseconds(100));
        await Eventually.HoldsAsync(() => gateway.Snapshot().Uplink.Connections >= 2, "the silent connection is given up");
        Assert.Equal(Records, gateway.Snapshot().Spool.Depth);
        _city.AnswersWaitFor = Task.CompletedTask;
        answers.SetResult();
        await AssertDrainedAsync(gateway);
    }

    [Fact]
    public async Task Uplink_UpstreamComesLater_IsReachedThen()
    {
        await _city.StartAsync();
        await _city.StopAsync();
        GatewayHost gateway = await StartFilledAsync();
        await Eventually.HoldsAsync(() => gateway.Snapshot().Uplink.FailedConnections > 1, "it tries");
        Assert.Contains($"127.0.0.1:{_city.Port}", gateway.Snapshot().Uplink.LastError, StringComparison.Ordinal);
        await _city.StartAsync();
        await AssertDrainedAsync(gateway);
    }

    [Fact]
    public async Task Gateway_StoppedWithRecordsWaiting_SendsThemAfterTheNextStart()
    {
        await _city.StartAsync();
        _city.Answer = MqttPubAckReasonCode.ImplementationSpecificError;
        GatewayHost gateway = await StartFilledAsync();
        await gateway.StopAsync();
        _city.Answer = MqttPubAckReasonCode.Success;
        _gateway = await StartAsync(TimeSpan.FromSeconds(20));
        await AssertDrainedAsync(_gateway);
    }

    [Fact]
    public void Backoff_Attempts_DoubleWithFullJitterUpToTheMaximum()
    {
        Backoff backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), 3);
        foreach (int expected in (int[])[100, 200, 400, 800, 1000, 1000])
        {
            Assert.InRange(backoff.Next().TotalMilliseconds, 0, expected);
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 0, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Publisher_WindowOutOfRange_Throws(int window)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new WindowedPublisher(new MemoryOutbox(), new WindowedPublisherOptions { Host = "x", Port = 1, ClientId = "x", Window = window }));

    private Task<GatewayHost> StartAsync(TimeSpan acknowledgeTimeout) => GatewayHost.StartAsync(new GatewayOptions
    {
        Id = "gateway",
        Site = "hall",
        Port = 0,
        SpoolFolder = _folder["spool"],
        Seal = null,
        Uplink = new UplinkOptions
        {
            TrimBy = TrimBy.Puback,
            Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = _city.Port }],
            BatchRecords = 5,
            InitialBackoff = TimeSpan.FromMilliseconds(2),
            MaximumBackoff = TimeSpan.FromMilliseconds(20),
            Window = 4,
            AcknowledgeTimeout = acknowledgeTimeout,
        },
    });

    private async Task<GatewayHost> StartFilledAsync(TimeSpan? acknowledgeTimeout = null)
    {
        _gateway = await StartAsync(acknowledgeTimeout ?? TimeSpan.FromSeconds(20));
        await PublishAsync(_gateway, 1);
        return _gateway;
    }

    private static async Task PublishAsync(GatewayHost gateway, ulong number)
    {
        MemoryOutbox outbox = new();
        RobotBatchWriter writer = new(64 << 10);
        writer.Begin(1, number);
        for (int index = 0; index < Records; index++)
        {
            Assert.True(writer.TryAdd(RecordClass.Telemetry, 1, 1, RawFrames.Make(1, 1, ((long)number * Records) + index)));
        }

        outbox.Add((long)number, Topics.RobotBatch("hall", "robot"), writer.Finish().ToArray());
        await using WindowedPublisher robot = new(outbox, new WindowedPublisherOptions { Host = "127.0.0.1", Port = gateway.Port, ClientId = "robot" });
        robot.Start();
        await Eventually.HoldsAsync(() => outbox.Waiting == 0, "the gateway acknowledges the batch");
    }

    private async Task AssertDrainedAsync(GatewayHost gateway)
    {
        Assert.True(await gateway.DrainAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), gateway.Snapshot().ToString());
        Assert.Equal(Enumerable.Range(1, Records).Select(value => (long)value), _city.Records.Keys.Select(id => id.Sequence).Order());
        Assert.Equal(0, gateway.Snapshot().Spool.Depth);
    }
}
