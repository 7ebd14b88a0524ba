using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// How fast connections may be opened. In front of the rate of all there is one for each remote address, so that who floods the port from
/// one address keeps nobody else out. Thread-safe.
/// </summary>
internal sealed class ConnectRate
{
    // Addresses that fall on one place share its rate: seldom, and not for an attacker to choose, since the hash differs from run to run.
    private const int Places = 4096;

    // Whoever has an IPv6 address has its /64 network.
    private const int NetworkBytes = 8;

    private readonly Lock _gate = new();
    private readonly TokenBucket[] _ofAddress = new TokenBucket[Places];
    private TokenBucket _ofAll;

    public ConnectRate(BrokerLimits limits, long timestamp)
    {
        _ofAll = new TokenBucket(limits.MaximumConnectsPerSecond, timestamp);
        Array.Fill(_ofAddress, new TokenBucket(limits.MaximumConnectsPerSecondOfAddress ?? Math.Max(1, limits.MaximumConnectsPerSecond - (limits.MaximumConnectsPerSecond / 8)), timestamp));
    }

    /// <summary>Whether one more may be opened from an address.</summary>
    public bool TryTake(IPAddress? address, long timestamp, TimeProvider time)
    {
        int place = Place(address);
        lock (_gate)
        {
            return _ofAddress[place].TryTakeOne(timestamp, time) && _ofAll.TryTakeOne(timestamp, time);
        }
    }

    private static int Place(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out int length))
        {
            return 0;
        }

        HashCode hash = default;
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? bytes[..NetworkBytes] : bytes[..length]);
        return hash.ToHashCode() & (Places - 1);
    }
}
