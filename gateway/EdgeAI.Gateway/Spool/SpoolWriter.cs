using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The one thread that writes. Whatever waits when a transaction ends goes into the next one together, over all connections, so the
/// cost of a sync is shared by all that arrived during the sync before (group commit without a timer). A request completes only after
/// the commit that holds it returned; a commit that fails refuses all of its requests and leaves nothing behind.
/// </summary>
internal sealed class SpoolWriter
{
    // What a row occupies besides its frame; an estimate that keeps the cap, not an account.
    private const int RowOverhead = 64;

    // How long letting go or setting aside rests after the disk refused it, unless something else wakes the writer before.
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly SpoolOptions _options;
    private readonly SpoolDatabase _database;
    private readonly SpoolCounters _counters;
    private readonly Action _committed;
    private readonly Action _released;
    private readonly PublisherLedger _ledger;
    private readonly object _gate = new();
    private readonly Queue<StoreRequest> _waiting = new();
    private readonly List<StoreRequest> _group = [];
    private readonly DamagedRecords _damaged;
    private readonly Thread _thread;
    private long _trimTarget;
    private long _trimGivenUp;
    private long _nextSequence;
    private bool _stopping;
    private bool _pagesDamaged;

    /// <param name="database">The writer's own connection; the writer disposes it.</param>
    /// <param name="options">The spool's options.</param>
    /// <param name="counters">What the writer counts.</param>
    /// <param name="committed">Called on the writer's thread when new records are on disk.</param>
    /// <param name="released">Called on the writer's thread when records were let go or set aside.</param>
    public SpoolWriter(SpoolDatabase database, SpoolOptions options, SpoolCounters counters, Action committed, Action released)
    {
        _database = database;
        _options = options;
        _damaged = new DamagedRecords(options.MaximumGroupRecords);
        _ledger = new PublisherLedger(options.MaximumRobots);
        _counters = counters;
        _committed = committed;
        _released = released;
        counters.TrimmedSequence = database.Trimmed();
        counters.LastSequence = database.HighestSequence();
        counters.Quarantined = database.Quarantined();
        counters.Lost = database.Lost(0);
        counters.QuarantinedWaiting = database.QuarantinedAbove(counters.TrimmedSequence) + database.Lost(counters.TrimmedSequence);
        counters.Bytes = database.BytesInUse();
        _trimTarget = counters.TrimmedSequence;
        _nextSequence = counters.LastSequence + 1;
        database.ReadPublishers(_ledger.Load);
        _thread = new Thread(Run) { Name = "spool writer", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Queues a publish; its <see cref="StoreRequest.Completion"/> tells the end.</summary>
    public void Enqueue(StoreRequest request)
    {
        StoreStatus refusal;
        lock (_gate)
        {
            if (!_stopping && _waiting.Count < _options.QueueCapacity)
            {
                _waiting.Enqueue(request);
                Monitor.Pulse(_gate);
                return;
            }

            refusal = _stopping ? StoreStatus.Stopping : StoreStatus.QueueFull;
        }

        _counters.CountRefusal(refusal);
        request.Complete(refusal);
    }

    /// <summary>Lets go of every record up to the sequence, with the next transaction.</summary>
    public void Trim(long sequence)
    {
        lock (_gate)
        {
            if (sequence > _trimTarget)
            {
                _trimTarget = sequence;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>
    /// Sets damaged records aside, with the next transaction that succeeds; until then nothing trims over it. False when too many wait
    /// for that already: the reader must stop before the record, and meets it again.
    /// </summary>
    public bool TrySetAside(Damage damage)
    {
        lock (_gate)
        {
            bool added = _damaged.TryAdd(damage);
            Monitor.Pulse(_gate);
            return added;
        }
    }

    /// <summary>Stores what waits, then ends the thread and closes the file.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        try
        {
            _database.Checkpoint();
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception)
        {
            // The journal stays beside the file and is replayed at the next start.
            _counters.LastError = exception.Message;
        }

        _database.Dispose();
    }

    private void Run()
    {
        List<Damage> damaged = [];
        while (WaitForWork(damaged, out long trimTarget))
        {
            try
            {
                Process(trimTarget, damaged);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The thread must live: without it every publish would wait for ever. What it held is refused, and sent again.
                _counters.LastError = exception.Message;
                _group.ForEach(request => request.Complete(StoreStatus.DiskError));
                GiveUp(trimTarget);
            }
        }
    }

    private bool WaitForWork(List<Damage> damaged, out long trimTarget)
    {
        _group.Clear();
        damaged.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_damaged.HasNew && _trimTarget <= Math.Max(_counters.TrimmedSequence, _trimGivenUp))
            {
                if (_stopping)
                {
                    trimTarget = 0;
                    return false;
                }

                bool givenUp = _damaged.Count > 0 || _trimTarget > _counters.TrimmedSequence;
                if (!Monitor.Wait(_gate, givenUp ? RetryPause : Timeout.InfiniteTimeSpan))
                {
                    break;
                }
            }

            int records = 0;
            while (_waiting.TryPeek(out StoreRequest? request) && (_group.Count == 0 || records + request.RecordCount <= _options.MaximumGroupRecords))
            {
                records += request.RecordCount;
                _group.Add(_waiting.Dequeue());
            }

            _damaged.CopyTo(damaged);
            trimTarget = _trimTarget;
            return true;
        }
    }

    private void Process(long trimTarget, List<Damage> damaged)
    {
        bool letsGo = damaged.Count > 0 || trimTarget > _counters.TrimmedSequence;
        long stored = TryCommit(_group, trimTarget, damaged, out StoreStatus failure);
        if (stored < 0 && letsGo)
        {
            // One must not fail because of the other: letting go makes room, and a bad page among the old records stops no new one.
            if (_group.Count == 0 || TryCommit([], trimTarget, damaged, out _) < 0)
            {
                // Damaged pages cannot be emptied: their rows stay where they are, below the trimmed sequence, and are noted as lost.
                damaged = [.. damaged.Select(damage => damage with { IsUnreadable = true })];
                if (!_pagesDamaged || TryCommit([], trimTarget, damaged, out _, keepsRows: true) < 0)
                {
                    GiveUp(trimTarget);
                    TrimBeforeDamage(trimTarget, damaged);
                }
            }

            stored = _group.Count == 0 ? 0 : TryCommit(_group, 0, [], out failure);
        }

        foreach (StoreRequest request in _group)
        {
            StoreStatus status = stored < 0 ? failure : request.Status;
            _counters.CountRefusal(status);
            request.Complete(status);
        }

        if (stored > 0)
        {
            Tell(_committed);
        }
    }

    // What could not be set aside must not be trimmed over: nobody would ever know of it. What lies before it may go, and makes room.
    private void TrimBeforeDamage(long trimTarget, List<Damage> damaged)
    {
        if (damaged.Count > 0)
        {
            long before = Math.Min(trimTarget, damaged[0].First - 1);
            if (before > _counters.TrimmedSequence)
            {
                _ = TryCommit([], before, [], out _);
            }
        }
    }

    // Not for ever: the next work or the pause's end tries again. Until then the records stay, and at worst are sent twice.
    private void GiveUp(long trimTarget)
    {
        lock (_gate)
        {
            _trimGivenUp = trimTarget;
        }
    }

    /// <summary>Runs one transaction; the number of records stored, or -1 when it failed as a whole and left nothing.</summary>
    private long TryCommit(List<StoreRequest> group, long trimTarget, List<Damage> damaged, out StoreStatus failure, bool keepsRows = false)
    {
        failure = StoreStatus.DiskError;
        long first = _nextSequence;
        int movedAside = 0;
        bool trims = trimTarget > _counters.TrimmedSequence;
        try
        {
            _database.Begin();
            long room = _options.MaximumBytes - _counters.Bytes;
            foreach (StoreRequest request in group)
            {
                Store(request, ref room);
            }

            foreach (Damage damage in damaged)
            {
                movedAside += _database.SetAside(damage, Utc.Nanoseconds(_options.Time), _options.MaximumQuarantinedRows) ? 1 : 0;
            }

            if (trims)
            {
                _database.Trim(_counters.TrimmedSequence, trimTarget, keepsRows);
            }

            _options.BeforeCommit?.Invoke();
            _database.Commit();
        }
        catch (Exception exception)
        {
            // Whatever it was: a transaction that stays open would fail the next one, which has done nothing wrong.
            failure = exception is SpoolError { IsFull: true } ? StoreStatus.Full : StoreStatus.DiskError;
            _pagesDamaged = exception is SpoolError { IsDamage: true };
            Abandon(first, exception.Message);
            return -1;
        }

        _ledger.Accept();
        lock (_gate)
        {
            _damaged.Remove(damaged);
        }

        long trimmed = trims ? trimTarget : _counters.TrimmedSequence;
        NoteCommit(group, first);
        if (keepsRows)
        {
            _counters.KeptRows = true;
        }

        Tell(() => NoteReleased(trimmed, movedAside));
        Interlocked.Exchange(ref _counters.TrimmedSequence, trimmed);
        Interlocked.Exchange(ref _counters.LastSequence, _nextSequence - 1);
        if (trims || movedAside > 0)
        {
            Tell(_released);
        }

        return _nextSequence - first;
    }

    // After a commit: the records are on disk, and nothing that fails here may refuse them.
    private void Tell(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _counters.LastError = exception.Message;
        }
    }

    private void Store(StoreRequest request, ref long room)
    {
        request.Status = StoreStatus.Stored;
        long size = request.Payload.Length + (RowOverhead * (long)request.RecordCount);
        if (!request.IsBatch)
        {
            if (size > room)
            {
                request.Status = StoreStatus.Full;
                return;
            }

            // The publisher says neither when nor how sure: the receipt is the best there is, its bound unknown.
            Insert(request, RecordClass.Telemetry, request.ReceivedUtcNanoseconds, -1, 0, request.Payload.Span);
            room -= size;
            return;
        }

        _ = RobotBatchReader.Open(request.Payload.Span, out RobotBatchReader reader);
        long number = (long)reader.Number;
        switch (_ledger.Contains(request.Robot, reader.Boot, number))
        {
            case true:
                request.Status = StoreStatus.AlreadyStored;
                return;
            case null:
                request.Status = StoreStatus.BatchTooOld;
                return;
            default:
                break;
        }

        if (size > room || !_ledger.HasRoomFor(request.Robot))
        {
            request.Status = size > room ? StoreStatus.Full : StoreStatus.TooManyRobots;
            return;
        }

        while (reader.MoveNext())
        {
            RobotBatchEntry entry = reader.Current;
            Insert(request, entry.Class, entry.UtcNanoseconds, entry.UncertaintyNanoseconds, reader.Boot, entry.Frame);
        }

        _ledger.Add(request.Robot, reader.Boot, number, _database);
        room -= size;
    }

    private void Insert(StoreRequest request, RecordClass recordClass, long utcNanoseconds, long uncertaintyNanoseconds, uint boot, ReadOnlySpan<byte> frame)
    {
        GatewayRecord record = new()
        {
            Sequence = _nextSequence,
            Class = recordClass,
            ReceivedUtcNanoseconds = request.ReceivedUtcNanoseconds,
            UtcNanoseconds = utcNanoseconds,
            UncertaintyNanoseconds = uncertaintyNanoseconds,
            RobotBoot = boot,
            Robot = request.RobotAscii,
            Frame = frame,
        };
        _database.Insert(record with { Checksum = record.ComputeChecksum() });
        _nextSequence++;
    }

    private void NoteCommit(List<StoreRequest> group, long first)
    {
        int records = (int)(_nextSequence - first);
        foreach (StoreRequest request in group)
        {
            _counters.PublishesStored += request.Status == StoreStatus.Stored ? 1 : 0;
            _counters.BatchesAlreadyStored += request.Status == StoreStatus.AlreadyStored ? 1 : 0;
        }

        _counters.Commits++;
        _counters.RecordsStored += records;
        _counters.LargestGroup = Math.Max(_counters.LargestGroup, records);
    }

    private void NoteReleased(long trimmed, int movedAside)
    {
        _counters.Bytes = _database.BytesInUse();
        if (movedAside > 0 || trimmed > _counters.TrimmedSequence)
        {
            if (movedAside > 0)
            {
                Interlocked.Exchange(ref _counters.Quarantined, _database.Quarantined());
                Interlocked.Exchange(ref _counters.Lost, _database.Lost(0));
            }

            bool none = _counters.Quarantined + _counters.Lost == 0;
            Interlocked.Exchange(ref _counters.QuarantinedWaiting, none ? 0 : _database.QuarantinedAbove(trimmed) + _database.Lost(trimmed));
        }
    }

    private void Abandon(long firstSequence, string reason)
    {
        _nextSequence = firstSequence;
        _ledger.Undo();
        _counters.FailedCommits++;
        _counters.LastError = reason;
        try
        {
            _database.Rollback();
        }
        catch (SpoolError error)
        {
            _counters.LastError = error.Message;
        }
    }
}
