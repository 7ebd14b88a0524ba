namespace EdgeAI.Gateway.Downlink;

/// <summary>What came down, what waits, what went to robots.</summary>
public sealed record DownlinkStatistics
{
    /// <summary>Whether the connection for commands stands.</summary>
    public bool Connected { get; init; }

    /// <summary>Commands that came over it, repeated ones included.</summary>
    public long Received { get; init; }

    /// <summary>Commands that have not ended.</summary>
    public long Waiting { get; init; }

    /// <summary>Publishes to robots that somebody was there to take.</summary>
    public long Sent { get; init; }

    /// <summary>Payloads that were no command or no result.</summary>
    public long Malformed { get; init; }

    /// <summary>Payloads that came on another topic than this gateway's commands.</summary>
    public long Strangers { get; init; }

    /// <summary>Rollouts that have not ended.</summary>
    public long OpenRollouts { get; init; }

    /// <summary>What last went wrong; empty if nothing did.</summary>
    public string LastError { get; init; } = "";
}
