namespace EdgeAI.Profiles.Gateways;

/// <summary>What connections and devices may take from the gateway (gateway/BROKER.md). Nothing here loses an acknowledged record.</summary>
public sealed record BrokerLimitsProfile
{
    /// <summary>The connections at once.</summary>
    public required int Connections { get; init; }

    /// <summary>The connections without a CONNECT packet at once; a further one ends the oldest of them.</summary>
    public required int SilentConnections { get; init; }

    /// <summary>The connections of one device that has a certificate.</summary>
    public required int ConnectionsPerDevice { get; init; }

    /// <summary>The connects per second, after a burst of as many.</summary>
    public required int ConnectsPerSecond { get; init; }

    /// <summary>The connects per second from one IP address, of IPv6 from one /64 network, after a burst of as many; null: all but an eighth of <see cref="ConnectsPerSecond"/>.</summary>
    public int? ConnectsPerSecondOfAddress { get; init; }

    /// <summary>How long a connection may stay without its CONNECT packet.</summary>
    public required double ConnectSeconds { get; init; }

    /// <summary>The longest CONNECT packet, in bytes.</summary>
    public required int ConnectBytes { get; init; }

    /// <summary>The longest packet, in bytes.</summary>
    public required int PacketBytes { get; init; }

    /// <summary>The unanswered publishes of one connection, told as Receive Maximum (MQTT 5.0, 3.2.2.3.3).</summary>
    public required int InFlight { get; init; }

    /// <summary>The unanswered publishes of all connections.</summary>
    public required int InFlightInAll { get; init; }

    /// <summary>The bytes of unanswered publishes of all connections.</summary>
    public required int BytesInFlightInAll { get; init; }

    /// <summary>The bytes per second that one connection is read at, in the long run.</summary>
    public required int BytesPerSecond { get; init; }

    /// <summary>The publishes per second that one connection is read at, in the long run.</summary>
    public required int PublishesPerSecond { get; init; }

    /// <summary>The longest topic or filter, in bytes.</summary>
    public required int TopicBytes { get; init; }

    /// <summary>The levels of a filter.</summary>
    public required int TopicLevels { get; init; }

    /// <summary>The topic aliases of one MQTT 5 connection.</summary>
    public required int TopicAliases { get; init; }

    /// <summary>The subscriptions of one connection.</summary>
    public required int Subscriptions { get; init; }

    /// <summary>The messages that wait for one subscriber; a further one drops the oldest.</summary>
    public required int QueuedMessages { get; init; }

    /// <summary>The bytes that wait for one subscriber; what goes beyond drops the oldest.</summary>
    public required int QueuedBytes { get; init; }

    /// <summary>The QoS 1 messages that one subscriber has not acknowledged.</summary>
    public required int Unacknowledged { get; init; }

    /// <summary>How long a packet may take from its first byte to its last.</summary>
    public required double PacketSeconds { get; init; }

    /// <summary>How long a socket may take nothing of what is written to it.</summary>
    public required double WriteSeconds { get; init; }

    /// <summary>The longest keep-alive, in seconds.</summary>
    public required int KeepAliveSeconds { get; init; }

    /// <summary>How long stopping waits for what is being written to disk.</summary>
    public required double StopSeconds { get; init; }
}
