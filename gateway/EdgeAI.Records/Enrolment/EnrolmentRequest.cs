namespace EdgeAI.Records.Enrolment;

/// <summary>What a gateway sends to be enrolled with the city (IDENTITY.md, "A gateway and the city").</summary>
public sealed record EnrolmentRequest
{
    /// <summary>The one-time token, as the city printed it.</summary>
    public required string Token { get; init; }

    /// <summary>The signing request of the key for TLS, PKCS#10 in PEM.</summary>
    public required string Request { get; init; }

    /// <summary>The public key that seals are signed with, PEM.</summary>
    public required string SigningKey { get; init; }

    /// <summary>The signature over <see cref="EnrolmentProof.Message"/> by the key that signs seals, base64.</summary>
    public required string Proof { get; init; }
}
