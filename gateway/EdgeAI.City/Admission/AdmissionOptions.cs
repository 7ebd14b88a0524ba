namespace EdgeAI.City.Admission;

/// <summary>Whom a receiver lets in.</summary>
internal sealed record AdmissionOptions
{
    /// <summary>The receiver's name: what it counts stands in rows of its own.</summary>
    public string Receiver { get; init; } = "city";

    /// <summary>Whether only enrolled gateways are let in.</summary>
    public bool EnrolledOnly { get; init; }

    /// <summary>For how long what was read of gateways, quotas and other receivers' counts is believed.</summary>
    public TimeSpan BelievedFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many messages in a row that are no batch of its own bring a gateway into quarantine.</summary>
    public int DamagedInARow { get; init; } = 10;

    /// <summary>The most bytes that are kept of one gateway in quarantine; what comes beyond is only counted.</summary>
    public long QuarantineBytes { get; init; } = 256L << 20;
}
