using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Gateway;

/// <summary>A moment of a gateway: what came in, what waits, what went out.</summary>
/// <param name="Broker">What the broker has taken and refused.</param>
/// <param name="Spool">What the spool holds.</param>
/// <param name="Uplink">What the uplink has sent; all zero when there is no upstream.</param>
public sealed record GatewayStatistics(BrokerStatistics Broker, SpoolStatistics Spool, UplinkStatistics Uplink)
{
    /// <summary>What the policy keeps back.</summary>
    public PolicyStatistics Policy { get; init; } = new(0, 0, 0);

    /// <summary>Who was let in and who was not; nothing without a local authority.</summary>
    public IdentityStatistics? Identity { get; init; }

    /// <summary>What became of commands; nothing without a downlink.</summary>
    public DownlinkStatistics? Downlink { get; init; }

    /// <summary>What the Sparkplug edge node has told; nothing without one.</summary>
    public SparkplugStatistics? Sparkplug { get; init; }
}
