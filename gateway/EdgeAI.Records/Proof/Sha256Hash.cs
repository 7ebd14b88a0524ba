using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>SHA-256 (FIPS 180-4).</summary>
internal sealed class Sha256Hash : IRecordHash
{
    private readonly OpenSslSha256? _native = OpenSslSha256.TryCreate();

    public AlgorithmSuite Suite => AlgorithmSuite.Sha256P256;

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        if (_native is null)
        {
            SHA256.HashData(data, digest);
        }
        else
        {
            _native.Hash(data, digest);
        }
    }
}
