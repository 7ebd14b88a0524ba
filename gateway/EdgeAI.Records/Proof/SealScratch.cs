namespace EdgeAI.Records.Proof;

/// <summary>Where a verification puts one seal's entries side by side; one for all chains, since they are judged one after another.</summary>
internal sealed class SealScratch
{
    public long[] Sequences { get; } = new long[Seal.MaximumCount];

    public byte[] Digests { get; } = new byte[Seal.MaximumCount * ProofLengths.Digest];
}
