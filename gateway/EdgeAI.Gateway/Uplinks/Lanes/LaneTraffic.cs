using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Chooses which lane sends next: safety before event before telemetry before bulk, live before backlog, each with its least share; held
/// back by the schedule, the bandwidth and the backlog's bounds. No clock of its own but UTC's time of day. For one thread.
/// </summary>
internal sealed class LaneTraffic : IUplinkTraffic, IDisposable
{
    // The time of day is looked at this often, so that a clock that is set takes effect.
    private static readonly TimeSpan ScheduleStep = TimeSpan.FromSeconds(1);

    private readonly LaneDrain[] _drains;
    private readonly bool[] _allowed;
    private readonly LaneBatches _batches;
    private readonly UplinkOptions _options;
    private readonly UplinkSchedule _schedule;
    private readonly LaneShares _shares;
    private readonly TokenBucket? _bandwidth;
    private readonly TokenBucket? _backlogRate;
    private readonly TimeProvider _time;
    private long _backlogSpan;

    /// <param name="lanes">The spool's lanes, one for each class, or more; sent in the order of their classes.</param>
    /// <param name="batches">Makes the batches; the traffic disposes it.</param>
    /// <param name="release">Hears what was acknowledged.</param>
    /// <param name="options">Bounds and shares.</param>
    /// <param name="time">UTC for the schedule.</param>
    public LaneTraffic(IReadOnlyList<ISpoolLane> lanes, LaneBatches batches, IReleasePolicy release, UplinkOptions options, TimeProvider time)
    {
        _batches = batches;
        _options = options;
        _time = time;
        _drains = [.. lanes.OrderBy(lane => lane.Class).Select(lane => new LaneDrain(lane, batches, release, options))];
        _allowed = [.. _drains.Select(_ => true)];
        _schedule = new UplinkSchedule(options.Schedule, options.ScheduleOffset);
        _shares = new LaneShares(2 * _drains.Length, options.MinimumShare, options.BatchBytes);
        _bandwidth = options.BytesPerSecond is double bytes ? new TokenBucket(bytes, bytes) : null;
        _backlogRate = options.BacklogRecordsPerSecond is double records ? new TokenBucket(records, records) : null;
        IOutbox[] outboxes = [.. _drains, .. _drains.Select(drain => drain.Backlog)];
        Window = new DeliveryWindow(outboxes, new DeliveryLimits
        {
            Width = options.Window,
            Patience = options.AcknowledgeTimeout,
            InitialRest = options.InitialBackoff,
            MaximumRest = options.MaximumBackoff,
            Seed = options.JitterSeed,
        });
    }

    public event Action? WorkAvailable;

    public DeliveryWindow Window { get; }

    /// <summary>The records sent, repeated ones included.</summary>
    public long SentRecords { get; private set; }

    /// <summary>The records that were acknowledged.</summary>
    public long AcknowledgedRecords => _drains.Sum(drain => drain.AcknowledgedRecords);

    /// <summary>The batches that were given up unacknowledged, and whose records are sent again.</summary>
    public long GivenUp => _drains.Sum(drain => drain.GivenUp);

    /// <summary>The sequences that are still to be sent as backlog, at most.</summary>
    public long BacklogSpan => Interlocked.Read(ref _backlogSpan);

    private int Backlogs => _drains.Length;

    /// <summary>Tells that the spool may have new records. On any thread.</summary>
    public void Wake() => WorkAvailable?.Invoke();

    public void Opening(long maximumPacket) => _batches.Limit(maximumPacket);

    public TakeResult TryTake(TimeSpan now, out Delivery delivery)
    {
        delivery = default;
        LookAtSchedule();
        if (Window.InFlight >= Window.Width || _bandwidth?.IsReady(now) == false)
        {
            return TakeResult.Nothing;
        }

        // Whose turn it is in any case, the lowest first: it has waited for the most.
        for (int lane = (2 * Backlogs) - 1; lane > 0; lane--)
        {
            if (_shares.HasTurn(lane) && MayGo(lane, now))
            {
                TakeResult result = Take(lane, now, out delivery);
                if (result != TakeResult.Nothing)
                {
                    return result;
                }

                _shares.Passed(lane);
            }
        }

        for (int lane = 0; lane < 2 * Backlogs; lane++)
        {
            if (MayGo(lane, now) && Take(lane, now, out delivery) is var result and not TakeResult.Nothing)
            {
                return result;
            }
        }

        return TakeResult.Nothing;
    }

    public TimeSpan NextDue(TimeSpan now)
    {
        Interlocked.Exchange(ref _backlogSpan, _drains.Sum(drain => drain.BacklogSpan));
        TimeSpan due = _schedule.IsEmpty ? TimeSpan.MaxValue : now + ScheduleStep;
        if (_bandwidth?.ReadyAt(now) is { } open && open > now)
        {
            return Earlier(due, open);
        }

        if (_backlogRate?.ReadyAt(now) is { } backlog && backlog > now)
        {
            due = Earlier(due, backlog);
        }

        foreach (LaneDrain drain in _drains)
        {
            if (drain.LiveDue(now) is { } live && live > now)
            {
                due = Earlier(due, live);
            }
        }

        return due;
    }

    public void Dispose() => _batches.Dispose();

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private bool MayGo(int lane, TimeSpan now)
        => _allowed[lane % Backlogs] && (lane >= Backlogs ? BacklogMayGo(now) : _drains[lane].LiveDue(now) <= now);

    private TakeResult Take(int lane, TimeSpan now, out Delivery delivery)
    {
        bool backlog = lane >= Backlogs;
        LaneDrain drain = _drains[lane % Backlogs];
        TakeResult result = Window.TryTake(lane, now, out delivery);
        if (result == TakeResult.Taken)
        {
            int records = backlog ? drain.Backlog.LastRecords : drain.LastRecords;
            long bytes = DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length);
            SentRecords += records;
            _shares.Sent(lane, bytes);
            _bandwidth?.Take(bytes, now);
            if (backlog)
            {
                _backlogRate?.Take(records, now);
            }
        }

        return result;
    }

    // Half of the window stays free for what comes in now: its latency is one batch's, not the whole backlog's.
    private bool BacklogMayGo(TimeSpan now)
    {
        int inFlight = 0;
        for (int lane = Backlogs; lane < 2 * Backlogs; lane++)
        {
            inFlight += Window.InFlightOf(lane);
        }

        return inFlight < Math.Max(1, Window.Width / 2) && _backlogRate?.IsReady(now) != false;
    }

    private void LookAtSchedule()
    {
        if (_schedule.IsEmpty)
        {
            return;
        }

        DateTimeOffset utc = _time.GetUtcNow();
        for (int index = 0; index < _drains.Length; index++)
        {
            bool allowed = _schedule.Allows(_drains[index].Lane.Class, utc);
            if (allowed && !_allowed[index])
            {
                _drains[index].Divide();
            }

            _allowed[index] = allowed;
        }
    }
}
