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
