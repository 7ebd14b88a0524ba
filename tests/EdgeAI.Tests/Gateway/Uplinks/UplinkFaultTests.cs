using EdgeAI.Gateway.Uplinks;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class UplinkFaultTests : IAsyncDisposable
{
    private const int Records = 2000;

    private readonly TestCity _city = new();
    private FaultyProxy? _proxy;
    private UplinkRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await _city.DisposeAsync();
    }

    [Fact]
    public async Task Uplink_UpstreamRefusesConnections_DrainsOnceItListens()
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options);
        proxy.Refuse();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics.FailedConnections > 3, "it is refused");
        Assert.Contains($"127.0.0.1:{proxy.Port}", rig.Statistics.LastError, StringComparison.Ordinal);
        proxy.Accept();
        await rig.AssertDeliveredAsync(_city);
    }

    [Fact]
    public async Task Uplink_UpstreamStalls_GivesUpByPatienceAndDrainsOnceItFlows()
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options with { AcknowledgeTimeout = TimeSpan.FromMilliseconds(200), ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        rig.Add(100);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "it is well at first");
        proxy.Stall();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics is { Connections: >= 1, FailedConnections: >= 2 }, "the silent connection is given up, and the next is not answered");
        proxy.Flow();
        await rig.AssertDeliveredAsync(_city);
    }

    [Fact]
    public async Task Uplink_ConnectionGoesHalfOpen_IsNoticedByPatienceAndNothingIsLost()
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options with { AcknowledgeTimeout = TimeSpan.FromMilliseconds(300) });
        rig.Add(100);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "it is well at first");
        proxy.GoHalfOpen();
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_city);
        Assert.True(rig.Statistics.Connections >= 2);
        Assert.True(rig.Statistics.Resent > 0);
    }

    [Fact]
    public async Task Uplink_ConnectionGoesHalfOpenWhileIdle_IsNoticedByKeepAlive()
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options with { KeepAlive = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(1) });
        await Eventually.HoldsAsync(() => rig.Statistics.Connected, "it connects");
        proxy.GoHalfOpen();
        await Eventually.HoldsAsync(() => rig.Statistics.Connections >= 2, "the dead connection is noticed with nothing on its way");
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_city);
    }

    [Fact]
    public async Task Uplink_SlowUpstream_IsWaitedForAndNothingIsSentTwice()
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options);
        proxy.BytesPerSecond = 1_000_000;
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_city);
        Assert.Equal(0, rig.Statistics.Resent);
        Assert.Equal(0, _city.Duplicates);
    }

    [Fact]
    public async Task Uplink_LinkCarriesNoWholeBatchWithinThePatience_DeliversEverything()
    {
        // As 256 KiB within 30 s at 64 kbit/s: 130 kB within 1 s at 100 kB/s.
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options with { BatchRecords = 1024, BacklogThreshold = 10_000, AcknowledgeTimeout = TimeSpan.FromSeconds(1) });
        proxy.BytesPerSecond = 100_000;
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_city);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Uplink_ConnectionsResetAtRandomBytes_LosesNothing(int seed)
    {
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options with { CompressionLevel = seed == 3 ? 1 : 0 });
        proxy.ResetWithin(seed == 3 ? 3000 : 60_000, seed);
        rig.Add(Records);
        await Eventually.HoldsAsync(() => proxy.Resets >= 20 || rig.Waiting == 0, "many connections end in the middle");
        rig.Add(Records);
        await Eventually.HoldsAsync(() => proxy.Resets >= 30 || rig.Waiting == 0, "many more");
        proxy.ResetWithin(0, seed);
        await rig.AssertDeliveredAsync(_city);
        Assert.True(proxy.Resets > 5, $"{proxy.Resets} resets");
    }

    [Fact]
    public async Task Uplink_UpstreamRefusesForAWhile_LosesNothing()
    {
        (_, UplinkRig rig) = await StartAsync(UplinkRig.Options);
        _city.Answer = MqttPubAckReasonCode.QuotaExceeded;
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics.Refused > 10, "it refuses");
        Assert.Equal(Records, rig.Waiting);
        _city.Answer = null;
        await Eventually.HoldsAsync(() => rig.Statistics.LastError.Contains("0x10", StringComparison.Ordinal), "nobody is subscribed");
        Assert.Equal(Records, rig.Waiting);
        _city.Answer = MqttPubAckReasonCode.Success;
        await rig.AssertDeliveredAsync(_city);
        Assert.Equal(1, rig.Statistics.Connections);
    }

    [Fact]
    public async Task Uplink_ClockJumpsBothWays_NeitherGivesUpNorSendsTwice()
    {
        JumpingTime time = new() { Utc = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero) };
        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _city.AnswersWaitFor = answers.Task;
        (_, UplinkRig rig) = await StartAsync(UplinkRig.Options, time);
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics.InFlight > 1, "some are on their way");
        foreach (int hours in (int[])[10_000, -20_000, 5_000])
        {
            time.Utc = time.Utc.AddHours(hours);
            rig.Add(1);
        }

        answers.SetResult();
        await rig.AssertDeliveredAsync(_city);
        Assert.Equal(0, _city.Duplicates);
        Assert.Equal(1, rig.Statistics.Connections);
    }

    [Fact]
    public async Task Uplink_FailsOutsideOfAConnection_SaysSoAndGoesOn()
    {
        FaultyTime time = new();
        (FaultyProxy proxy, UplinkRig rig) = await StartAsync(UplinkRig.Options, time);
        proxy.Refuse();
        time.Fails = true;
        await Eventually.HoldsAsync(() => rig.Statistics.LastError == "the uplink failed: the clock cannot be read", "the fault is named", () => rig.Statistics.LastError);
        Assert.False(rig.Statistics.Connected);
        time.Fails = false;
        proxy.Accept();
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_city);
    }

    [Fact]
    public async Task Uplink_Mqtt311_DeliversAndTakesAClosedConnectionForARefusal()
    {
        await _city.StartAsync();
        _proxy = new FaultyProxy(_city.Port);
        _rig = new UplinkRig(UplinkRig.Options with { Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = _proxy.Port, Protocol = MqttProtocol.Mqtt311 }] });
        _rig.Start();
        _rig.Add(Records);
        await Eventually.HoldsAsync(() => _city.Count > 0, "some arrive");
        _proxy.Reset();
        await _rig.AssertDeliveredAsync(_city);
        Assert.Equal(0, _rig.Statistics.Refused);
    }

    private async Task<(FaultyProxy Proxy, UplinkRig Rig)> StartAsync(UplinkOptions options, TimeProvider? time = null)
    {
        await _city.StartAsync();
        _proxy = new FaultyProxy(_city.Port);
        _rig = new UplinkRig(options with { Upstreams = UplinkRig.To(_proxy.Port).Upstreams }, time: time);
        _rig.Start();
        return (_proxy, _rig);
    }

    /// <summary>A clock that cannot be read for a while.</summary>
    private sealed class FaultyTime : TimeProvider
    {
        private volatile bool _fails;

        public bool Fails
        {
            set => _fails = value;
        }

        public override long GetTimestamp() => _fails ? throw new InvalidOperationException("the clock cannot be read") : base.GetTimestamp();
    }
}
