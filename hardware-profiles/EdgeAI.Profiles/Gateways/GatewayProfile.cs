using EdgeAI.Profiles.Policies;

namespace EdgeAI.Profiles.Gateways;

/// <summary>The gateway that a robot publishes to over MQTT.</summary>
public sealed record GatewayProfile
{
    /// <summary>The gateway's identity, unique within its site: the edge node in Sparkplug B's sense.</summary>
    public required string Id { get; init; }

    /// <summary>The address that the gateway listens on: loopback, because this version has no TLS.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port that the gateway listens on; 0 lets an embedded gateway choose a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the robot's process hosts the gateway; false where it runs as a service of its own, so that neither takes the other down.</summary>
    public required bool Embedded { get; init; }

    /// <summary>The gateway's durable store.</summary>
    public required SpoolProfile Spool { get; init; }

    /// <summary>Where records go next; null keeps them in the spool.</summary>
    public UpstreamProfile? Upstream { get; init; }

    /// <summary>What of the records may leave; null for all but images.</summary>
    public PolicyProfile? Policy { get; init; }
}
