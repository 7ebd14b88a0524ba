namespace EdgeAI.Records.Proof;

/// <summary>
/// Verifies the records of one class, which come in ascending order of their sequences: they wait until a sound seal of the chain comes, which judges all
/// below it. So it holds what lies between two seals, and of what it judged only ranges.
/// </summary>
internal sealed partial class LaneVerifier
{
    private readonly SpoolVerifier _spool;
    private readonly RecordClass _class;
    private readonly SealScratch _scratch;
    private readonly List<Finding> _findings;
    private readonly FindingRuns _runs;
    private readonly Dictionary<long, (ChainHead Head, bool Found)> _anchors = [];
    private readonly List<DeclaredLoss> _losses = [];
    private PendingRecord[] _pending = [];
    private byte[] _digests = [];
    private int _count;

    public LaneVerifier(SpoolVerifier spool, RecordClass recordClass, SealScratch scratch, List<Finding> findings)
    {
        _spool = spool;
        _class = recordClass;
        _scratch = scratch;
        _findings = findings;
        _runs = new FindingRuns(spool.Gateway, spool.Epoch, recordClass, findings);
    }

    /// <summary>The numbers that are there, in ranges that rise.</summary>
    public List<NumberRange> Present { get; } = [];

    /// <summary>The numbers that are named and not there, in ascending order.</summary>
    public IReadOnlyList<long> Absent => _runs.Absent;

    /// <summary>The names that are there.</summary>
    public long Records { get; private set; }

    /// <summary>The records that a seal attests, seals included.</summary>
    public long Attested { get; private set; }

    /// <summary>The seals that the chain goes through.</summary>
    public long Seals { get; private set; }

    /// <summary>The last of them.</summary>
    public ChainHead? Head => Seals == 0 ? null : new ChainHead(_spool.Gateway, _spool.Epoch, _class, _lastSequence, _headDigest);

    /// <summary>A seal that must be there.</summary>
    public void Anchor(in ChainHead head)
    {
        if (!_anchors.TryAdd(head.Sequence, (head, false)) && !_anchors[head.Sequence].Head.Digest.Span.SequenceEqual(head.Digest.Span))
        {
            throw new ArgumentException($"two anchors of {head.Gateway}/{head.Epoch}/{head.Sequence} differ: give the one that holds", nameof(head));
        }
    }

    /// <summary>Takes the next record.</summary>
    /// <exception cref="ArgumentException">It lies below the one before.</exception>
    public void Take(in HashedRecord record)
    {
        uint findings = record.Findings;
        int same = _count;
        while (same > 0 && _pending[same - 1].Sequence == record.Sequence)
        {
            same--;
            if (DigestsAt(same).SequenceEqual(record.Digests))
            {
                _pending[same].Findings |= FindingRuns.Bit(FindingKind.Duplicate);
                return;
            }
        }

        if (same < _count)
        {
            findings = (findings & ~FindingRuns.Bit(FindingKind.OutOfOrder)) | FindingRuns.Bit(FindingKind.Conflicting);
        }
        else if (_count > 0 && record.Sequence < _pending[_count - 1].Sequence)
        {
            throw new ArgumentException($"record {_spool.Gateway}/{_spool.Epoch}/{record.Sequence} comes behind {_pending[_count - 1].Sequence}: give the records of a class in the order of their sequences", nameof(record));
        }
        else
        {
            NumberRange.Append(Present, record.Sequence);
            Records++;
        }

        Append(record, findings);
        if (record.Kind == RecordKind.Seal)
        {
            TakeSeal(record, ref _pending[_count - 1]);
        }
    }

    /// <summary>Judges what no seal came for. After it only <see cref="Finish"/>.</summary>
    public void JudgeRest()
    {
        long lastOffChain = 0;
        for (int index = 0; index < _count; index++)
        {
            lastOffChain = _pending[index].Standing == PendingStanding.OffChain ? _pending[index].Sequence : lastOffChain;
        }

        for (int index = 0; index < _count;)
        {
            int end = EndOfName(index);
            long sequence = _pending[index].Sequence;
            FindingKind unnamed = sequence < lastOffChain ? FindingKind.NotAttested : FindingKind.Unsealed;
            _runs.Note(sequence, JudgeName(index, end, unnamed));
            index = end;
        }

        _count = 0;
    }

    /// <summary>Tells what was found, now that all declared losses are known.</summary>
    /// <param name="losses">What attested declared losses of the class cover.</param>
    /// <param name="left">What of the class left.</param>
    public void Finish(List<NumberRange> losses, List<NumberRange> left)
    {
        left = NumberRange.Join(left);
        _runs.Finish(NumberRange.Join([.. losses, .. left]));
        foreach ((ChainHead head, bool found) in _anchors.Values)
        {
            bool isGone = NumberRange.Holds(left, head.Sequence) && !NumberRange.Holds(Present, head.Sequence);
            if (!found && !isGone)
            {
                _findings.Add(new Finding(FindingKind.Rewritten, _spool.Gateway, _spool.Epoch, _class, head.Sequence, head.Sequence, 1));
            }
        }
    }

    private ReadOnlySpan<byte> DigestsAt(int index) => _digests.AsSpan(index * _spool.DigestsLength, _spool.DigestsLength);

    private void Append(in HashedRecord record, uint findings)
    {
        if (_count == _pending.Length)
        {
            int capacity = Math.Max(64, 2 * _count);
            Array.Resize(ref _pending, capacity);
            Array.Resize(ref _digests, checked(capacity * _spool.DigestsLength));
        }

        int loss = -1;
        if (record.Kind == RecordKind.DeclaredLoss && DeclaredLoss.TryRead(record.Body, out DeclaredLoss declared))
        {
            loss = _losses.Count;
            _losses.Add(declared);
        }

        record.Digests.CopyTo(_digests.AsSpan(_count * _spool.DigestsLength));
        _pending[_count++] = new PendingRecord { Sequence = record.Sequence, Findings = findings, Loss = loss };
    }

    private int EndOfName(int index)
    {
        int end = index + 1;
        while (end < _count && _pending[end].Sequence == _pending[index].Sequence)
        {
            end++;
        }

        return end;
    }

    // Forgets the records below a number, which are judged; what stays is the seal that judged them, and what came under its number before it.
    private void Forget(int judged)
    {
        int kept = _count - judged;
        Array.Copy(_pending, judged, _pending, 0, kept);
        Array.Copy(_digests, judged * _spool.DigestsLength, _digests, 0, kept * _spool.DigestsLength);
        _count = kept;
        if (_losses.Count == 0)
        {
            return;
        }

        // They stand in the order of the records.
        int gone = _losses.Count;
        for (int index = kept - 1; index >= 0; index--)
        {
            gone = _pending[index].Loss >= 0 ? _pending[index].Loss : gone;
        }

        _losses.RemoveRange(0, gone);
        for (int index = 0; index < kept; index++)
        {
            _pending[index].Loss -= _pending[index].Loss >= 0 ? gone : 0;
        }
    }
}
