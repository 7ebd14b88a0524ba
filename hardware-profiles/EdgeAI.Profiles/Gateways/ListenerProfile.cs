namespace EdgeAI.Profiles.Gateways;

/// <summary>Where devices reach the gateway besides its first address.</summary>
public sealed record ListenerProfile
{
    /// <summary>The IP address: 127.0.0.1 or ::1, or with TLS any other; 0.0.0.0 and :: for all.</summary>
    public required string Address { get; init; }

    /// <summary>The TCP port; 0 lets an embedded gateway choose a free one. 8883 is registered for MQTT with TLS.</summary>
    public required int Port { get; init; }

    /// <summary>tcp: MQTT over TCP. web-socket: MQTT over WebSocket at the path /mqtt, for browsers.</summary>
    public required ListenerProtocol Kind { get; init; }

    /// <summary>Whether the listener speaks TLS and asks each device for its certificate; needs 'identity'.</summary>
    public required bool Tls { get; init; }

    /// <summary>web-socket: the pages that may connect, as scheme://host[:port].</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }
}
