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

    /// <summary>The bytes of the publishes sent: payloads, topics and headers.</summary>
    public long SentBytes { get; init; }

    /// <summary>The records in the publishes sent, repeated ones included; 0 for an outbox of messages.</summary>
    public long SentRecords { get; init; }

    /// <summary>The records that the broker acknowledged; 0 for an outbox of messages.</summary>
    public long AcknowledgedRecords { get; init; }

    /// <summary>The records that still wait to be drained as backlog, at most; 0 for an outbox of messages.</summary>
    public long Backlog { get; init; }

    /// <summary>The messages that the broker acknowledged and the outbox let go.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The publishes sent again; of a gateway, the batches given up with their connection or refusal, whose records are sent again.</summary>
    public long Resent { get; init; }

    /// <summary>The publishes that the broker answered with a refusal: a reason of 0x80 or above, or 0x10 (nobody is subscribed).</summary>
    public long Refused { get; init; }

    /// <summary>The connections that were accepted.</summary>
    public long Connections { get; init; }

    /// <summary>The attempts to connect that failed.</summary>
    public long FailedConnections { get; init; }

    /// <summary>The last error in one line; empty when there was none.</summary>
    public string LastError { get; init; } = "";

    /// <summary>The message that is longer than the broker takes, with both lengths, in one line: what comes after it waits. Empty while there is none.</summary>
    public string Held { get; init; } = "";

    /// <summary>The last refusal and its mend, in one line, while nothing of what was refused has been taken since. Empty while the upstream takes what it is sent.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>The upstream in use, as host and port.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>How often the upstream in use changed.</summary>
    public long Switches { get; init; }

    /// <summary>What the city's receipts did; nothing where records leave the spool without.</summary>
    public ReceiptStatistics? Receipts { get; init; }

    /// <summary>Why it changed last, in one line; empty while it never did.</summary>
    public string SwitchReason { get; init; } = "";
}
