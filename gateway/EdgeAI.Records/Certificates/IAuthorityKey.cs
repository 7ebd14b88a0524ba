namespace EdgeAI.Records.Certificates;

/// <summary>The private key of a certificate authority: in a file, or in a TPM or another module that never gives it away. ECDSA on P-256.</summary>
public interface IAuthorityKey : IDisposable
{
    /// <summary>The public half as a SubjectPublicKeyInfo (RFC 5480), DER.</summary>
    byte[] PublicKey { get; }

    /// <summary>Signs a SHA-256 hash; gives an ECDSA-Sig-Value (RFC 3279, section 2.2.3), DER.</summary>
    byte[] SignHash(ReadOnlySpan<byte> sha256);
}
