namespace EdgeAI.Profiles.Gateways;

/// <summary>One broker, or one node of a cluster, that records may go to.</summary>
public sealed record UpstreamProfile
{
    /// <summary>The broker's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's TCP port; 0 lets the city's stand-in choose a free one.</summary>
    public required int Port { get; init; }

    /// <summary>The version of MQTT: mqtt5, or mqtt311 for 3.1.1.</summary>
    public required MqttVersion Protocol { get; init; }

    /// <summary>How a connection proves itself and whom it trusts. Files are PEM, relative to the profile's folder.</summary>
    public TlsClientProfile? Tls { get; init; }

    /// <summary>The name that the broker knows this client by; null: none is sent.</summary>
    public string? Login { get; init; }

    /// <summary>The file that holds what proves the login; relative to the profile's folder.</summary>
    public string? LoginFile { get; init; }
}
