using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>A Sparkplug B edge node (gateway/SPARKPLUG.md): which broker it serves, under which names, and what it tells there.</summary>
public sealed record SparkplugOptions
{
    /// <summary>The broker's host.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's TCP port. 1883 is MQTT's registered port, 8883 the one with TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>The TLS files; nothing for a connection without TLS.</summary>
    public TlsClientOptions? Tls { get; init; }

    /// <summary>The MQTT user name; nothing to send none.</summary>
    public string? UserName { get; init; }

    /// <summary>The file that holds the password, read with each connection, a line end behind it left out; nothing to send none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The version of MQTT.</summary>
    public SparkplugMqttVersion MqttVersion { get; init; } = SparkplugMqttVersion.V5;

    /// <summary>The group id, with no '+', '#' or '/'; nothing for the gateway's site.</summary>
    public string? Group { get; init; }

    /// <summary>The edge node id, with no '+', '#' or '/'; nothing for the gateway's id.</summary>
    public string? EdgeNode { get; init; }

    /// <summary>The primary host application's id: the node is online only while that host is; nothing to be online whenever the broker is.</summary>
    public string? PrimaryHost { get; init; }

    /// <summary>Which metrics are told: MQTT topic filters over <c>device/metric</c>.</summary>
    public IReadOnlyList<string> Include { get; init; } = ["#"];

    /// <summary>Which of the included metrics are not told: MQTT topic filters over <c>device/metric</c>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Names of streams, by <c>robot/board/stream</c>; a stream without a name is called by its numbers, <c>board/stream</c>.</summary>
    public IReadOnlyDictionary<string, string> StreamNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The shortest time between two values of one metric, 0 to 1 h; of what changes faster the latest value is told.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a device may be silent before its death is told, 100 ms to 24 h.</summary>
    public TimeSpan DeviceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether data messages repeat each metric's type. The specification says that they should not; some host applications cannot read them without.</summary>
    public bool DataTypesInData { get; init; } = true;

    /// <summary>The records that wait for the node, 1 to 65,536; the oldest is dropped and counted.</summary>
    public int QueueRecords { get; init; } = 4096;

    /// <summary>The values that are held while the node is offline, 0 to 1,000,000; the oldest is dropped and counted.</summary>
    public int HeldValues { get; init; } = 10_000;

    /// <summary>The metrics of all devices together, 1 to 100,000; further ones are refused and counted.</summary>
    public int MaximumMetrics { get; init; } = 20_000;

    /// <summary>The longest silence on the connection before it counts as dead, 1 s or more. The broker tells the node's death after one and a half times that.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause before the first new attempt to connect; doubles with each.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between attempts to connect.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
