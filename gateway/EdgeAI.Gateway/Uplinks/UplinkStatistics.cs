namespace EdgeAI.Gateway.Uplinks;

/// <summary>A publisher's state and what it has done since it was started.</summary>
public sealed record UplinkStatistics
{
    /// <summary>Whether the broker has accepted the connection.</summary>
    public bool Connected { get; init; }

    /// <summary>The messages on their way now.</summary>
    public int InFlight { get; init; }

    /// <summary>The publishes sent, repeated ones included.</summary>
    public long Sent { get; init; }

    /// <summary>The messages that the broker acknowledged and the outbox let go.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The publishes sent again.</summary>
    public long Resent { get; init; }

    /// <summary>The publishes that the broker answered with a refusal: a reason of 0x80 or above, or 0x10 (nobody is subscribed).</summary>
    public long Refused { get; init; }

    /// <summary>The connections that were accepted.</summary>
    public long Connections { get; init; }

    /// <summary>The attempts to connect that failed.</summary>
    public long FailedConnections { get; init; }

    /// <summary>The last error in one line; empty when there was none.</summary>
    public string LastError { get; init; } = "";
}
