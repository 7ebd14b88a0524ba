namespace EdgeAI.City.Receiving;

/// <summary>A receiver's counts since its start.</summary>
internal sealed record ReceiverStatistics
{
    /// <summary>The broker that delivers; empty while there is none.</summary>
    public required string Source { get; init; }

    /// <summary>Why the broker or the database is not there, in one line; empty while both are.</summary>
    public required string LastError { get; init; }

    /// <summary>Connections to a broker.</summary>
    public required long Connections { get; init; }

    /// <summary>Messages that came.</summary>
    public required long Arrived { get; init; }

    /// <summary>Messages that were acknowledged to the broker.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Transactions.</summary>
    public required long Commits { get; init; }

    /// <summary>Transactions that failed and were tried again.</summary>
    public required long FailedCommits { get; init; }

    /// <summary>Records added to the table.</summary>
    public required long Added { get; init; }

    /// <summary>Records that were there already.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Records under the name of another, set aside.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Messages that could not be stored as records, set aside.</summary>
    public required long Refused { get; init; }

    /// <summary>Messages of gateways in quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Receipts sent.</summary>
    public required long Receipts { get; init; }

    /// <summary>Times that receipts could not be sent.</summary>
    public required long FailedReceipts { get; init; }

    /// <summary>The spools seen.</summary>
    public required IReadOnlyList<GatewaySight> Gateways { get; init; }
}
