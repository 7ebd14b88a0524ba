using EdgeAI.Gateway.Spool.Lanes;


namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// One lane drained live-first: what comes in now (live) and what waited (backlog) are two queues that never hold the same sequence. Whenever
/// the live queue goes back (at a connection, after a refusal) or its class may go again, and more records than a threshold wait, all that waits
/// moves behind the backlog and live goes on at the end of the lane. Else live sends what waits, in order. For one thread.
/// </summary>
internal sealed class LaneDrain : IOutbox
{
    private readonly ISpoolLane _lane;
    private readonly LaneOutbox _live;
    private readonly IReleasePolicy _release;
    private readonly UplinkOptions _options;
    private TimeSpan? _waitingSince;

    public LaneDrain(ISpoolLane lane, LaneBatches batches, IReleasePolicy release, UplinkOptions options)
    {
        _lane = lane;
        _release = release;
        _options = options;
        _live = new LaneOutbox(lane, batches, release, backlog: false);
        Backlog = new LaneOutbox(lane, batches, release, backlog: true);
        _live.Add(new SequenceRange(0, long.MaxValue));
    }

    /// <summary>Never raised: the spool tells the whole uplink at once what was stored.</summary>
    event Action? IOutbox.WorkAvailable
    {
        add { }
        remove { }
    }

    /// <summary>The lane.</summary>
    public ISpoolLane Lane => _lane;

    /// <summary>What waited.</summary>
    public LaneOutbox Backlog { get; }

    /// <summary>What comes in now.</summary>
    public LaneOutbox Live => _live;

    /// <summary>The records that were acknowledged, live and backlog.</summary>
    public long AcknowledgedRecords => _live.AcknowledgedRecords + Backlog.AcknowledgedRecords;

    /// <summary>The batches that were given up unacknowledged, live and backlog.</summary>
    public long GivenUp => _live.GivenUp + Backlog.GivenUp;

    /// <summary>How many records are still to be sent as backlog, at most: those of other lanes lie between them.</summary>
    public long BacklogSpan
    {
        get
        {
            long span = 0;
            foreach (SequenceRange range in Backlog.Ahead)
            {
                span += Math.Max(0, range.Through - Math.Max(range.After, _lane.Oldest - 1));
            }

            return span == 0 ? 0 : Math.Min(span, Unsent);
        }
    }

    // What waits for its receipt only is with the upstream already.
    private long Unsent => Math.Max(0, _lane.Records - _release.UnreceiptedOf(_lane));

    private long LiveAfter => _live.Ahead[0].After;

    /// <summary>When the live queue has a batch to send; nothing while nothing waits.</summary>
    public TimeSpan? LiveDue(TimeSpan now)
    {
        long waiting = _lane.Newest - LiveAfter;
        if (waiting <= 0)
        {
            _waitingSince = null;
            return null;
        }

        // Alone on its way a batch goes at once; behind another it waits for company, but not for long.
        _waitingSince ??= now;
        return _live.InFlight == 0 || waiting >= _options.BatchRecords ? now : _waitingSince + _options.Linger;
    }

    /// <summary>Moves what waits to the backlog if it is much and nothing of it is on its way.</summary>
    public void Divide()
    {
        long after = Math.Max(LiveAfter, _lane.Oldest - 1);
        long newest = _lane.Newest;

        // Of the stretch only its length is known, of the lane how much waits: the lesser is nearer.
        if (_live.InFlight == 0 && _lane.Oldest > 0 && Math.Min(newest - after, Unsent) > _options.BacklogThreshold)
        {
            Backlog.Add(new SequenceRange(after, newest));
            _live.Clear();
            _live.Add(new SequenceRange(newest, long.MaxValue));
        }
    }

    /// <summary>Puts what was acknowledged, and must be sent again all the same, to the backlog.</summary>
    public void SendOverdueAgain()
    {
        while (_release.TryTakeOverdue(_lane, out SequenceRange range))
        {
            AddWhatIsNeitherAheadNorOnItsWay(range);
        }
    }

    // Stretches that were merged reach over what was not sent yet. That goes in its turn, and once.
    private void AddWhatIsNeitherAheadNorOnItsWay(SequenceRange range)
    {
        long after = range.After;
        while (after < range.Through)
        {
            SequenceRange backlog = Backlog.FirstBehind(after);
            SequenceRange live = _live.FirstBehind(after);
            SequenceRange next = backlog.After <= live.After ? backlog : live;
            if (next.After > after)
            {
                Backlog.Add(new SequenceRange(after, Math.Min(next.After, range.Through)));
            }

            after = next.Through;
        }
    }

    /// <summary>Begins at the lane's first record again: all numbers are new.</summary>
    public void Begin()
    {
        Backlog.Rewind();
        Backlog.Clear();
        _live.Rewind();
        _live.Clear();
        _live.Add(new SequenceRange(0, long.MaxValue));
        Divide();
    }

    /// <summary>Takes the next live batch.</summary>
    public bool TryTake(out OutboundMessage message)
    {
        _waitingSince = null;
        return _live.TryTake(out message);
    }

    /// <summary>The upstream has a live batch.</summary>
    public void Acknowledge(long id) => _live.Acknowledge(id);

    /// <summary>Live goes back, and is divided anew.</summary>
    public void Rewind()
    {
        _live.Rewind();
        Divide();
    }
}
