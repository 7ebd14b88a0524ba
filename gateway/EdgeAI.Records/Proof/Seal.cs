using System.Buffers;
using System.Buffers.Binary;
using static EdgeAI.Records.Proof.SealLayout;

namespace EdgeAI.Records.Proof;

/// <summary>
/// The body of a seal: it names by digest every record of its class since the seal before it, and is signed by the gateway (RECORDS.md,
/// "Seals"). What was read is well-formed; whether it is true, <see cref="Verify"/> tells.
/// </summary>
public readonly ref struct Seal
{
    /// <summary>The most entries.</summary>
    public const int MaximumCount = 1024;

    /// <summary>The longest body in bytes.</summary>
    public const int MaximumLength = EntriesOffset + (MaximumCount * (MaximumNumberLength + EntryDigestLength)) + ProofLengths.Signature;

    private readonly ReadOnlySpan<byte> _body;

    private Seal(ReadOnlySpan<byte> body, long lastSequence)
    {
        _body = body;
        LastSequence = lastSequence;
    }

    /// <summary>The suite of its hashes and its signature.</summary>
    public AlgorithmSuite Suite => (AlgorithmSuite)_body[SuiteOffset];

    /// <summary>The class that it seals.</summary>
    public RecordClass Class => (RecordClass)_body[ClassOffset];

    /// <summary>Whether the chain begins here (flag bit 0).</summary>
    public bool Begins => (_body[FlagsOffset] & BeginsFlag) != 0;

    /// <summary>Whether it begins again here, because damage took where it stood (flag bit 1).</summary>
    public bool BeginsAgain => (_body[FlagsOffset] & AgainFlag) != 0;

    /// <summary>The number of entries, 1 to <see cref="MaximumCount"/>.</summary>
    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(_body[CountOffset..]);

    /// <summary>The spool's epoch.</summary>
    public long Epoch => BinaryPrimitives.ReadInt64LittleEndian(_body[EpochOffset..]);

    /// <summary>The previous seal's sequence; where the chain begins, the sequence above which it holds.</summary>
    public long PreviousSequence => BinaryPrimitives.ReadInt64LittleEndian(_body[PreviousSequenceOffset..]);

    /// <summary>The previous seal's digest; where the chain begins, that of the last seal of the class in <see cref="EpochBefore"/>, or zeros.</summary>
    public ReadOnlySpan<byte> PreviousDigest => _body[PreviousDigestOffset..EpochBeforeOffset];

    /// <summary>The epoch before, where the chain begins and that is known; otherwise 0.</summary>
    public long EpochBefore => BinaryPrimitives.ReadInt64LittleEndian(_body[EpochBeforeOffset..]);

    /// <summary>The id of the key that signed it.</summary>
    public KeyId KeyId => KeyId.Read(_body[KeyIdOffset..]);

    /// <summary>The hash of all entries' digests in full, one after another.</summary>
    public ReadOnlySpan<byte> Root => _body[RootOffset..EntriesOffset];

    /// <summary>The last entry's sequence; the seal's own is above it.</summary>
    public long LastSequence { get; }

    /// <summary>The entries, in ascending order of their sequences.</summary>
    public SealEntries Entries => new(_body[EntriesOffset..^ProofLengths.Signature], PreviousSequence, Count);

    /// <summary>The signature.</summary>
    public ReadOnlySpan<byte> Signature => _body[^ProofLengths.Signature..];

    /// <summary>Reads a body; false when the bytes are none. What is read points into them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Seal seal)
    {
        seal = default;
        if (body.Length is < MinimumLength or > MaximumLength
            || body[VersionOffset] != BodyVersion
            || (AlgorithmSuite)body[SuiteOffset] is not (AlgorithmSuite.Sha256P256 or AlgorithmSuite.Sm3Sm2)
            || (RecordClass)body[ClassOffset] is < RecordClass.Safety or > RecordClass.Bulk
            || body[FlagsOffset] is not (0 or BeginsFlag or (BeginsFlag | AgainFlag))
            || BinaryPrimitives.ReadUInt16LittleEndian(body[ReservedOffset..]) != 0)
        {
            return false;
        }

        Seal read = new(body, 0);
        if (!read.HasValidChain || read.Count is 0 or > MaximumCount)
        {
            return false;
        }

        SealEntries entries = read.Entries;
        while (entries.MoveNext())
        {
        }

        if (!entries.IsWhole)
        {
            return false;
        }

        seal = new Seal(body, entries.Sequence);
        return true;
    }

    /// <summary>Reads the body of a record of kind 7; false when it is none or does not belong to the record: of another class or epoch, or with an entry that is not below the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="epoch">The record's epoch.</param>
    /// <param name="seal">The seal.</param>
    public static bool TryReadRecord(in GatewayRecord record, long epoch, out Seal seal)
        => TryRead(record.Frame, out seal) && seal.Class == record.Class && seal.Epoch == epoch && seal.LastSequence < record.Sequence;

    /// <summary>Whether the gateway's key signed it. Allocates nothing with suite 1.</summary>
    /// <param name="gateway">The gateway's id, ASCII.</param>
    /// <param name="key">The key that <see cref="KeyId"/> names.</param>
    public bool Verify(ReadOnlySpan<byte> gateway, RecordPublicKey key)
    {
        if (key.Suite != Suite || key.Id != KeyId)
        {
            return false;
        }

        int length = SignedLength(gateway.Length, _body.Length);
        byte[] message = ArrayPool<byte>.Shared.Rent(length);
        WriteSigned(gateway, _body, message);
        bool verified = key.Verify(message.AsSpan(0, length), Signature);
        ArrayPool<byte>.Shared.Return(message);
        return verified;
    }

    // Where a chain goes on, the seal before is a record of this epoch; where it begins, it may hold from 0 on, and an epoch before is told with or without its digest.
    private bool HasValidChain => Epoch > 0
        && (Begins ? PreviousSequence >= 0 && EpochBefore >= 0 : PreviousSequence >= 1 && EpochBefore == 0);
}
