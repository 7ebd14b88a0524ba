using Org.BouncyCastle.Crypto.Digests;

namespace EdgeAI.Records.Proof;

/// <summary>SM3 (GB/T 32905-2016).</summary>
internal sealed class Sm3Hash : IRecordHash
{
    private readonly SM3Digest _digest = new();

    public AlgorithmSuite Suite => AlgorithmSuite.Sm3Sm2;

    public void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        _digest.BlockUpdate(data);
        _digest.DoFinal(digest);
    }
}
