namespace EdgeAI.Gateway.Broker;

/// <summary>What one connection, one device and all of them together may take from the gateway. Nothing here loses an acknowledged record.</summary>
public sealed record BrokerLimits
{
    /// <summary>The connections at once, those included that have not sent CONNECT. Four times the 1,000 that the gateway is measured with; each takes a descriptor and about 8 KiB.</summary>
    public int MaximumConnections { get; init; } = 4096;

    /// <summary>The connections that may be without a CONNECT packet at once; a further one ends the oldest of them. A device sends CONNECT within a round trip, a flood never does.</summary>
    public int MaximumSilentConnections { get; init; } = 1024;

    /// <summary>The connections of one device that has a certificate. A robot needs one, and a second while the gateway has not noticed that the first is dead.</summary>
    public int MaximumConnectionsPerDevice { get; init; } = 8;

    /// <summary>The connects per second, after a burst of as many. 1,000 devices that come back at once after an outage fit into it; a handshake costs about 1 ms.</summary>
    public int MaximumConnectsPerSecond { get; init; } = 1024;

    /// <summary>The connects per second from one IP address (of IPv6: from one /64 network), after a burst of as many; nothing for all but an eighth of <see cref="MaximumConnectsPerSecond"/>: devices behind one address come back as fast as nearly all, and it keeps nobody else out.</summary>
    public int? MaximumConnectsPerSecondOfAddress { get; init; }

    /// <summary>How long a connection may stay without its CONNECT packet; also the TLS handshake's time. mosquitto and MQTTnet leave it much longer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest CONNECT packet, in bytes: an id, a password and a will of one small frame.</summary>
    public int MaximumConnectBytes { get; init; } = 16 << 10;

    /// <summary>The longest packet, in bytes: a robot batch of 1 MiB (RECORDS.md, "Robot batch") with its topic and properties.</summary>
    public int MaximumPacketBytes { get; init; } = (1 << 20) + 1024;

    /// <summary>The unanswered publishes of one connection, told to MQTT 5 clients as Receive Maximum; a 3.1.1 client that sends more is not read until some are answered. A quarter of the spool's largest group.</summary>
    public int MaximumInFlight { get; init; } = 1024;

    /// <summary>The unanswered publishes of all connections; above it each connection is read for one at a time. Three quarters of the spool's queue, so that it is seldom full.</summary>
    public int MaximumInFlightInAll { get; init; } = 6144;

    /// <summary>The bytes of publishes of all connections on their way to the disk, and of packets above 64 KiB that are half received; above it each connection is read for one publish at a time, and no such packet is let in beside another. Eight of the spool's largest transactions: more on its way makes none of it faster.</summary>
    public long MaximumBytesInFlightInAll { get; init; } = 16 << 20;

    /// <summary>The bytes per second that one connection is read at, in the long run. Half of a gigabit link.</summary>
    public int MaximumBytesPerSecond { get; init; } = 64 << 20;

    /// <summary>The publishes per second that one connection is read at, in the long run. More than the spool can store, so that it stops a runaway and nothing else.</summary>
    public int MaximumPublishesPerSecond { get; init; } = 200_000;

    /// <summary>The longest topic or filter, in bytes. The record topics have at most 160.</summary>
    public int MaximumTopicBytes { get; init; } = 512;

    /// <summary>The levels of a filter.</summary>
    public int MaximumTopicLevels { get; init; } = 16;

    /// <summary>The topic aliases of one MQTT 5 connection: the streams that a robot may publish raw without spelling them out.</summary>
    public int MaximumTopicAliases { get; init; } = 64;

    /// <summary>The subscriptions of one connection.</summary>
    public int MaximumSubscriptions { get; init; } = 64;

    /// <summary>The messages that wait for one subscriber; a further one drops the oldest.</summary>
    public int MaximumQueuedMessages { get; init; } = 1024;

    /// <summary>The bytes that wait for one subscriber; what goes beyond drops the oldest.</summary>
    public int MaximumQueuedBytes { get; init; } = 4 << 20;

    /// <summary>The QoS 1 messages that one subscriber has not acknowledged; fewer where its Receive Maximum says so.</summary>
    public int MaximumUnacknowledged { get; init; } = 64;

