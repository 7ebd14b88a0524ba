using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// What of one lane was sent and has no receipt, in the order of the sequences, without overlap. Bounded: of more stretches than the capacity,
/// those that touch are merged, and are then known in sum only; where that is not enough, those that lie next to each other are, over what is gone between them.
/// For one thread.
/// </summary>
internal sealed class SentStretches(RecordClass recordClass, int capacity)
{
    private readonly List<SentStretch> _stretches = [];

    public int Count => _stretches.Count;

    public SentStretch this[int index] => _stretches[index];

    /// <summary>The records that the upstream has and no receipt names.</summary>
    public long Unreceipted
    {
        get
        {
            long records = 0;
            foreach (SentStretch stretch in _stretches)
            {
                records += stretch.Standing == SentStanding.WithBroker ? stretch.Records : 0;
            }

            return records;
        }
    }

    /// <summary>A batch is on its way. What was known of its sequences before goes into it; what of that lies beside it stays.</summary>
    public void Sent(SequenceRange range, in ReceiptBatch batch, TimeSpan now)
    {
        SentStretch sent = new(range, batch, batch.Records, now, now, 1, SentStanding.OnTheirWay);
        int index = IndexBehind(range.After);
        while (index < _stretches.Count && _stretches[index].Range.After < range.Through)
        {
            SentStretch old = _stretches[index];
            sent = sent with { FirstSent = Earlier(sent.FirstSent, old.FirstSent), Sendings = Math.Max(sent.Sendings, old.Sendings + 1) };
            long rest = Math.Max(0, old.Records - batch.Records);
            _stretches.RemoveAt(index);
            if (old.Range.After < range.After)
            {
                _stretches.Insert(index++, PartOf(old, old.Range with { Through = range.After }, old.Range.Through > range.Through ? 0 : rest));
            }

            if (old.Range.Through > range.Through)
            {
                _stretches.Insert(index, PartOf(old, old.Range with { After = range.Through }, rest));
            }
        }

        _stretches.Insert(index, sent);
    }

    /// <summary>The upstream has a batch that was on its way. Where a receipt was faster, there is nothing to note.</summary>
    public void Acknowledged(SequenceRange range) => Move(range, SentStanding.WithBroker);

    /// <summary>A batch that was on its way is to be sent again. The upstream may have it all the same.</summary>
    public void GivenUp(SequenceRange range) => Move(range, SentStanding.ToBeSentAgain);

    /// <summary>A stretch is to be sent again; where only its beginning is, through a sequence, the rest stays.</summary>
    public SequenceRange SendAgain(int index, long through)
    {
        SentStretch stretch = _stretches[index];
        if (!stretch.IsBatch && through < stretch.Range.Through)
        {
            _stretches.Insert(index + 1, PartOf(stretch, stretch.Range with { After = through }, stretch.Records));
            stretch = PartOf(stretch, stretch.Range with { Through = through }, 0);
        }

        _stretches[index] = stretch with { Standing = SentStanding.ToBeSentAgain };
        return stretch.Range;
    }

    /// <summary>
    /// Takes out what a receipt names: a batch as it was sent; or, where several were merged or cut otherwise, sequences within them, since a
    /// batch holds every record of its lane from its first through its last.
    /// </summary>
    /// <param name="batch">The receipt's batch.</param>
    /// <param name="stretch">What was known of it; its range is what was taken out.</param>
    public bool TryTake(in ReceiptBatch batch, out SentStretch stretch)
    {
        stretch = default;
        int index = IndexBehind(batch.Last - 1);
        if (index == _stretches.Count)
        {
            return false;
        }

        SentStretch known = _stretches[index];
        if (known.IsBatch && known.Batch == batch)
        {
            stretch = known;
            _stretches.RemoveAt(index);
            return true;
        }

        // Of a batch that was sent once its very bounds are known.
        bool isCut = !known.IsBatch || known.Sendings > 1;
        if (!isCut || batch.Class != recordClass || batch.First <= known.Range.After || batch.Records > batch.Last - batch.First + 1)
        {
            return false;
        }

        stretch = known with { Range = new SequenceRange(batch.First - 1, batch.Last), Records = batch.Records };
        long rest = Math.Max(0, known.Records - batch.Records);
        _stretches.RemoveAt(index);
        if (batch.Last < known.Range.Through)
        {
            _stretches.Insert(index, PartOf(known, known.Range with { After = batch.Last }, rest));
            rest = 0;
        }

        if (batch.First - 1 > known.Range.After)
        {
            _stretches.Insert(index, PartOf(known, known.Range with { Through = batch.First - 1 }, rest));
        }

        return true;
    }

    /// <summary>Forgets what does not wait any more: dropped, or let go of otherwise.</summary>
    /// <param name="oldest">The lowest sequence of the lane that waits; 0 when none does.</param>
    public void Prune(long oldest)
    {
        int gone = 0;
        while (gone < _stretches.Count && (oldest == 0 || _stretches[gone].Range.Through < oldest))
        {
            gone++;
        }

        _stretches.RemoveRange(0, gone);
    }

    /// <summary>Sees to it that there are no more stretches than the capacity, but for those that are on their way.</summary>
    public void Bound()
    {
        if (_stretches.Count > capacity)
        {
            Merge(acrossGaps: false);
        }

        if (_stretches.Count > capacity)
        {
            Merge(acrossGaps: true);
        }
    }

    public void Clear() => _stretches.Clear();

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // It is no whole batch any more.
    private static SentStretch PartOf(in SentStretch stretch, SequenceRange range, long records) => stretch with { Range = range, Batch = default, Records = records };

    private static bool MayMerge(in SentStretch one, in SentStretch next, bool acrossGaps)
        => (acrossGaps || one.Range.Through == next.Range.After) && one.Standing == next.Standing && one.Standing != SentStanding.OnTheirWay;

    // The older half, pair by pair: what was sent last is known to the batch for the longest, and a merge costs nothing per batch.
    private void Merge(bool acrossGaps)
    {
        int kept = 0;
        int half = _stretches.Count / 2;
        for (int index = 0; index < _stretches.Count; index++)
        {
            SentStretch stretch = _stretches[index];
            if (index + 1 < half && MayMerge(stretch, _stretches[index + 1], acrossGaps))
            {
                SentStretch next = _stretches[++index];
                stretch = stretch with
                {
                    Range = stretch.Range with { Through = next.Range.Through },
                    Batch = default,
                    Records = stretch.Records + next.Records,
                    FirstSent = Earlier(stretch.FirstSent, next.FirstSent),
                    LastSent = Later(stretch.LastSent, next.LastSent),
                    Sendings = Math.Max(stretch.Sendings, next.Sendings),
                };
            }

            _stretches[kept++] = stretch;
        }

        _stretches.RemoveRange(kept, _stretches.Count - kept);
    }

    private void Move(SequenceRange range, SentStanding standing)
    {
        int index = IndexBehind(range.After);
        if (index < _stretches.Count && _stretches[index].Range == range && _stretches[index].Standing == SentStanding.OnTheirWay)
        {
            _stretches[index] = _stretches[index] with { Standing = standing };
        }
    }

    /// <summary>The first stretch that reaches beyond a sequence.</summary>
    private int IndexBehind(long sequence)
    {
        int low = 0;
        int high = _stretches.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _stretches[middle].Range.Through <= sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
