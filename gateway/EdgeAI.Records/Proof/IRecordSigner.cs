namespace EdgeAI.Records.Proof;

/// <summary>
/// A signing key, wherever it is kept: <see cref="RecordSigningKey"/> holds it in memory; a TPM or a PKCS#11 module implements the same and
/// never gives it away. Not for several threads at once.
/// </summary>
public interface IRecordSigner
{
    /// <summary>The suite that the key signs by.</summary>
    AlgorithmSuite Suite { get; }

    /// <summary>The public key's id.</summary>
    KeyId KeyId { get; }

    /// <summary>The public key, that verifies what this key signs.</summary>
    RecordPublicKey PublicKey { get; }

    /// <summary>Signs a message: hashes it as the suite says and signs the digest.</summary>
    /// <param name="message">The whole message, at most 26 KiB.</param>
    /// <param name="signature">At least <see cref="ProofLengths.Signature"/> bytes: r, then s.</param>
    void Sign(ReadOnlySpan<byte> message, Span<byte> signature);
}
