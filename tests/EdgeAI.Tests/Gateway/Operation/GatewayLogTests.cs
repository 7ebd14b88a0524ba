using System.Collections.Immutable;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Operation;

public sealed class GatewayLogTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly LineLoggerProvider _provider;
    private readonly GatewayLog _log;

    public GatewayLogTests()
    {
        _provider = new LineLoggerProvider(_output, LogFormat.Text, TimeProvider.System);
        _log = new GatewayLog(_provider.CreateLogger(""), TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Refusals_AThousand_AreOneLineAPeriodWithTheirSum()
    {
        Observe(0);
        for (int second = 1; second <= 20; second++)
        {
            Observe(second, new BrokerStatistics
            {
                RefusedBy = ImmutableSortedDictionary<PublishRefusal, long>.Empty.Add(PublishRefusal.SpoolFull, second * 50),
                EndedBy = ImmutableSortedDictionary<ConnectionEnd, long>.Empty.Add(ConnectionEnd.ByClient, second).Add(ConnectionEnd.NotPermitted, 3),
            });
        }

        Assert.Equal(["warn 500 publishes refused: SpoolFull", "warn 3 connections refused or ended: NotPermitted", "warn 500 publishes refused: SpoolFull"], Lines());
    }

    [Fact]
    public void Changes_OfState_AreToldAsTheyComeAndOnce()
    {
        Observe(0);
        Observe(1, uplink: new UplinkStatistics { LastError = "nobody there" });
        Observe(2, uplink: new UplinkStatistics { LastError = "nobody there" });
        Observe(3, uplink: new UplinkStatistics { Connected = true, Upstream = "city:1883" });
        Observe(4, uplink: new UplinkStatistics { Connected = true, Upstream = "other:1883", Switches = 1, SwitchReason = "city:1883 is silent" });
        Observe(5, uplink: new UplinkStatistics { Connected = true, Upstream = "other:1883", Switches = 1, Held = "at most 300 bytes" });
        Observe(5, uplink: new UplinkStatistics { Connected = true, Upstream = "other:1883", Switches = 1, Held = "at most 300 bytes" });
        Observe(5, uplink: new UplinkStatistics { Upstream = "other:1883", Switches = 1, LastError = "it closed" }, stalled: TimeSpan.FromSeconds(31));
        Observe(6, uplink: new UplinkStatistics { Upstream = "other:1883", Switches = 1, LastError = "it closed" });
        Assert.Equal(
            [
                "warn uplink not connected: nobody there",
                "info uplink connected to city:1883",
                "warn uplink changed to other:1883: city:1883 is silent",
                "error records wait behind one that is too long for the upstream: at most 300 bytes",
                "warn uplink lost other:1883: it closed; records wait in the spool",
                "error publishes have waited for 31 s and none was answered",
                "info publishes are answered again",
            ],
            Lines());
    }

    [Fact]
    public void Receipts_RejectedOrMissing_AreToldOncePerKind()
    {
        Observe(0, uplink: Of());
        Observe(1, uplink: Of((ReceiptFault.Forged, 2)));
        Observe(2, uplink: Of((ReceiptFault.Forged, 200)) with { Receipts = Of((ReceiptFault.Forged, 200)).Receipts! with { Problem = "no receipt came" } });
        Observe(3, uplink: Of((ReceiptFault.Forged, 300), (ReceiptFault.OtherEpoch, 1)));
        Assert.Equal(
            [
                "warn 2 receipts rejected: Forged; further ones of the kind are counted only",
                "warn uplink: no receipt came",
                "warn 1 receipts rejected: OtherEpoch; further ones of the kind are counted only",
                "info uplink: receipts come again",
            ],
            Lines());

        static UplinkStatistics Of(params (ReceiptFault Fault, long Count)[] rejected)
            => new() { Receipts = new ReceiptStatistics { Rejected = rejected.ToImmutableSortedDictionary(static pair => pair.Fault, static pair => pair.Count) } };
    }

    [Fact]
    public void Changes_OfSparkplugAndDownlink_AreToldAsTheyComeAndOnce()
    {
        GatewayStatistics fine = new(new(), new(), new()) { Sparkplug = new(), Downlink = new() };
        GatewayStatistics troubled = fine with { Sparkplug = new() { LastError = "nobody there" }, Downlink = new() { LastError = "disk full" } };
        foreach (GatewayStatistics each in (GatewayStatistics[])[troubled, troubled, fine with { Sparkplug = new() { Connected = true } }, fine with { Sparkplug = new() { LastError = "it closed" } }])
        {
            _log.Observe(each, null, TimeSpan.Zero);
        }

        Assert.Equal(["warn downlink: disk full", "warn Sparkplug not connected: nobody there", "info downlink: all is well again", "info Sparkplug connected", "warn Sparkplug not connected: it closed"], Lines());
    }

    [Fact]
    public void Losses_AtTheEnd_AreToldBeforeThePeriodIsOver()
    {
        Observe(0);
        Observe(1, spool: new SpoolStatistics { Lost = 7, Quarantined = 2, FailedCommits = 1, LastError = "disk full" });
        _log.Flush();
        Assert.Equal(["error 7 records dropped or damaged and declared lost, 7 in all", "error 2 damaged records set aside", "error 1 transactions failed: disk full"], Lines());
    }

    private void Observe(double seconds, BrokerStatistics? broker = null, SpoolStatistics? spool = null, UplinkStatistics? uplink = null, TimeSpan? stalled = null)
        => _log.Observe(new GatewayStatistics(broker ?? new(), spool ?? new(), uplink ?? new()), stalled, TimeSpan.FromSeconds(seconds));

    private string[] Lines()
    {
        _provider.Dispose();
        return [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }
}