    /// <summary>How long a packet may take from its first byte to its last. The longest one needs 17 KB/s.</summary>
    public TimeSpan PacketTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a socket may take nothing of what is written to it before the connection ends.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest keep-alive. MQTT 5 clients are told it; a 3.1.1 client with a longer one, or with none, is watched by TCP keep-alive alone.</summary>
    public TimeSpan MaximumKeepAlive { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long stopping waits for what is being written to disk and for the clients to be told.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws unless all numbers can be kept.</summary>
    /// <exception cref="GatewayException">One cannot; the message names it.</exception>
    internal void ThrowIfInvalid()
    {
        ThrowUnlessWithin(MaximumConnections, 1, 1_000_000, nameof(MaximumConnections));
        ThrowUnlessWithin(MaximumSilentConnections, 1, MaximumConnections, nameof(MaximumSilentConnections));
        ThrowUnlessWithin(MaximumConnectionsPerDevice, 1, MaximumConnections, nameof(MaximumConnectionsPerDevice));
        ThrowUnlessWithin(MaximumConnectsPerSecond, 1, 1_000_000, nameof(MaximumConnectsPerSecond));
        ThrowUnlessWithin(MaximumConnectsPerSecondOfAddress ?? 1, 1, 1_000_000, nameof(MaximumConnectsPerSecondOfAddress));
        ThrowUnlessWithin(MaximumConnectBytes, 64, MaximumPacketBytes, nameof(MaximumConnectBytes));
        ThrowUnlessWithin(MaximumPacketBytes, 1024, 256 << 20, nameof(MaximumPacketBytes));
        ThrowUnlessWithin(MaximumInFlight, 1, ushort.MaxValue, nameof(MaximumInFlight));
        ThrowUnlessWithin(MaximumInFlightInAll, 1, 1_000_000, nameof(MaximumInFlightInAll));
        ThrowUnlessWithin(MaximumBytesInFlightInAll, 1, 1L << 38, nameof(MaximumBytesInFlightInAll));
        ThrowUnlessWithin(MaximumBytesPerSecond, 1024, int.MaxValue, nameof(MaximumBytesPerSecond));
        ThrowUnlessWithin(MaximumPublishesPerSecond, 1, int.MaxValue, nameof(MaximumPublishesPerSecond));
        ThrowUnlessWithin(MaximumTopicBytes, 160, ushort.MaxValue, nameof(MaximumTopicBytes));
        ThrowUnlessWithin(MaximumTopicLevels, 6, 128, nameof(MaximumTopicLevels));
        ThrowUnlessWithin(MaximumTopicAliases, 0, ushort.MaxValue, nameof(MaximumTopicAliases));
        ThrowUnlessWithin(MaximumSubscriptions, 0, 65_536, nameof(MaximumSubscriptions));
        ThrowUnlessWithin(MaximumQueuedMessages, 1, 1_000_000, nameof(MaximumQueuedMessages));
        ThrowUnlessWithin(MaximumQueuedBytes, 1024, int.MaxValue, nameof(MaximumQueuedBytes));
        ThrowUnlessWithin(MaximumUnacknowledged, 1, ushort.MaxValue, nameof(MaximumUnacknowledged));
        ThrowUnlessWithin((long)ConnectTimeout.TotalMilliseconds, 100, 3_600_000, nameof(ConnectTimeout));
        ThrowUnlessWithin((long)PacketTimeout.TotalMilliseconds, 100, 3_600_000, nameof(PacketTimeout));
        ThrowUnlessWithin((long)WriteTimeout.TotalMilliseconds, 100, 3_600_000, nameof(WriteTimeout));
        ThrowUnlessWithin((long)MaximumKeepAlive.TotalSeconds, 1, ushort.MaxValue, nameof(MaximumKeepAlive));
        ThrowUnlessWithin((long)StopTimeout.TotalMilliseconds, 1, 3_600_000, nameof(StopTimeout));
    }

    private static void ThrowUnlessWithin(long value, long minimum, long maximum, string name)
    {
        if (value < minimum || value > maximum)
        {
            throw new GatewayException($"the broker's limit {name} is {value}: use {minimum} to {maximum}");
        }
    }
}
