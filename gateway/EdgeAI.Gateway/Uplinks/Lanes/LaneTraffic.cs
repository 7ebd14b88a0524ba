using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Chooses which lane sends next: safety live and safety's backlog, then event before telemetry before bulk, live before backlog, each with
/// its least share; held back by the schedule, the bandwidth, the link's pace and the backlog's bounds. No clock of its own but UTC's time of
/// day. For one thread.
/// </summary>
internal sealed class LaneTraffic : IUplinkTraffic, IDisposable
{
    // The time of day is looked at this often, so that a clock that is set takes effect.
    private static readonly TimeSpan ScheduleStep = TimeSpan.FromSeconds(1);

    private readonly LaneDrain[] _drains;
    private readonly bool[] _allowed;
    private readonly int[] _byPriority;
    private readonly LaneBatches _batches;
    private readonly IReleasePolicy _release;
    private readonly UplinkSchedule _schedule;
    private readonly LaneShares _shares;
    private readonly TokenBucket? _bandwidth;
    private readonly TokenBucket? _backlogRate;
    private readonly LinkPace _pace;
    private readonly TimeProvider _time;
    private long _backlogSpan;
    private object? _begun;

    /// <param name="lanes">The spool's lanes, one for each class, or more; sent in the order of their classes.</param>
    /// <param name="batches">Makes the batches; the traffic disposes it.</param>
    /// <param name="release">Decides what the spool lets go of.</param>
    /// <param name="options">Bounds and shares.</param>
    /// <param name="time">UTC for the schedule.</param>
    public LaneTraffic(IReadOnlyList<ISpoolLane> lanes, LaneBatches batches, IReleasePolicy release, UplinkOptions options, TimeProvider time)
    {
        _batches = batches;
        _release = release;
        _time = time;
        _drains = [.. lanes.OrderBy(lane => lane.Class).Select(lane => new LaneDrain(lane, batches, release, options))];
        _allowed = [.. _drains.Select(_ => true)];
        _schedule = new UplinkSchedule(options.Schedule, options.ScheduleOffset);
        _shares = new LaneShares(2 * _drains.Length, options.MinimumShare);
        _byPriority = [.. Enumerable.Range(0, 2 * _drains.Length).OrderBy(lane => !IsSafety(lane)).ThenBy(lane => lane)];
        _pace = new LinkPace((long)options.Window * options.BatchBytes, options.AcknowledgeTimeout);
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
        }, [.. outboxes.Select((_, lane) => lane % _drains.Length)], _pace);
    }

    public event Action? WorkAvailable;

    public DeliveryWindow Window { get; }

    /// <summary>The records sent, repeated ones included.</summary>
    public long SentRecords { get; private set; }

    /// <summary>The records that were acknowledged.</summary>
    public long AcknowledgedRecords => _drains.Sum(drain => drain.AcknowledgedRecords);

    /// <summary>The batches that were given up unacknowledged, and whose records are sent again.</summary>
    public long GivenUp => _drains.Sum(drain => drain.GivenUp);

    /// <summary>The records that are still to be sent as backlog, at most.</summary>
    public long BacklogSpan => Interlocked.Read(ref _backlogSpan);

    private int Backlogs => _drains.Length;

    // What a lane earns its turn with: a batch, as long as batches are now.
    private double Turn => _batches.LimitFor(_pace.Batch);

    /// <summary>Tells that the spool may have new records. On any thread.</summary>
    public void Wake() => WorkAvailable?.Invoke();

    /// <summary>The spool goes on under another epoch. On any thread; what is on its way is waited for.</summary>
    public void Begin(SpoolIdentity identity)
    {
        Volatile.Write(ref _begun, identity);
        Wake();
    }

    public void Opening(long maximumPacket) => _batches.Limit(maximumPacket);

    public TakeResult TryTake(TimeSpan now, out Delivery delivery)
    {
        delivery = default;
        _release.Advance(now);
        if (_release.IsHalted && !TryBegin())
        {
            return TakeResult.Nothing;
        }

        foreach (LaneDrain drain in _drains)
        {
            drain.SendOverdueAgain();
        }

        LookAtSchedule();
        if (!Window.HasRoom || _bandwidth?.IsReady(now) == false)
        {
            return TakeResult.Nothing;
        }

        // Whose turn it is in any case, the lowest first: it has waited for the most.
        double turn = Turn;
        for (int place = _byPriority.Length - 1; place > 0; place--)
        {
            int lane = _byPriority[place];
            if (_shares.HasTurn(lane, turn) && MayGo(lane, now))
            {
                TakeResult result = Take(lane, now, out delivery);
                if (result != TakeResult.Nothing)
                {
                    return result;
                }

                _shares.Passed(lane);
            }
        }

        foreach (int lane in _byPriority)
        {
            if (MayGo(lane, now) && Take(lane, now, out delivery) is var result and not TakeResult.Nothing)
            {
                return result;
            }
        }

        return TakeResult.Nothing;
    }

    public void Receive(ReadOnlySpan<byte> payload, TimeSpan now) => _release.Receive(payload, now);

    public void CountDropped(long messages) => _release.CountDropped(messages);

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

        due = Earlier(due, _release.NextDue);
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

    private bool TryBegin()
    {
        if (Volatile.Read(ref _begun) is not SpoolIdentity identity || Window.InFlight > 0)
        {
            return false;
        }

        Volatile.Write(ref _begun, null);
        _release.Begin(identity);
        _batches.Begin(identity);
        foreach (LaneDrain drain in _drains)
        {
            drain.Begin();
        }

        return true;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private bool MayGo(int lane, TimeSpan now)
        => _allowed[lane % Backlogs] && (lane >= Backlogs ? BacklogMayGo(lane, now) : _drains[lane].LiveDue(now) <= now);

    private TakeResult Take(int lane, TimeSpan now, out Delivery delivery)
    {
        bool backlog = lane >= Backlogs;
        LaneOutbox outbox = backlog ? _drains[lane - Backlogs].Backlog : _drains[lane].Live;
        outbox.MostBytes = _pace.Batch;
        TakeResult result = Window.TryTake(lane, now, out delivery);
        if (result == TakeResult.Taken)
        {
            long bytes = DeliveryWindow.PacketLength(delivery.Message.Topic, delivery.Message.Payload.Length);
            SentRecords += outbox.LastRecords;
            _shares.Sent(lane, bytes, Turn);
            _bandwidth?.Take(bytes, now);
            if (backlog && !IsSafety(lane))
            {
                _backlogRate?.Take(outbox.LastRecords, now);
            }
        }
        else if (result == TakeResult.TooLong)
        {
            outbox.NotSent();
        }

        return result;
    }

    private bool IsSafety(int lane) => _drains[lane % Backlogs].Lane.Class == RecordClass.Safety;

    // Half of the window stays free for what comes in now: its latency is one batch's, not the whole backlog's. Safety's backlog does not wait
    // for that of others, nor for its rate.
    private bool BacklogMayGo(int lane, TimeSpan now)
    {
        bool safety = IsSafety(lane);
        int inFlight = 0;
        long bytes = 0;
        for (int other = Backlogs; other < 2 * Backlogs; other++)
        {
            if (other == lane || !safety)
            {
                inFlight += Window.InFlightOf(other);
                bytes += Window.BytesInFlightOf(other);
            }
        }

        return inFlight < Math.Max(1, Window.Width / 2) && (inFlight == 0 || bytes < _pace.Allowance / 2) && (safety || _backlogRate?.IsReady(now) != false);
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
