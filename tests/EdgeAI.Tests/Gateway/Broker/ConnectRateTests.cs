using System.Net;
using EdgeAI.Gateway.Broker;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>Whose connects count together: those of one IPv4 address, and of one IPv6 network, of which one machine has as many addresses as it likes.</summary>
public sealed class ConnectRateTests
{
    private const int OfAddress = 3;

    private readonly RingingTime _time = new();
    private readonly ConnectRate _rate;

    public ConnectRateTests() => _rate = new ConnectRate(new BrokerLimits { MaximumConnectsPerSecond = 1000, MaximumConnectsPerSecondOfAddress = OfAddress }, _time.GetTimestamp());

    [Fact]
    public void Ipv6Addresses_OfOneNetwork_ShareARate()
    {
        Assert.All(Enumerable.Range(1, OfAddress), host => Assert.True(TryTake($"2001:db8:0:1::{host}")));
        Assert.False(TryTake("2001:db8:0:1:ffff::9"));

        // Two may fall on one place, not all of them.
        Assert.Contains(Enumerable.Range(2, 8), network => TryTake($"2001:db8:0:{network}::1"));
    }

    [Fact]
    public void Ipv4Addresses_AsAnIpv6ListenerSeesThem_HaveARateEach()
    {
        Assert.All(Enumerable.Range(1, OfAddress), _ => Assert.True(TryTake("::ffff:192.0.2.1")));
        Assert.False(TryTake("::ffff:192.0.2.1"));
        Assert.Contains(Enumerable.Range(2, 8), host => TryTake($"::ffff:192.0.2.{host}"));
    }

    [Fact]
    public void Rate_OfAnAddress_ComesBackWithTime()
    {
        Assert.All(Enumerable.Range(1, OfAddress), _ => Assert.True(TryTake("192.0.2.1")));
        Assert.False(TryTake("192.0.2.1"));
        _time.Pass(TimeSpan.FromSeconds(1) / OfAddress);
        Assert.True(TryTake("192.0.2.1"));
        Assert.False(TryTake("192.0.2.1"));
    }

    private bool TryTake(string address) => _rate.TryTake(IPAddress.Parse(address), _time.GetTimestamp(), _time);
}
