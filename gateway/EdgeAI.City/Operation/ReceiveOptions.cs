using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;

namespace EdgeAI.City.Operation;

/// <summary>Everything that a running receiver needs to know.</summary>
internal sealed record ReceiveOptions
{
    /// <summary>Where messages come from.</summary>
    public required IRecordSource Source { get; init; }

    /// <summary>The brokers, for people.</summary>
    public required string Brokers { get; init; }

    /// <summary>The receiver's name.</summary>
    public required string Name { get; init; }

    /// <summary>The database's connection string.</summary>
    public required string Database { get; init; }

    /// <summary>The file of the key that signs receipts; nothing to send none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether the tables are left as they are.</summary>
    public bool KeepSchema { get; init; }

    /// <summary>Whether only enrolled gateways are let in.</summary>
    public bool EnrolledOnly { get; init; }

    /// <summary>The loopback port of status and metrics; nothing for none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where metrics are pushed to; nothing for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>How log lines look.</summary>
    public LogFormat Log { get; init; }

    /// <summary>How the receiver gathers.</summary>
    public required ReceiverOptions Receiving { get; init; }

    /// <summary>How often spools are accounted for and rates are taken.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);
}
