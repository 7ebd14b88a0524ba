using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>
/// The one thread that writes. Whatever waits when a transaction ends goes into the next one together, over all connections, so the
/// cost of a sync is shared by all that arrived during the sync before (group commit without a timer, unless a linger is asked for). A
/// request completes only after the commit that holds it returned; a commit that fails refuses all of its requests and leaves nothing behind.
/// </summary>
internal sealed partial class SpoolWriter : ILaneKeeper
{
    // How long letting go or setting aside rests after the disk refused it, unless something else wakes the writer before; and how often
    // the policy and the ages are looked at.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // After a full disk the reserve is not made again at once.
    private static readonly TimeSpan ReservePause = TimeSpan.FromMinutes(1);

    // How far the database is, is noted beside it once it took as much as its journal holds, and now and then: it costs a small file.
    private static readonly TimeSpan NotePause = TimeSpan.FromMinutes(1);

    private readonly SpoolOptions _options;
    private readonly SpoolFileKeeper _keeper;
    private readonly SpoolCounters _counters;
    private readonly DiskReserve _reserve;
    private readonly Action _committed;
    private readonly Action _released;
    private readonly object _gate = new();
    private readonly Queue<StoreRequest> _waiting = new();
    private readonly List<StoreRequest> _group = [];
    private readonly List<LaneSpan> _letGo = [];
    private readonly List<Damage> _setAside = [];
    private readonly DamagedRecords _damaged;
    private readonly PendingReleases _releases = new(capacity: 4096);
    private readonly Thread _thread;
    private long _lastTick;
    private long _lastFull;
    private int _settled;
    private bool _ticks;
    private bool _givenUp;
    private bool _unsettledJournal;
    private long _waitingRecords;
    private long _waitingBytes;
    private bool _lingers;
    private bool _hasLingered;
    private bool _stopping;
    private bool _pagesDamaged;
    private bool _hasFailed;
    private int _notedPages;
    private long _lastNote;
    private bool _fileDamaged;
    private bool _isReplacementWanted;

    /// <param name="file">The open file; the writer disposes it.</param>
    /// <param name="keeper">Replaces it where it is too damaged.</param>
    /// <param name="options">The spool's options.</param>
    /// <param name="counters">What the writer counts.</param>
    /// <param name="committed">Called on the writer's thread when new records are on disk.</param>
    /// <param name="released">Called on the writer's thread when records were let go or set aside.</param>
    public SpoolWriter(OpenSpoolFile file, SpoolFileKeeper keeper, SpoolOptions options, SpoolCounters counters, Action committed, Action released)
    {
        _keeper = keeper;
        _options = options;
        _counters = counters;
        _committed = committed;
        _released = released;
        _reserve = new DiskReserve(options.Folder, options.ReserveBytes);
        _damaged = new DamagedRecords(options.MaximumGroupRecords);
        _counters.LastError = Attach(file);
        _policy.Load();
        _reserve.TryKeep();
        _lastTick = options.Time.GetTimestamp();
        _lastFull = _lastTick;
        _lastNote = _lastTick;
        _thread = new Thread(Run) { Name = "spool writer", IsBackground = true };
    }

    public int PagesRead => _database.PagesRead();

    public void Start() => _thread.Start();

    /// <summary>Queues a publish; its end is told as its <see cref="StoreRequest"/> says.</summary>
    public void Enqueue(StoreRequest request)
    {
        StoreStatus refusal;
        lock (_gate)
        {
            if (!_stopping && !_refusesAll && _waiting.Count < _options.QueueCapacity)
            {
                _waiting.Enqueue(request);
                Interlocked.Increment(ref _counters.Taken);
                _waitingRecords += request.RecordCount;
                _waitingBytes += request.Payload.Length;
                if (!_lingers || FillsGroup)
                {
                    Monitor.Pulse(_gate);
                }

                return;
            }

            refusal = _stopping ? StoreStatus.Stopping : _refusesAll ? StoreStatus.DiskError : StoreStatus.QueueFull;
        }

        _counters.CountRefusal(refusal);
        request.Complete(refusal);
    }

