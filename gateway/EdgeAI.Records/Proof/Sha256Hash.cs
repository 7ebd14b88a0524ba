using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>SHA-256 (FIPS 180-4).</summary>
internal sealed class Sha256Hash : IRecordHash
{
    public AlgorithmSuite Suite => AlgorithmSuite.Sha256P256;

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest) => SHA256.HashData(data, digest);
}
