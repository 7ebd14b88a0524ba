namespace EdgeAI.Records.Proof;

/// <summary>The chain: which seals it goes through, and what each of them says of the records below it.</summary>
internal sealed partial class LaneVerifier
{
    private readonly byte[] _lastDigests = new byte[2 * ProofLengths.Digest];
    private readonly byte[] _headDigest = new byte[ProofLengths.Digest];
    private long _lastSequence;

    private void TakeSeal(in HashedRecord record, ref PendingRecord pending)
    {
        bool read = Seal.TryRead(record.Body, out Seal seal);
        if (read && _anchors.TryGetValue(record.Sequence, out (ChainHead Head, bool Found) anchor) && anchor.Head.Digest.Span.SequenceEqual(record.SealDigest))
        {
            _anchors[record.Sequence] = (anchor.Head, true);
        }

        if (!read || seal.Class != _class || seal.Epoch != _spool.Epoch || seal.LastSequence >= record.Sequence || !_spool.IsSigned(seal))
        {
            pending.Standing = PendingStanding.OffChain;
            pending.Findings |= FindingRuns.Bit(FindingKind.BadSeal);
            return;
        }

        if (!GoesOn(seal, out bool previousIsAbsent))
        {
            pending.Standing = PendingStanding.OffChain;
            pending.Findings |= FindingRuns.Bit(FindingKind.Forked);
            return;
        }

        pending.Standing = PendingStanding.Chained;
        pending.Findings |= seal.BeginsAgain ? FindingRuns.Bit(FindingKind.Restarted) : 0;
        int end = _count - 1;
        while (end > 0 && _pending[end - 1].Sequence == record.Sequence)
        {
            end--;
        }

        Judge(seal, end, previousIsAbsent);
        Forget(end);
        _lastSequence = record.Sequence;
        record.Digests.CopyTo(_lastDigests);
        Seals++;
        Attested++;
        record.SealDigest.CopyTo(_headDigest);
    }

    /// <summary>Whether the chain goes on with the seal; if so, whether the seal that it names is not there.</summary>
    private bool GoesOn(in Seal seal, out bool previousIsAbsent)
    {
        previousIsAbsent = false;
        bool first = _lastSequence == 0;
        if (seal.Begins)
        {
            return (first || seal.BeginsAgain) && seal.PreviousSequence >= _lastSequence;
        }

        if (seal.PreviousSequence <= _lastSequence)
        {
            return seal.PreviousSequence == _lastSequence && seal.PreviousDigest.SequenceEqual(_spool.DigestBy(seal.Suite, _lastDigests));
        }

        // Another record in its place is one that is altered; a seal that is not sound is told by itself.
        previousIsAbsent = IndexOf(seal.PreviousSequence) < 0;
        return true;
    }

    private int IndexOf(long sequence)
    {
        for (int index = 0; index < _count; index++)
        {
            if (_pending[index].Sequence == sequence)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Judges the records below a seal, the first ones that wait.</summary>
    private void Judge(in Seal seal, int end, bool previousIsAbsent)
    {
        int entries = Match(seal, end, out bool isWhole);
        bool rootIsWrong = false;
        if (isWhole)
        {
            Span<byte> root = stackalloc byte[ProofLengths.Digest];
            _spool.HashOf(seal.Suite).Hash(_scratch.Digests.AsSpan(0, entries * ProofLengths.Digest), root);
            rootIsWrong = !root.SequenceEqual(seal.Root);
        }

        if (previousIsAbsent)
        {
            NoteBelow(seal, 0, out int index, end, seal.PreviousSequence);
            _runs.NoteAbsent(seal.PreviousSequence);
            NoteNamed(seal, index, end, entries, rootIsWrong);
        }
        else
        {
            NoteNamed(seal, 0, end, entries, rootIsWrong);
        }
    }

    // Compares the entries with what waits: records are marked as named or altered, and the digests of those named are put side by side for the root.
    private int Match(in Seal seal, int end, out bool isWhole)
    {
        int entries = 0;
        int index = 0;
        isWhole = true;
        foreach (SealEntries entry in seal.Entries)
        {
            while (index < end && _pending[index].Sequence < entry.Sequence)
            {
                index++;
            }

            bool named = false;
            for (; index < end && _pending[index].Sequence == entry.Sequence; index++)
            {
                ReadOnlySpan<byte> digest = _spool.DigestBy(seal.Suite, DigestsAt(index));
                if (digest.StartsWith(entry.DigestStart))
                {
                    named = true;
                    digest.CopyTo(_scratch.Digests.AsSpan(entries * ProofLengths.Digest));
                    _pending[index].IsNamed = true;
                }
                else
                {
                    isWhole = false;
                    _pending[index].Findings |= FindingRuns.Bit(FindingKind.Altered);
                }
            }

            isWhole &= named;
            _scratch.Sequences[entries++] = entry.Sequence;
        }

        return entries;
    }

    // Names below a number, of which the seal says nothing.
    private void NoteBelow(in Seal seal, int index, out int next, int end, long limit)
    {
        while (index < end && _pending[index].Sequence < limit)
        {
            next = EndOfName(index);
            _runs.Note(_pending[index].Sequence, JudgeName(index, next, Unnamed(seal, _pending[index].Sequence)));
            index = next;
        }

        next = index;
    }

    private void NoteNamed(in Seal seal, int index, int end, int entries, bool rootIsWrong)
    {
        for (int entry = 0; entry < entries; entry++)
        {
            long sequence = _scratch.Sequences[entry];
            NoteBelow(seal, index, out index, end, sequence);
            if (index == end || _pending[index].Sequence != sequence)
            {
                _runs.NoteAbsent(sequence);
                continue;
            }

            int next = EndOfName(index);
            uint wrong = rootIsWrong ? FindingRuns.Bit(FindingKind.Altered) : 0;
            _runs.Note(sequence, JudgeName(index, next, FindingKind.Altered, attests: !rootIsWrong) | wrong);
            index = next;
        }

        NoteBelow(seal, index, out _, end, long.MaxValue);
    }

    private static FindingKind Unnamed(in Seal seal, long sequence)
    {
        if (sequence > seal.PreviousSequence)
        {
            return FindingKind.Inserted;
        }

        return sequence == seal.PreviousSequence && !seal.Begins ? FindingKind.Altered : FindingKind.NotAttested;
    }

    /// <summary>What was found of one name, of which several records may have come.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="unnamed">What a record is that no seal names and that is none.</param>
    /// <param name="attests">Whether the seal that names one of them attests it.</param>
    private uint JudgeName(int first, int end, FindingKind unnamed, bool attests = true)
    {
        uint findings = 0;
        bool chained = false;
        for (int index = first; index < end; index++)
        {
            chained |= _pending[index].Standing == PendingStanding.Chained;
        }

        for (int index = first; index < end; index++)
        {
            ref PendingRecord record = ref _pending[index];
            findings |= record.Findings;
            if (record.IsNamed && attests)
            {
                Attested++;
                if (record.Loss >= 0)
                {
                    _spool.Declare(_losses[record.Loss]);
                }
            }
            else if (record.Standing == PendingStanding.Plain && !record.IsNamed)
            {
                findings |= FindingRuns.Bit(chained ? FindingKind.Altered : unnamed);
            }
        }

        return findings;
    }
}
