using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.Proof.SealLayout;

namespace EdgeAI.Records.Proof;

/// <summary>
/// Builds the seals of one gateway, epoch and class, one after another: the spool adds each record's bytes as it numbers it, writes the
/// seal's body, numbers the record that holds it and says so (<see cref="Sealed"/>). What it holds is exactly what the spool keeps beside the records in its
/// transaction: where the chain stands (<see cref="PreviousSequence"/> and what follows) and the entries that no seal has yet, so that another builder can go on after a
/// restart (<see cref="Begin"/> or <see cref="Continue"/>, then <see cref="Load"/> for each entry). Adding allocates nothing with suite 1. Not for several threads at once.
/// </summary>
public sealed class SealBuilder
{
    private readonly IRecordSigner _signer;
    private readonly IRecordHash _hash;
    private readonly byte[] _gateway;
    private readonly long[] _sequences = new long[Seal.MaximumCount];
    private readonly byte[] _digests = new byte[Seal.MaximumCount * ProofLengths.Digest];
    private readonly byte[] _previousDigest = new byte[ProofLengths.Digest];
    private readonly byte[] _message;
    private byte _flags = BeginsFlag;

    /// <summary>A builder that stands before the first seal of an epoch.</summary>
    /// <param name="signer">The key; its suite hashes the records.</param>
    /// <param name="gateway">The gateway's id (<see cref="Identifier"/>).</param>
    /// <param name="epoch">The spool's epoch, positive.</param>
    /// <param name="recordClass">The class.</param>
    /// <exception cref="ArgumentException">The id is not valid, or the epoch not positive.</exception>
    public SealBuilder(IRecordSigner signer, string gateway, long epoch, RecordClass recordClass)
    {
        ArgumentNullException.ThrowIfNull(signer);
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        _signer = signer;
        _hash = RecordHash.Create(signer.Suite);
        _gateway = Encoding.ASCII.GetBytes(gateway);
        _message = new byte[SignedLength(_gateway.Length, Seal.MaximumLength)];
        Epoch = epoch;
        Class = recordClass;
    }

    /// <summary>The spool's epoch.</summary>
    public long Epoch { get; }

    /// <summary>The class.</summary>
    public RecordClass Class { get; }

    /// <summary>The suite that hashes and signs.</summary>
    public AlgorithmSuite Suite => _signer.Suite;

    /// <summary>The entries that no seal has yet.</summary>
    public int Count { get; private set; }

    /// <summary>Whether another entry finds no room: a seal is due.</summary>
    public bool IsFull => Count == Seal.MaximumCount;

    /// <summary>Whether the next seal begins a chain.</summary>
    public bool Begins => (_flags & BeginsFlag) != 0;

    /// <summary>Whether the next seal begins a chain again.</summary>
    public bool BeginsAgain => (_flags & AgainFlag) != 0;

    /// <summary>The previous seal's sequence; where the chain begins, the sequence above which it holds.</summary>
    public long PreviousSequence { get; private set; }

    /// <summary>The previous seal's digest; where the chain begins, that of the last seal in the epoch before, or zeros.</summary>
    public ReadOnlySpan<byte> PreviousDigest => _previousDigest;

    /// <summary>The epoch before, where the chain begins and that is known; otherwise 0.</summary>
    public long EpochBefore { get; private set; }

    /// <summary>The length of the next seal's body, in bytes.</summary>
    /// <exception cref="InvalidOperationException">There is no entry.</exception>
    public int BodyLength
    {
        get
        {
            ThrowIfEmpty();
            int length = EntriesOffset + (Count * EntryDigestLength) + ProofLengths.Signature;
            long previous = PreviousSequence;
            foreach (long sequence in _sequences.AsSpan(0, Count))
            {
                length += NumberLength(sequence - previous);
                previous = sequence;
            }

            return length;
        }
    }

    /// <summary>Stands before a chain's first seal, without entries.</summary>
    /// <param name="above">The sequence above which the chain holds: 0 in a new epoch, else the highest that may have been given before.</param>
    /// <param name="again">Whether damage took where an earlier chain of the epoch stood.</param>
    /// <param name="epochBefore">The epoch before, or 0 when there is none or it is not known.</param>
    /// <param name="lastDigest">The digest of the class's last seal in the epoch before, or empty.</param>
    public void Begin(long above = 0, bool again = false, long epochBefore = 0, ReadOnlySpan<byte> lastDigest = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(above);
        ArgumentOutOfRangeException.ThrowIfNegative(epochBefore);
        _flags = again ? (byte)(BeginsFlag | AgainFlag) : BeginsFlag;
        EpochBefore = epochBefore;
        _previousDigest.AsSpan().Clear();
        lastDigest.CopyTo(_previousDigest);
        PreviousSequence = above;
        Count = 0;
    }

