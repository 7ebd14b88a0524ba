using EdgeAI.Gateway.Sparkplug;
using static EdgeAI.Tests.Gateway.Sparkplug.SessionFixture;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>What an edge node does while its broker or its primary host is away.</summary>
public sealed class HeldValueTests
{
    [Fact]
    public void Session_PrimaryHost_IsWaitedForAndLeft()
    {
        SessionFixture node = new(static options => options with { PrimaryHost = "scada" });
        node.Session.Connected(1);
        node.Take(Celsius(20));
        Assert.Empty(node.Say());
        node.Session.HostSaid(new HostStateMessage(false, 100));
        Assert.Empty(node.Say());
        Assert.False(node.Session.MustLeave);
        node.Session.HostSaid(new HostStateMessage(true, 200));
        Assert.Equal(2, node.Say().Count);
        Assert.True(node.Session.IsOnline);

        // The death of a connection before the host's present one.
        node.Session.HostSaid(new HostStateMessage(false, 199));
        Assert.False(node.Session.MustLeave);
        node.Session.HostSaid(new HostStateMessage(false, 200));
        Assert.True(node.Session.MustLeave);
        Assert.Empty(node.Say());
    }

    [Fact]
    public void Session_NewConnection_AsksForTheHostAnew()
    {
        SessionFixture node = new(static options => options with { PrimaryHost = "scada" });
        node.Session.Connected(1);
        node.Session.HostSaid(new HostStateMessage(true, 200));
        node.Say();
        node.Session.Disconnected();
        node.Session.Connected(2);
        Assert.Empty(node.Say());
        node.Session.HostSaid(new HostStateMessage(true, 150));
        Assert.Single(node.Say());
        Assert.Equal(2, node.Host.BdSeq);
    }

    [Fact]
    public void Session_ValuesOfAnOutage_ComeAsHistoricalOnesAfterTheBirths()
    {
        SessionFixture node = new();
        node.Session.Connected(1);
        node.Take(Celsius(0), "r1");
        node.Take(Celsius(0), "r2");
        node.Say();
        node.Session.Disconnected();
        for (int reading = 1; reading <= 5; reading++)
        {
            node.Now += 1000;
            node.Take(Celsius(reading), "r1");
            node.Take(Celsius(-reading), "r2", flags: EdgeAI.Device.Wire.FrameFlags.Simulated);
        }

        node.Session.Connected(2);
        node.Now += 100;
        List<SparkplugMessage> said = node.Say();
        Assert.Equal(["NBIRTH", "DBIRTH r1", "DBIRTH r2", "DDATA r1", "DDATA r2"], said.Select(static message => message.Kind));

        // The birth itself tells the latest value.
        Assert.Equal([1, 2, 3, 4], node.Host.Historical.Where(static held => held.Name.StartsWith("r1", StringComparison.Ordinal)).Select(static held => held.Metric.Value));
        Assert.Equal([6000, 7000, 8000, 9000], said[3].Metrics.Select(static metric => (long)(metric.Timestamp!.Value - Utc(0))));
        Assert.All(said[4].Metrics, static metric => Assert.Equal("True", metric.Properties["Simulated"]));
        Assert.Equal((5d, -5d), (node.Host.Live["r1/1/2/temperature"].Value, node.Host.Live["r2/1/2/temperature"].Value));
        Assert.Equal((0, 8L), (node.Session.Held, node.Session.Historical));
    }

    [Fact]
    public void Session_MoreValuesThanItHolds_DropsTheOldestAndSaysHowMany()
    {
        SessionFixture node = new(static options => options with { HeldValues = 100, DeviceTimeout = TimeSpan.FromHours(1) });
        for (int reading = 1; reading <= 250; reading++)
        {
            node.Now += 1000;
            node.Take(Celsius(reading));
        }

        Assert.Equal((100, 150L), (node.Session.Held, node.Session.HeldDropped));
        node.Session.Connected(1);
        node.Say();
        Assert.Equal(Enumerable.Range(151, 99).Select(static value => (double)value), node.Host.Historical.Select(static held => held.Metric.Value));
        Assert.Equal(150, node.Host.Live["/counts/held_values_dropped"].Value);
    }

    [Fact]
    public void Session_DeviceThatFellSilentInTheOutage_IsBornForItsValuesAndDies()
    {
        SessionFixture node = new();
        node.Take(Celsius(1));
        node.Now += 1000;
        node.Take(Celsius(2));
        node.Now += 60_000;
        node.Session.Connected(1);
        Assert.Equal(["NBIRTH", "DBIRTH r1", "DDATA r1", "DDEATH r1"], node.Say().Select(static message => message.Kind));
        Assert.Equal(1, Assert.Single(node.Host.Historical).Metric.Value);
    }

    [Fact]
    public void Session_FrequentValuesOfAnOutage_AreHeldOnceAnInterval()
    {
        SessionFixture node = new();
        for (int reading = 0; reading < 100; reading++)
        {
            node.Take(Celsius(reading));
            node.Now += 100;
        }

        Assert.Equal(10, node.Session.Held);
    }

    [Fact]
    public void Session_MoreHeldValuesThanAMessageTakes_AllComeInOrder()
    {
        SessionFixture node = new(static options => options with { HeldValues = 50_000, DeviceTimeout = TimeSpan.FromHours(10) });
        for (int reading = 0; reading < 5000; reading++)
        {
            node.Take(Celsius(reading / 10.0), "r1");
            node.Take(Celsius(reading / 10.0), "r2");
            node.Now += 1000;
        }

        node.Session.Connected(1);
        List<SparkplugMessage> said = node.Say();
        Assert.True(said.Count(static message => message.Kind == "DDATA r1") > 1, "they need more than one message");
        Assert.Equal(2 * 4999, node.Host.Historical.Count);
        Assert.All(node.Host.Historical.GroupBy(static held => held.Name), static held => Assert.Equal(held.Select(static one => one.Metric.Timestamp), held.Select(static one => one.Metric.Timestamp).Order()));
    }
}
