namespace EdgeAI.Records.Enrolment;

/// <summary>What the city gives a gateway.</summary>
public sealed record EnrolmentAnswer
{
    /// <summary>The gateway's id, as the token names it.</summary>
    public required string Gateway { get; init; }

    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>The certificate for the upstream, PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>When it expires, UTC.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The city's authority, PEM: it issued the brokers' certificates, too.</summary>
    public required string Authority { get; init; }

    /// <summary>The public keys that sign receipts, PEM.</summary>
    public required IReadOnlyList<string> CityKeys { get; init; }
}
