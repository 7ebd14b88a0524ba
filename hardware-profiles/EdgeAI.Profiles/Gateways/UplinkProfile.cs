namespace EdgeAI.Profiles.Gateways;

/// <summary>Where records go and how (gateway/UPLINKS.md).</summary>
public sealed record UplinkProfile
{
    /// <summary>The brokers, the preferred one first; the others take over in this order.</summary>
    public required IReadOnlyList<UpstreamProfile> Upstreams { get; init; }

    /// <summary>How many batches may be on their way without an acknowledgement, as MQTT 5 counts them (MQTT 5.0, 3.1.2.11.3).</summary>
    public required int Window { get; init; }

    /// <summary>The most records in a batch.</summary>
    public required int BatchRecords { get; init; }

    /// <summary>The longest batch before it is compressed, in bytes.</summary>
    public required int BatchBytes { get; init; }

    /// <summary>The level of zstd; 0 does not compress.</summary>
    public required int CompressionLevel { get; init; }

    /// <summary>How long a record may wait for company while another batch of its class is on its way.</summary>
    public required double LingerMilliseconds { get; init; }

    /// <summary>How many sequences of a class may wait before they are drained as backlog, beside what comes in.</summary>
    public required int BacklogThreshold { get; init; }

    /// <summary>The most records per second that are drained as backlog; null: no limit but half of the window.</summary>
    public double? BacklogRecordsPerSecond { get; init; }

    /// <summary>The share of what is sent that each class gets, live and backlog each, when others have more to say.</summary>
    public required double MinimumShare { get; init; }

    /// <summary>The most bytes per second, averaged over a second; null: no limit.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>When classes may go; a class without a rule may always go.</summary>
    public required IReadOnlyList<ScheduleRuleProfile> Schedule { get; init; }

    /// <summary>The fixed distance from UTC of the schedule's times, in minutes.</summary>
    public required int ScheduleOffsetMinutes { get; init; }

    /// <summary>How many connections in a row may fail before the next upstream is tried.</summary>
    public required int FailuresBeforeNext { get; init; }

    /// <summary>How long records may wait without one acknowledgement before the next upstream is tried.</summary>
    public required double SilenceBeforeNextSeconds { get; init; }

    /// <summary>How long another upstream serves before the preferred one is tried again.</summary>
    public required double ReturnAfterSeconds { get; init; }

    /// <summary>How long connecting may take.</summary>
    public required double ConnectSeconds { get; init; }

    /// <summary>How long an upstream may leave a batch unanswered before the connection counts as dead.</summary>
    public required double AcknowledgeSeconds { get; init; }

    /// <summary>The keep-alive of MQTT, in seconds.</summary>
    public required int KeepAliveSeconds { get; init; }

    /// <summary>The longest pause before the first new attempt; doubles with each.</summary>
    public required double InitialBackoffSeconds { get; init; }

    /// <summary>The longest pause between attempts.</summary>
    public required double MaximumBackoffSeconds { get; init; }

    /// <summary>What lets a record leave the spool.</summary>
    public required TrimmedBy TrimBy { get; init; }

    /// <summary>The PEM files of the city's public keys.</summary>
    public required IReadOnlyList<string> CityKeys { get; init; }

    /// <summary>How long a batch may be without the city's receipt before it is sent again.</summary>
    public required double ReceiptWithinSeconds { get; init; }
}
