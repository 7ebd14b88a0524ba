using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// What of one lane was sent and has no receipt, in the order of the sequences, without overlap. Bounded: of more stretches than the capacity,
/// those that touch are merged, and are then known in sum only; where that is not enough, those that lie next to each other are, over what lies between them:
/// what is gone, or is still to be sent for the first time. For one thread.
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
            index = Cut(index, range, batch.Records);
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
    /// Takes out what a receipt names: a batch as it was sent; or, of what was sent more than once, merged or cut, all that lies from its first through
    /// its last sequence, since a batch holds every record of its lane between them. It may have been cut while on its way, too: what is left of it then is
    /// in several stretches, or reaches beyond neither end.
    /// </summary>
    /// <param name="batch">The receipt's batch.</param>
    /// <param name="taken">Gets what was known of it; the ranges are what was taken out.</param>
    public void Take(in ReceiptBatch batch, List<SentStretch> taken)
    {
        taken.Clear();
        int index = IndexBehind(batch.Last - 1);
        if (index < _stretches.Count && _stretches[index].IsBatch && _stretches[index].Batch == batch)
        {
            taken.Add(_stretches[index]);
            _stretches.RemoveAt(index);
            return;
        }

        SequenceRange range = new(batch.First - 1, batch.Last);
        index = IndexBehind(range.After);
        if (batch.Class != recordClass || batch.Records > range.Through - range.After || batch.Records < LeastRecords(index, range))
        {
            return;
        }

        while (index < _stretches.Count && _stretches[index].Range.After < range.Through)
        {
            SentStretch known = _stretches[index];
            if (known.IsBatch && known.Sendings == 1)
            {
                // Its very bounds are known, and these are others.
                index++;
                continue;
            }

            taken.Add(known with { Range = new SequenceRange(Math.Max(known.Range.After, range.After), Math.Min(known.Range.Through, range.Through)) });
            index = Cut(index, range, batch.Records);
        }
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

    // All that receipts left of it.
    private void Move(SequenceRange range, SentStanding standing)
    {
        for (int index = IndexBehind(range.After); index < _stretches.Count && _stretches[index].Range.Through <= range.Through; index++)
        {
            if (_stretches[index].Range.After >= range.After && _stretches[index].Standing == SentStanding.OnTheirWay)
            {
                _stretches[index] = _stretches[index] with { Standing = standing };
            }
        }
    }

    // A batch that was sent with these bounds had no fewer records than what was sent of them since, since none is ever added in between.
    private long LeastRecords(int index, SequenceRange range)
    {
        long records = 0;
        for (; index < _stretches.Count && _stretches[index].Range.After < range.Through; index++)
        {
            ReceiptBatch within = _stretches[index].Batch;
            records += within.First > range.After && within.Last <= range.Through ? within.Records : 0;
        }

        return records;
    }

    // Takes a range out of a stretch; where the next one to look at is. Of a range that lies within the stretch the records are known; of what else is, a share by length.
    private int Cut(int index, SequenceRange range, long records)
    {
        SentStretch stretch = _stretches[index];
        long below = Math.Max(0, range.After - stretch.Range.After);
        long above = Math.Max(0, stretch.Range.Through - range.Through);
        long length = stretch.Range.Through - stretch.Range.After;
        bool isWithin = stretch.Range.After <= range.After && range.Through <= stretch.Range.Through;
        long rest = Math.Max(0, stretch.Records - (isWithin ? records : Share(stretch.Records, length - below - above, length)));
        long restBelow = Share(rest, below, below + above);
        _stretches.RemoveAt(index);
        if (above > 0)
        {
            _stretches.Insert(index, PartOf(stretch, stretch.Range with { After = range.Through }, rest - restBelow));
        }

        if (below > 0)
        {
            _stretches.Insert(index++, PartOf(stretch, stretch.Range with { Through = range.After }, restBelow));
        }

        return index;
    }

    private static long Share(long records, long length, long whole) => whole == 0 ? 0 : (long)Math.Round((double)records * length / whole);

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
