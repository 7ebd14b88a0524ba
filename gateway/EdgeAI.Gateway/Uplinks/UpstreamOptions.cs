using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>One broker, or one node or address of a cluster, that records may go to.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The host's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port: by custom 1883, and 8883 with TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>The version of MQTT.</summary>
    public MqttProtocol Protocol { get; init; } = MqttProtocol.Mqtt5;

    /// <summary>The files for TLS; nothing for a connection without it.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>The MQTT user name; nothing to send none.</summary>
    public string? UserName { get; init; }

    /// <summary>The file that holds the password, read with each connection, a line end behind it left out; nothing to send none.</summary>
    public string? PasswordFile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
