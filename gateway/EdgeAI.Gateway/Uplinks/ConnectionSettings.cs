namespace EdgeAI.Gateway.Uplinks;

/// <summary>What all connections of an uplink share.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The MQTT client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The topic that each connection subscribes to before anything is sent on it; nothing for none.</summary>
    public string? Subscription { get; init; }

    /// <summary>How long connecting, and giving a connection up, may take.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>The MQTT keep-alive period; how fast a dead connection is noticed while nothing is on its way.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>The timers' clock.</summary>
    public required TimeProvider Time { get; init; }
}
