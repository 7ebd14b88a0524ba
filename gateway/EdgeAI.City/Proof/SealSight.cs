using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Proof;

/// <summary>A seal as it came: what its chain is made of, and its body for the signature.</summary>
internal sealed class SealSight
{
    private readonly byte[] _body;

    private SealSight(string gateway, in GatewayRecord record, in Seal seal)
    {
        Gateway = gateway;
        Epoch = seal.Epoch;
        Class = record.Class;
        Sequence = record.Sequence;
        Begins = (short)(seal.BeginsAgain ? 2 : seal.Begins ? 1 : 0);
        PreviousSequence = seal.PreviousSequence;
        PreviousDigest = seal.PreviousDigest.ToArray();
        EpochBefore = seal.EpochBefore;
        KeyId = seal.KeyId;
        _body = record.Frame.ToArray();
        byte[] encoded = new byte[record.EncodedLength];
        record.WriteTo(encoded);
        Digest = new byte[ProofLengths.Digest];
        RecordHash.Create(seal.Suite).Hash(encoded, Digest);
    }

    public string Gateway { get; }

    public long Epoch { get; }

    public RecordClass Class { get; }

    public long Sequence { get; }

    /// <summary>The digest of the record that holds it, by its own suite.</summary>
    public byte[] Digest { get; }

    /// <summary>0: goes on; 1: begins; 2: begins again.</summary>
    public short Begins { get; }

    public long PreviousSequence { get; }

    public byte[] PreviousDigest { get; }

    public long EpochBefore { get; }

    public KeyId KeyId { get; }

    /// <summary>Reads a record of kind 7; nothing where its body does not belong to the record.</summary>
    public static SealSight? Of(string gateway, long epoch, in GatewayRecord record)
        => Seal.TryReadRecord(record, epoch, out Seal seal) ? new SealSight(gateway, record, seal) : null;

    /// <summary>Whether a key signed it.</summary>
    public bool IsSignedBy(RecordPublicKey key)
        => Seal.TryRead(_body, out Seal seal) && seal.Verify(System.Text.Encoding.ASCII.GetBytes(Gateway), key);
}