    /// <summary>Stands behind a seal, without entries.</summary>
    /// <param name="sequence">The seal's sequence, 1 or more.</param>
    /// <param name="digest">The digest of the record that holds it, by this builder's suite.</param>
    public void Continue(long sequence, ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, ProofLengths.Digest);
        _flags = 0;
        EpochBefore = 0;
        digest.CopyTo(_previousDigest);
        PreviousSequence = sequence;
        Count = 0;
    }

    /// <summary>Adds a record.</summary>
    /// <param name="sequence">The record's sequence, above the last one's.</param>
    /// <param name="encoded">The record as it stands in a batch, checksum included.</param>
    /// <returns>Its digest, that the spool keeps until a seal has it.</returns>
    /// <exception cref="ArgumentException">The sequence does not rise.</exception>
    /// <exception cref="InvalidOperationException">There is no room: a seal is due.</exception>
    public ReadOnlySpan<byte> Add(long sequence, ReadOnlySpan<byte> encoded)
    {
        Span<byte> digest = Next(sequence);
        _hash.Hash(encoded, digest);
        Count++;
        return digest;
    }

    /// <summary>Adds an entry whose digest was computed before, by this builder's suite.</summary>
    /// <exception cref="ArgumentException">The sequence does not rise, or the digest has another length.</exception>
    /// <exception cref="InvalidOperationException">There is no room: a seal is due.</exception>
    public void Load(long sequence, ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, ProofLengths.Digest);
        digest.CopyTo(Next(sequence));
        Count++;
    }

    /// <summary>Takes the latest entries back, whose records were not stored after all.</summary>
    /// <param name="count">How many entries stay.</param>
    public void Rewind(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
    }

    /// <summary>An entry's sequence.</summary>
    public long SequenceAt(int index) => _sequences.AsSpan(0, Count)[index];

    /// <summary>An entry's digest, in full.</summary>
    public ReadOnlySpan<byte> DigestAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _digests.AsSpan(index * ProofLengths.Digest, ProofLengths.Digest);
    }

    /// <summary>Writes the signed body of the next seal; the builder stays where it is until <see cref="Sealed"/>.</summary>
    /// <param name="body">At least <see cref="BodyLength"/> bytes.</param>
    /// <returns>The body's length.</returns>
    /// <exception cref="InvalidOperationException">There is no entry.</exception>
    public int WriteBody(Span<byte> body)
    {
        ThrowIfEmpty();
        body[..EntriesOffset].Clear();
        body[VersionOffset] = BodyVersion;
        body[SuiteOffset] = (byte)Suite;
        body[ClassOffset] = (byte)Class;
        body[FlagsOffset] = _flags;
        BinaryPrimitives.WriteUInt16LittleEndian(body[CountOffset..], (ushort)Count);
        BinaryPrimitives.WriteInt64LittleEndian(body[EpochOffset..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(body[PreviousSequenceOffset..], PreviousSequence);
        _previousDigest.CopyTo(body[PreviousDigestOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(body[EpochBeforeOffset..], EpochBefore);
        _signer.KeyId.Write(body[KeyIdOffset..]);
        _hash.Hash(_digests.AsSpan(0, Count * ProofLengths.Digest), body[RootOffset..]);
        int length = EntriesOffset;
        long previous = PreviousSequence;
        for (int index = 0; index < Count; index++)
        {
            length += WriteNumber(_sequences[index] - previous, body[length..]);
            _digests.AsSpan(index * ProofLengths.Digest, EntryDigestLength).CopyTo(body[length..]);
            length += EntryDigestLength;
            previous = _sequences[index];
        }

        length += ProofLengths.Signature;
        Span<byte> message = _message.AsSpan(0, SignedLength(_gateway.Length, length));
        WriteSigned(_gateway, body[..length], message);
        _signer.Sign(message, body[(length - ProofLengths.Signature)..length]);
        return length;
    }

    /// <summary>Says that the record of the seal just written has a number: the next seal names it.</summary>
    /// <param name="sequence">The record's sequence, above its entries.</param>
    /// <param name="encoded">The record as it stands in a batch, checksum included.</param>
    /// <returns>Its digest, that the spool keeps as where the chain stands.</returns>
    /// <exception cref="ArgumentException">The sequence is not above the entries'.</exception>
    public ReadOnlySpan<byte> Sealed(long sequence, ReadOnlySpan<byte> encoded)
    {
        ThrowIfEmpty();
        if (sequence <= _sequences[Count - 1])
        {
            throw new ArgumentException($"a seal of number {sequence} cannot name number {_sequences[Count - 1]}: give the seal the next number", nameof(sequence));
        }

        _hash.Hash(encoded, _previousDigest);
        _flags = 0;
        EpochBefore = 0;
        PreviousSequence = sequence;
        Count = 0;
        return _previousDigest;
    }

    private Span<byte> Next(long sequence)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"{Seal.MaximumCount} records wait for a seal: write it before another is added");
        }

        long last = Count == 0 ? PreviousSequence : _sequences[Count - 1];
        if (sequence <= last)
        {
            throw new ArgumentException($"record {sequence} does not follow {last}", nameof(sequence));
        }

        _sequences[Count] = sequence;
        return _digests.AsSpan(Count * ProofLengths.Digest, ProofLengths.Digest);
    }

    private void ThrowIfEmpty()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("an empty seal is never written: add a record first");
        }
    }
}
