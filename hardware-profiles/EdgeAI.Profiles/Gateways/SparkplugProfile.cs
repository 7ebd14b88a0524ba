namespace EdgeAI.Profiles.Gateways;

/// <summary>A Sparkplug B edge node (gateway/SPARKPLUG.md).</summary>
public sealed record SparkplugProfile
{
    /// <summary>The broker's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The version of MQTT: mqtt5, or mqtt311 for 3.1.1.</summary>
    public required MqttVersion Protocol { get; init; }

    /// <summary>How a connection proves itself and whom it trusts. Files are PEM, relative to the profile's folder.</summary>
    public TlsClientProfile? Tls { get; init; }

    /// <summary>The name that the broker knows this client by; null: none is sent.</summary>
    public string? Login { get; init; }

    /// <summary>The file that holds what proves the login; relative to the profile's folder.</summary>
    public string? LoginFile { get; init; }

    /// <summary>The group id; null: the profile's site.</summary>
    public string? Group { get; init; }

    /// <summary>The edge node id; null: the gateway's id.</summary>
    public string? EdgeNode { get; init; }

    /// <summary>The primary host application: the node is online only while that host is; null: whenever the broker is.</summary>
    public string? PrimaryHost { get; init; }

    /// <summary>Which metrics are told: MQTT topic filters over device/metric.</summary>
    public required IReadOnlyList<string> Include { get; init; }

    /// <summary>Which of them are not told after all, in the same way.</summary>
    public required IReadOnlyList<string> Exclude { get; init; }

    /// <summary>The shortest time between two values of one metric.</summary>
    public required double MinimumIntervalSeconds { get; init; }

    /// <summary>How long a robot may be silent before its death is told.</summary>
    public required double DeviceTimeoutSeconds { get; init; }

    /// <summary>Whether data messages repeat each metric's type, for host applications that cannot do without.</summary>
    public required bool DataTypesInData { get; init; }

    /// <summary>The records that wait for the node; the oldest is dropped and counted.</summary>
    public required int QueueRecords { get; init; }

    /// <summary>The values held while the node is offline; the oldest is dropped and counted.</summary>
    public required int HeldValues { get; init; }

    /// <summary>The metrics of all robots together; further ones are refused and counted.</summary>
    public required int MaximumMetrics { get; init; }

    /// <summary>The keep-alive of MQTT, in seconds.</summary>
    public required int KeepAliveSeconds { get; init; }

    /// <summary>How long connecting may take.</summary>
    public required double ConnectSeconds { get; init; }

    /// <summary>The longest pause before the first new attempt; doubles with each.</summary>
    public required double InitialBackoffSeconds { get; init; }

    /// <summary>The longest pause between attempts.</summary>
    public required double MaximumBackoffSeconds { get; init; }
}
