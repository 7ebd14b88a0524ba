using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>Verifies ECDSA over P-256 and SHA-256 (FIPS 186-5).</summary>
internal sealed class P256PublicKey : RecordPublicKey
{
    private readonly ECDsa _key = ECDsa.Create();

    public P256PublicKey(ReadOnlySpan<byte> bytes)
        : base(AlgorithmSuite.Sha256P256, bytes)
    {
        try
        {
            _key.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfo(Suite, bytes), out _);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("the public key is no point of P-256", exception);
        }
    }

    public override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        => signature.Length == ProofLengths.Signature && _key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
