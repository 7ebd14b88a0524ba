using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Seals;

/// <summary>
/// One class's chain of seals as the writer has it: what the open transaction makes of it, and where it stood before, to which a rollback goes back. What it
/// holds is on disk in the transaction that holds the records.
/// </summary>
internal sealed class SealChain(IRecordSigner signer, SpoolIdentity identity, RecordClass recordClass)
{
    private readonly SealBuilder _builder = new(signer, identity.Gateway, identity.Epoch, recordClass);

    // Where the last transaction left it. The entries that no seal has yet are a copy: sealing within a transaction that fails overwrites the builder's.
    private readonly long[] _sequences = new long[Seal.MaximumCount];
    private readonly byte[] _digests = new byte[Seal.MaximumCount * ProofLengths.Digest];
    private readonly byte[] _previousDigest = new byte[ProofLengths.Digest];
    private int _count;
    private long _previousSequence;
    private long _epochBefore;
    private bool _begins;
    private bool _beginsAgain;
    private long _since;

    // How many of the entries the table holds, and whether it holds the place; whether the open transaction has sealed.
    private int _saved;
    private bool _isPlaceSaved;
    private bool _hasSealed;
    private bool _isSaving;

    public RecordClass Class => _builder.Class;

    /// <summary>The records that no seal names yet.</summary>
    public int Count => _builder.Count;

    /// <summary>Whether no further record fits before a seal.</summary>
    public bool IsFull => _builder.IsFull;

    /// <summary>The sequence above which the next record's lies.</summary>
    public long Last => _builder.Count > 0 ? _builder.SequenceAt(_builder.Count - 1) : _builder.PreviousSequence;

    /// <summary>Whether the open transaction changed what the file says of it.</summary>
    public bool IsChanged => _hasSealed || _builder.Count != _saved;

    /// <summary>When the first of the records came that no seal names yet.</summary>
    public long Since { get; private set; }

    /// <summary>Stands where a place says.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isSaved">Whether it is what the file says.</param>
    /// <param name="now">From when on the entries wait that are loaded next.</param>
    public void Load(SealPlace place, bool isSaved, long now)
    {
        Since = now;
        if (place.Begins)
        {
            _builder.Begin(place.Sequence, place.BeginsAgain, place.EpochBefore, place.Digest);
        }
        else
        {
            _builder.Continue(place.Sequence, place.Digest);
        }

        _saved = 0;
        _isPlaceSaved = isSaved;
        _hasSealed = true;
    }

    /// <summary>Takes over an entry that the file holds.</summary>
    public void Load(long sequence, ReadOnlySpan<byte> digest)
    {
        _builder.Load(sequence, digest);
        _saved++;
    }

    /// <summary>Adds a record as it stands in a batch.</summary>
    public void Add(long sequence, ReadOnlySpan<byte> encoded, long now)
    {
        Since = _builder.Count == 0 ? now : Since;
        _builder.Add(sequence, encoded);
    }

    /// <summary>Writes the body of the seal of all entries; its length.</summary>
    public int WriteBody(Span<byte> body) => _builder.WriteBody(body);

    /// <summary>The record of the seal just written has a number.</summary>
    public void Sealed(long sequence, ReadOnlySpan<byte> encoded)
    {
        _builder.Sealed(sequence, encoded);
        _hasSealed = true;
    }

    /// <summary>Stores what the open transaction made of it, and where it stands if the file does not say it yet.</summary>
    /// <param name="database">The writer's database.</param>
    /// <param name="numbered">How many records of the class were ever stored.</param>
    /// <param name="buffer">Room for all entries.</param>
    public void Save(SpoolDatabase database, long numbered, Span<byte> buffer)
    {
        if (!IsChanged && _isPlaceSaved)
        {
            return;
        }

        _isSaving = true;
        int first = _saved;
        if (_hasSealed || !_isPlaceSaved)
        {
            database.PutChain(Class, _builder, numbered - _builder.Count);
            database.ForgetUnsealed(Class);
            first = 0;
        }

        int length = 0;
        for (int index = first; index < _builder.Count; index++)
        {
            SealEntry.Write(buffer[length..], _builder.SequenceAt(index), _builder.DigestAt(index));
            length += SealEntry.Length;
        }

        if (length > 0)
        {
            database.PutUnsealed(_builder.SequenceAt(first), Class, buffer[..length]);
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept()
    {
        if (_isSaving)
        {
            _isSaving = false;
            _isPlaceSaved = true;
            _saved = _builder.Count;
            Keep();
        }
    }

    /// <summary>Keeps where it stands, for a rollback to go back to.</summary>
    public void Keep()
    {
        for (int index = _hasSealed ? 0 : _count; index < _builder.Count; index++)
        {
            _sequences[index] = _builder.SequenceAt(index);
            _builder.DigestAt(index).CopyTo(_digests.AsSpan(index * ProofLengths.Digest));
        }

        _count = _builder.Count;
        _since = Since;
        if (_hasSealed)
        {
            _previousSequence = _builder.PreviousSequence;
            _builder.PreviousDigest.CopyTo(_previousDigest);
            _epochBefore = _builder.EpochBefore;
            _begins = _builder.Begins;
            _beginsAgain = _builder.BeginsAgain;
            _hasSealed = false;
        }
    }

    /// <summary>The transaction was rolled back.</summary>
    public void Undo()
    {
        Since = _since;
        _isSaving = false;
        if (!_hasSealed)
        {
            _builder.Rewind(_count);
            return;
        }

        _hasSealed = false;
        if (_begins)
        {
            _builder.Begin(_previousSequence, _beginsAgain, _epochBefore, _previousDigest);
        }
        else
        {
            _builder.Continue(_previousSequence, _previousDigest);
        }

        for (int index = 0; index < _count; index++)
        {
            _builder.Load(_sequences[index], _digests.AsSpan(index * ProofLengths.Digest, ProofLengths.Digest));
        }
    }
}
