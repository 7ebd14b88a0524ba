using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Seals;

/// <summary>Where the chain of a class's seals stands: a row of table <c>chains</c>.</summary>
/// <param name="Suite">The suite of the digests; none where nothing was sealed and no entry waits.</param>
/// <param name="Sequence">The last seal's sequence; where the chain begins, the sequence above which it holds.</param>
/// <param name="Digest">The last seal's digest; where the chain begins, that of the last seal in the epoch before, or zeros.</param>
/// <param name="Flags">Bit 0: the chain begins with the next seal; bit 1: it begins again.</param>
/// <param name="EpochBefore">The epoch before, where the chain begins and that is known; otherwise 0.</param>
/// <param name="Numbered">How many records of the class had been stored by then: as many as came since are entries of the next seal.</param>
internal sealed record SealPlace(AlgorithmSuite Suite, long Sequence, byte[] Digest, int Flags, long EpochBefore, long Numbered)
{
    public const int BeginsFlag = 1;
    public const int AgainFlag = 2;

    private static readonly byte[] Nothing = new byte[ProofLengths.Digest];

    /// <summary>Before a chain's first seal, without a seal before.</summary>
    public static SealPlace Beginning(long above, bool again, long numbered)
        => new(AlgorithmSuite.None, above, Nothing, again ? BeginsFlag | AgainFlag : BeginsFlag, 0, numbered);

    public bool Begins => (Flags & BeginsFlag) != 0;

    public bool BeginsAgain => (Flags & AgainFlag) != 0;

    /// <summary>The checksum of a class's row.</summary>
    public long Check(RecordClass recordClass) => RowCheck.Of((long)recordClass, (long)Suite, Sequence, RowCheck.OfBytes(Digest), Flags, EpochBefore, Numbered);
}
