namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The one thread that writes. Whatever waits when a transaction ends goes into the next one together, over all connections, so the
/// cost of a sync is shared by all that arrived during the sync before (group commit without a timer). A request completes only after
/// the commit that holds it returned; a commit that fails refuses all of its requests and leaves nothing behind.
/// </summary>
internal sealed partial class SpoolWriter
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
    private int _settled;
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
            if (_damaged.HasNew)
            {
                // Only what is new wakes the writer: a pulse that brings it no work begins its pause anew, and a reader that meets the
                // same damage again and again would keep it from ever trying again.
                Monitor.Pulse(_gate);
            }

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
                Settle(StoreStatus.DiskError);
                GiveUp(trimTarget);
            }
        }
    }

    private bool WaitForWork(List<Damage> damaged, out long trimTarget)
    {
        _group.Clear();
        _settled = 0;
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

        Settle(stored < 0 ? failure : null);
        if (stored > 0)
        {
            Tell(_committed);
        }
    }

    // Told once: a request that was told may already be on its way again with another publish.
    private void Settle(StoreStatus? failure)
    {
        while (_settled < _group.Count)
        {
            StoreRequest request = _group[_settled++];
            if (failure is { } all)
            {
                Refuse(request, all);
            }

            _counters.CountRefusal(request.Status);
            request.Complete(request.Status);
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
}
