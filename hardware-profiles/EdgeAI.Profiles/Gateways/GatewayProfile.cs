using EdgeAI.Profiles.Policies;

namespace EdgeAI.Profiles.Gateways;

/// <summary>The gateway that the robot publishes to over MQTT.</summary>
public sealed record GatewayProfile
{
    /// <summary>The gateway's identity, unique within its site: the edge node in Sparkplug B's sense.</summary>
    public required string Id { get; init; }

    /// <summary>The address of the first listener, which has no TLS: loopback.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port of the first listener; 0 lets an embedded gateway choose a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the robot's process hosts the gateway; false where it is a service of its own, so that neither takes the other down.</summary>
    public required bool Embedded { get; init; }

    /// <summary>Where the robot reaches a gateway on another machine, for telemetry, commands and artifacts; null: at <see cref="Host"/> and <see cref="Port"/>.</summary>
    public DialProfile? Dial { get; init; }

    /// <summary>Further listeners: WebSocket for browsers, and with TLS other addresses than loopback.</summary>
    public required IReadOnlyList<ListenerProfile> Listeners { get; init; }

    /// <summary>The local certificate authority and the registry of devices (gateway/IDENTITY.md); null: only loopback connections are taken.</summary>
    public IdentityProfile? Identity { get; init; }

    /// <summary>What connections and devices may take from the gateway (gateway/BROKER.md). Nothing here loses an acknowledged record.</summary>
    public BrokerLimitsProfile? Limits { get; init; }

    /// <summary>The gateway's durable store on disk (gateway/SPOOL.md).</summary>
    public required SpoolProfile Spool { get; init; }

    /// <summary>The seals of what is stored (gateway/RECORDS.md, "Seals"). Left out, as its defaults say.</summary>
    public SealProfile? Seal { get; init; }

    /// <summary>Where records go and how (gateway/UPLINKS.md); null: they stay in the spool.</summary>
    public UplinkProfile? Uplink { get; init; }

    /// <summary>What of the records may leave the gateway, and in which shape (gateway/POLICY.md). Left out, images stay and everything else leaves.</summary>
    public PolicyProfile? Policy { get; init; }

    /// <summary>Whether who connected, what was refused and what was changed goes to the city as audit entries (gateway/OPERATION.md).</summary>
    public required bool Audit { get; init; }

    /// <summary>A Sparkplug B edge node (gateway/SPARKPLUG.md); null: there is none.</summary>
    public SparkplugProfile? Sparkplug { get; init; }

    /// <summary>How commands and artifacts come down (gateway/DOWNLINK.md); null: none do.</summary>
    public DownlinkProfile? Downlink { get; init; }

    /// <summary>How the gateway is watched from outside (gateway/OPERATION.md).</summary>
    public OperationProfile? Operation { get; init; }
}