    /// <summary>Lets go of a lane's records, with the next transaction.</summary>
    public void Release(RecordClass recordClass, SequenceSpan span)
    {
        if (span.First > span.Last)
        {
            return;
        }

        lock (_gate)
        {
            _releases.Add(recordClass, span);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Sets damaged records aside, with the next transaction that succeeds; until then nothing is released over them. False when too many
    /// wait for that already: the reader must stop before the record, and meets it again. So it must where the file can be replaced and the
    /// records may be whole in it: nothing is declared lost that a new file would hold.
    /// </summary>
    public bool TrySetAside(in Damage damage)
    {
        lock (_gate)
        {
            if (damage.IsOfAnInnerPage && !_stopping && MayReplaceFile)
            {
                _isReplacementWanted = true;
                Monitor.Pulse(_gate);
                return false;
            }

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

    /// <summary>Runs one transaction on the caller's thread, if anything waits for one; false when nothing does. Instead of the thread, not beside it.</summary>
    public bool Step()
    {
        if (!TakeWork(waits: false))
        {
            return false;
        }

        RunGroup();
        return true;
    }

    /// <summary>Stores what waits, then ends the thread and closes the file.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        if (_thread.IsAlive)
        {
            _thread.Join();
        }
        else
        {
            Run();
        }

        if (_isDetached)
        {
            return;
        }

        _policy.IsClosing = true;
        bool seals = _seals?.Unsealed > 0 || (_policy.IsActive && _seals is not null);
        _seals?.IsClosing = true;
        if (!_isEpochWanted && (_policy.IsActive || seals) && TryCommit([], [], [], out _) < 0 && _policy.IsActive && seals)
        {
            // Perhaps for want of room for the seals: what waits for one is on disk, and the next start seals it.
            _seals!.IsClosing = false;
            _ = TryCommit([], [], [], out _);
        }

        Tell(_appender.ShowStored);
        _probe.Dispose();
        Tell(CloseJournal);
        _database.Dispose();
    }

    private void Run()
    {
        while (TakeWork(waits: true))
        {
            RunGroup();
        }
    }

    private void RunGroup()
    {
        try
        {
            Process();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The thread must live: without it every publish would wait for ever. What it held is refused, and sent again.
            _counters.LastError = exception.Message;
            Settle(StoreStatus.DiskError);
            PutBack();
        }
    }

    private bool TakeWork(bool waits)
    {
        _group.Clear();
        _letGo.Clear();
        _setAside.Clear();
        _settled = 0;
        lock (_gate)
        {
            while (!HasWork())
            {
                if (_stopping || !waits)
                {
                    return false;
                }

                if (!Monitor.Wait(_gate, Rest()))
                {
                    break;
                }
            }

            Linger(waits);
            _ticks = IsTickDue || _waiting.Count == 0;
            int records = 0;
            long bytes = 0;
            while (_waiting.TryPeek(out StoreRequest? request)
                && (_group.Count == 0 || (records + request.RecordCount <= _options.MaximumGroupRecords && bytes + request.Payload.Length <= _options.MaximumGroupBytes)))
            {
                records += request.RecordCount;
                bytes += request.Payload.Length;
                _group.Add(_waiting.Dequeue());
            }

            _waitingRecords -= records;
            _waitingBytes -= bytes;
            _hasLingered = _waiting.Count > 0;
            _damaged.CopyTo(_setAside);
            _releases.TakeAll(_letGo);
            _givenUp = false;
            _isDestroyed = _isDetached || ((_isReplacementWanted || _isEpochWanted) && !_stopping);
            _isReplacementWanted = false;
            return true;
        }
    }

    // Without a file there is nothing to do but to refuse, until opening one may be tried again.
    private bool HasWork() => _isDetached ? _waiting.Count > 0 || MayReplaceFile : HasWorkForFile();

    private bool HasWorkForFile()
    {
        if (_isEpochWanted)
        {
            // No transaction runs before it has begun: whatever else is due would be found due again at once, and keep a stop waiting.
            return _waiting.Count > 0 || MayBeginEpoch;
        }

        return _waiting.Count > 0 || _seals?.AreDue == true || _isReplacementWanted || _damaged.HasNew || _releases.HasNew || (HasToDeclare && !_hasFailed) || ((_policy.IsActive || _room.HasAges || _givenUp || HasToDeclare) && IsTickDue);
    }

    private bool HasToDeclare => _undeclared.Count > 0 || _seals?.RestatesLosses == true;

    // How long the writer rests where nothing wakes it.
    private TimeSpan Rest()
    {
        bool ticks = _isDetached || _isEpochWanted || _givenUp || _unsettledJournal || HasToDeclare || _policy.IsActive || _room.HasAges;
        TimeSpan rest = ticks ? Tick : Timeout.InfiniteTimeSpan;

        // Rounded up: a timer goes by whole milliseconds, and one that is early finds nothing due.
        return !_isDetached && !_isEpochWanted && _seals?.TimeLeft is { } left && (!ticks || left < Tick) ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds))) : rest;
    }

    private bool FillsGroup => _waitingRecords >= _options.MaximumGroupRecords || _waitingBytes >= _options.MaximumGroupBytes;

    private bool IsTickDue => _options.Time.GetElapsedTime(_lastTick) >= Tick;

    // Waits a little for others to share the sync, by the monotonic clock: steps of UTC make it neither longer nor shorter.
    private void Linger(bool waits)
    {
        // What a full transaction left over has waited already.
        if (!waits || _options.MaximumLinger <= TimeSpan.Zero || _waiting.Count == 0 || _hasLingered)
        {
            return;
        }

        _lingers = true;
        long began = _options.Time.GetTimestamp();
        while (!_stopping && !FillsGroup && _options.MaximumLinger - _options.Time.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            Monitor.Wait(_gate, left);
        }

        _lingers = false;
    }

    // Not for ever: the next work or the pause's end tries again. Until then the records stay, and at worst are sent twice.
    private void PutBack()
    {
        lock (_gate)
        {
            _letGo.ForEach(release => _releases.PutBack(release.Class, release.Span));
            _givenUp = true;
        }
    }
}
