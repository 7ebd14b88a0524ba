using EdgeAI.City.Admission;

namespace EdgeAI.City.Operation;

/// <summary>What the status page says. Counts are this receiver's since its start; gaps and conflicts are the table's.</summary>
internal sealed record CityStatus
{
    /// <summary>The receiver's name.</summary>
    public required string Receiver { get; init; }

    /// <summary>UTC when this was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The broker that delivers; empty while there is none.</summary>
    public required string Source { get; init; }

    /// <summary>What is wrong, in one line; empty when nothing is.</summary>
    public required string Problem { get; init; }

    /// <summary>Records per second that came, duplicates included, over the last period.</summary>
    public required double RecordsPerSecond { get; init; }

    /// <summary>Records added.</summary>
    public required long Added { get; init; }

    /// <summary>Records that were there already.</summary>
    public required long DuplicatesRemoved { get; init; }

    /// <summary>Records under the name of another.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Messages set aside.</summary>
    public required long Refused { get; init; }

    /// <summary>Messages of gateways in quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Receipts sent.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Messages that came and are not acknowledged yet.</summary>
    public required long InFlight { get; init; }

    /// <summary>Transactions.</summary>
    public required long Commits { get; init; }

    /// <summary>Transactions that failed.</summary>
    public required long FailedCommits { get; init; }

    /// <summary>The gateways of which something came within the last minute.</summary>
    public required int GatewaysAlive { get; init; }

    /// <summary>The longest lag of those, in seconds.</summary>
    public required double LagSeconds { get; init; }

    /// <summary>Records missing from the spools that this receiver saw: neither there nor declared lost, and noticed more than a minute ago.</summary>
    public required long Missing { get; init; }

    /// <summary>Of those, the ones whose last verification said that they are not complete.</summary>
    public required int NotComplete { get; init; }

    /// <summary>The gateways in quarantine: the table's, as of the last account.</summary>
    public required IReadOnlyList<QuarantinedGateway> InQuarantine { get; init; }

    /// <summary>The spools that this receiver saw.</summary>
    public required IReadOnlyList<GatewayStatus> Gateways { get; init; }
}
