using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>Where a publisher publishes and how patient it is.</summary>
public sealed record WindowedPublisherOptions
{
    /// <summary>The broker's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The version of MQTT.</summary>
    public MqttProtocol Protocol { get; init; } = MqttProtocol.Mqtt5;

    /// <summary>The files for TLS; nothing for a connection without it.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>The MQTT user name; nothing to send none.</summary>
    public string? UserName { get; init; }

    /// <summary>The file that holds the password; nothing to send none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The MQTT client id; unique among the broker's clients.</summary>
    public required string ClientId { get; init; }

    /// <summary>The most messages on their way at once; 1 to 64, because a gateway remembers a robot's latest 64 batches. A broker's Receive Maximum narrows it.</summary>
    public int Window { get; init; } = 16;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the broker may leave the oldest message unanswered, from its last answer before that on, before the connection counts as dead.</summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The MQTT keep-alive period.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause before the first new attempt; doubles with each until an acknowledgement arrives.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The seed of the pauses' jitter; nothing for a random one.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>The timers' clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
