using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class UplinkFailoverTests : IAsyncDisposable
{
    private const int Records = 1000;

    private readonly TestCity _first = new();
    private readonly TestCity _second = new();
    private UplinkRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Uplink_PreferredUpstreamDies_GoesToTheNextAndBackOnceItAnswers()
    {
        UplinkRig rig = await StartAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "the preferred upstream takes all");
        Assert.Equal($"127.0.0.1:{_first.Port}", rig.Statistics.Upstream);

        await _first.StopAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "the next one takes over");
        Assert.Equal($"127.0.0.1:{_second.Port}", rig.Statistics.Upstream);
        Assert.Contains("2 failures in a row", rig.Statistics.SwitchReason, StringComparison.Ordinal);

        await _first.StartAsync();
        await Eventually.HoldsAsync(() => rig.Statistics.Upstream == $"127.0.0.1:{_first.Port}", "the preferred one is taken up again");
        Assert.Contains("answers again", rig.Statistics.SwitchReason, StringComparison.Ordinal);
        int before = _first.Count;
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_first, _second);
        Assert.Equal(before + Records, _first.Count);
    }

    [Fact]
    public async Task Uplink_PreferredUpstreamAcknowledgesNothing_GoesToTheNext()
    {
        _first.Answer = MqttPubAckReasonCode.QuotaExceeded;
        UplinkRig rig = await StartAsync();
        rig.Add(Records);
        await rig.AssertDeliveredAsync(_first, _second);
        Assert.Equal(0, _first.Count);
        Assert.True(rig.Statistics.Refused > 0);
    }

    [Fact]
    public async Task Uplink_PreferredUpstreamStaysAway_TheOtherServesOnUndisturbed()
    {
        UplinkRig rig = await StartAsync();
        await Eventually.HoldsAsync(() => rig.Statistics.Connected, "it connects");
        await _first.StopAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "the next one takes over");
        long connections = rig.Statistics.Connections;

        // Several tries of the preferred one pass meanwhile.
        for (int round = 0; round < 20; round++)
        {
            rig.Add(50);
            await Eventually.HoldsAsync(() => rig.Waiting == 0, "the other one serves on");
        }

        Assert.Equal(connections, rig.Statistics.Connections);
        await rig.AssertDeliveredAsync(_first, _second);
    }

    [Fact]
    public async Task Uplink_TwoAddressesOfOneCluster_TriesThePreferredOneWithoutDisturbingTheOther()
    {
        await _first.StartAsync();
        await using FaultyProxy preferred = new(_first.Port);
        await using FaultyProxy other = new(_first.Port);
        preferred.Refuse();
        _rig = new UplinkRig(UplinkRig.To(preferred.Port, other.Port) with { ReturnAfter = TimeSpan.FromMilliseconds(50) });
        _rig.Start();
        await Eventually.HoldsAsync(() => _rig.Statistics is { Connected: true, Switches: 1 }, "the other address serves");

        TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _first.AnswersWaitFor = answers.Task;
        _rig.Add(Records);
        await Eventually.HoldsAsync(() => _rig.Statistics.InFlight > 0, "something is on its way");
        int before = _first.Connections;
        preferred.Accept();
        await Eventually.HoldsAsync(() => _first.Connections > before, "the preferred address is tried");
        _first.AnswersWaitFor = Task.CompletedTask;
        answers.SetResult();
        await Eventually.HoldsAsync(() => _rig.Statistics.Switches >= 2, "the preferred address is used again");
        await _rig.AssertDeliveredAsync(_first);
        Assert.Equal("the preferred upstream answers again", _rig.Statistics.SwitchReason);
        Assert.Equal(0, _rig.Statistics.Resent);
        Assert.Equal(0, _first.Duplicates);
    }

    [Fact]
    public async Task Uplink_NoUpstreamAnswers_PausesGrowOverAllOfThem()
    {
        await using FaultyProxy one = new(1);
        await using FaultyProxy two = new(1);
        one.Refuse();
        two.Refuse();
        PauseRecorder time = new(TimeSpan.FromDays(1));
        _rig = new UplinkRig(
            UplinkRig.To(one.Port, two.Port) with { FailuresBeforeNext = 2, ConnectTimeout = time.Longest, InitialBackoff = TimeSpan.FromSeconds(1), MaximumBackoff = TimeSpan.FromHours(1) },
            time: time);
        _rig.Start();

        // Two failures and a change each time: were the bound to begin anew with it, no pause would exceed twice the first bound.
        await Eventually.HoldsAsync(() => time.LongestPause > TimeSpan.FromSeconds(60), "the pauses grow", () => $"{time.LongestPause} after {_rig.Statistics.Switches} changes");
        Assert.True(_rig.Statistics.Switches > 1);
    }

    private async Task<UplinkRig> StartAsync()
    {
        await _first.StartAsync();
        await _second.StartAsync();
        _rig = new UplinkRig(UplinkRig.To(_first.Port, _second.Port) with
        {
            FailuresBeforeNext = 2,
            SilenceBeforeNext = TimeSpan.FromMilliseconds(300),
            ReturnAfter = TimeSpan.FromMilliseconds(50),
        });
        _rig.Start();
        return _rig;
    }
}
