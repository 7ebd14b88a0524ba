using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Stretches of one lane as a queue of batches. What is taken is kept until it is acknowledged, so that after a loss exactly the same
/// sequences come again (perhaps cut into other batches) and no others. For one thread.
/// </summary>
internal sealed class LaneOutbox : IOutbox
{
    private readonly ISpoolLane _lane;
    private readonly LaneBatches _batches;
    private readonly IReleasePolicy _release;
    private readonly bool _backlog;
    private readonly Queue<Taken> _taken = new();
    private List<SequenceRange> _ahead = [];
    private List<SequenceRange> _rewound = [];
    private int _notSent;

    /// <param name="lane">The lane.</param>
    /// <param name="batches">Makes the batches.</param>
    /// <param name="release">Hears what is on its way, and what was acknowledged.</param>
    /// <param name="backlog">Whether the batches say that their records waited.</param>
    public LaneOutbox(ISpoolLane lane, LaneBatches batches, IReleasePolicy release, bool backlog)
    {
        _lane = lane;
        _batches = batches;
        _release = release;
        _backlog = backlog;
    }

    /// <summary>Never raised: the spool tells the whole uplink at once what was stored.</summary>
    event Action? IOutbox.WorkAvailable
    {
        add { }
        remove { }
    }

    /// <summary>The batches on their way.</summary>
    public int InFlight => _taken.Count;

    /// <summary>The records of the batch that was taken last.</summary>
    public int LastRecords { get; private set; }

    /// <summary>The batches that were given up unacknowledged, and whose records are sent again.</summary>
    public long GivenUp { get; private set; }

    /// <summary>The records that were acknowledged.</summary>
    public long AcknowledgedRecords { get; private set; }

    /// <summary>The bytes that a batch should not exceed as it travels.</summary>
    public long MostBytes { get; set; } = GatewayBatchWriter.MaximumLength;

    /// <summary>The stretches that are still to be taken, in order.</summary>
    public IReadOnlyList<SequenceRange> Ahead => _ahead;

    /// <summary>Adds a stretch at its place; it overlaps no other.</summary>
    public void Add(SequenceRange range) => Insert(_ahead, range);

    /// <summary>The first of what is still to be taken, or is on its way, that reaches beyond a sequence; one beyond all where there is none.</summary>
    public SequenceRange FirstBehind(long sequence)
    {
        SequenceRange first = new(long.MaxValue, long.MaxValue);
        foreach (SequenceRange range in _ahead)
        {
            if (range.Through > sequence)
            {
                first = range;
                break;
            }
        }

        foreach (Taken taken in _taken)
        {
            first = taken.Range.Through > sequence && taken.Range.After < first.After ? taken.Range : first;
        }

        return first;
    }

    /// <summary>The batch that was taken last was not sent: it was not given up when its records come again.</summary>
    public void NotSent() => _notSent = 1;

    /// <summary>Gives up what is still to be taken.</summary>
    public void Clear() => _ahead.Clear();

    public bool TryTake(out OutboundMessage message)
    {
        message = default;
        while (_ahead.Count > 0)
        {
            SequenceRange range = _ahead[0];
            if (IsEmpty(range))
            {
                _ahead.RemoveAt(0);
                continue;
            }

            if (_lane.Newest <= range.After)
            {
                return false;
            }

            LaneBatch? made = _batches.Make(_lane, range.After, range.Through, _backlog, MostBytes, out long last);
            _ahead[0] = range with { After = last };
            if (made is { } batch)
            {
                SequenceRange taken = new(range.After, last);
                LastRecords = batch.Names.Records;
                _taken.Enqueue(new Taken(taken, batch));
                _release.Sent(_lane, taken, batch.Names);
                message = new OutboundMessage(last, _batches.Topic, batch.Buffer.AsMemory(0, batch.Length));
                return true;
            }

            if (last == range.After)
            {
                return false;
            }
        }

        return false;
    }

    public void Acknowledge(long id)
    {
        Taken taken = _taken.Dequeue();
        if (taken.Range.Through != id)
        {
            throw new InvalidOperationException($"{id} was acknowledged before {taken.Range.Through}");
        }

        AcknowledgedRecords += taken.Batch.Names.Records;
        _batches.Deliver(taken.Batch);
        _release.Acknowledged(_lane, taken.Range);
    }

    public void Rewind()
    {
        if (_taken.Count == 0)
        {
            return;
        }

        GivenUp += _taken.Count - _notSent;
        _notSent = 0;
        _rewound.Clear();
        while (_taken.TryDequeue(out Taken taken))
        {
            LaneBatches.Return(taken.Batch);
            _release.GivenUp(_lane, taken.Range);
            Insert(_rewound, taken.Range);
        }

        foreach (SequenceRange range in _ahead)
        {
            Insert(_rewound, range);
        }

        (_ahead, _rewound) = (_rewound, _ahead);
    }

    // In order, merged with what it touches. What lies in front of all is where the next batch begins.
    private static void Insert(List<SequenceRange> ranges, SequenceRange range)
    {
        int index = ranges.Count;
        while (index > 0 && ranges[index - 1].After > range.After)
        {
            index--;
        }

        if (index < ranges.Count && ranges[index].After == range.Through)
        {
            range = range with { Through = ranges[index].Through };
            ranges.RemoveAt(index);
        }

        if (index > 0 && ranges[index - 1].Through == range.After)
        {
            ranges[index - 1] = ranges[index - 1] with { Through = range.Through };
        }
        else
        {
            ranges.Insert(index, range);
        }
    }

    // A stretch without an end is never empty; one with an end is once all of it was taken, or the lane has nothing left of it.
    private bool IsEmpty(SequenceRange range)
        => range.Through != long.MaxValue && (range.After >= range.Through || _lane.Oldest == 0 || _lane.Oldest > range.Through);

    private readonly record struct Taken(SequenceRange Range, LaneBatch Batch);
}
