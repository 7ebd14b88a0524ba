namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class MosquittoTests : IAsyncDisposable
{
    private const int Records = 5000;

    private UpstreamScript? _mosquitto;
    private CitySubscriber? _city;
    private UplinkRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        if (_city is not null)
        {
            await _city.DisposeAsync();
        }

        if (_mosquitto is not null)
        {
            await _mosquitto.DisposeAsync();
        }
    }

    [Fact]
    public async Task Mosquitto_RestartedInTheMiddle_EveryRecordReachesTheSubscriber()
    {
        (UpstreamScript mosquitto, UplinkRig rig) = await StartAsync();
        CitySubscriber city = await SubscribeAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => city.Count > 100, "some arrive");
        await mosquitto.StopAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics.FailedConnections > 0, "the uplink notices");
        await mosquitto.StartAsync();
        await city.ConnectAsync();
        await Eventually.HoldsAsync(() => rig.Waiting == 0 && city.Count == rig.Added, "everything arrives");
        Assert.Equal(0, city.Missing);
    }

    [Fact]
    public async Task Mosquitto_NobodySubscribed_IsARefusalAndTheRecordsStay()
    {
        (_, UplinkRig rig) = await StartAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Statistics.LastError.Contains("0x10", StringComparison.Ordinal), "it says that nobody is subscribed");
        Assert.Equal(Records, rig.Waiting);
        CitySubscriber city = await SubscribeAsync();
        await Eventually.HoldsAsync(() => rig.Waiting == 0 && city.Count == Records, "everything arrives");
    }

    [Fact]
    public async Task Mosquitto_SubscriberAwayOverARestart_GetsWhatItsSessionKept()
    {
        (UpstreamScript mosquitto, UplinkRig rig) = await StartAsync();
        CitySubscriber city = await SubscribeAsync();
        await city.DisconnectAsync();
        rig.Add(Records);
        await Eventually.HoldsAsync(() => rig.Waiting == 0, "the broker takes all for the session");
        Assert.Equal(0, city.Count);
        await mosquitto.StopAsync();
        await mosquitto.StartAsync();
        await city.ConnectAsync();
        await Eventually.HoldsAsync(() => city.Count == Records, "everything arrives");
        Assert.Equal(0, city.Missing);
    }

    private async Task<(UpstreamScript Mosquitto, UplinkRig Rig)> StartAsync()
    {
        _mosquitto = await UpstreamScript.StartAsync("mosquitto.sh");
        _rig = new UplinkRig(UplinkRig.To(_mosquitto.Port) with { CompressionLevel = 1 });
        _rig.Start();
        return (_mosquitto, _rig);
    }

    private async Task<CitySubscriber> SubscribeAsync()
    {
        _city = new CitySubscriber(_mosquitto!.Port);
        await _city.ConnectAsync();
        return _city;
    }
}
