using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Records.Certificates;

/// <summary>Lets .NET's certificate requests sign with an authority's key, wherever it lives.</summary>
public sealed class AuthoritySignature(IAuthorityKey key) : X509SignatureGenerator
{
    // AlgorithmIdentifier of ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758, section 3.2), DER.
    private static readonly byte[] EcdsaWithSha256 = [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [.. EcdsaWithSha256];

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignHash(SHA256.HashData(data));

    protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKey, out _);
}
