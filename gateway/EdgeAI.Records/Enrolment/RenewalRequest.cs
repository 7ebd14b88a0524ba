namespace EdgeAI.Records.Enrolment;

/// <summary>What an enrolled gateway sends for its next certificate, over a connection that shows the one before.</summary>
public sealed record RenewalRequest
{
    /// <summary>The signing request of the key for TLS, PKCS#10 in PEM.</summary>
    public required string Request { get; init; }
}
