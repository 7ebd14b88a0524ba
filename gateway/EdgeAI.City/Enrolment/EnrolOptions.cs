using System.Net;
using EdgeAI.City.Operation;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Enrolment;

/// <summary>What the enrolment endpoint needs to know.</summary>
internal sealed record EnrolOptions
{
    /// <summary>Where it listens.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The DNS names and IP addresses that gateways reach it by.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The folder of the authority.</summary>
    public required string AuthorityFolder { get; init; }

    /// <summary>The database's connection string.</summary>
    public required string Database { get; init; }

    /// <summary>The keys that sign receipts.</summary>
    public required IReadOnlyList<RecordPublicKey> CityKeys { get; init; }

    /// <summary>How long a gateway's certificate is valid.</summary>
    public TimeSpan CertificateLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many requests of one address are looked at in a minute.</summary>
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>How long a request may take to come whole.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether something was revoked.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How log lines look.</summary>
    public LogFormat Log { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
