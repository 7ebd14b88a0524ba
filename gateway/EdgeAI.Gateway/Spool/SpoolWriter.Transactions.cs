using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <content>What happens between BEGIN and COMMIT, and what is told to whom when that went well or did not.</content>
internal sealed partial class SpoolWriter
{
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
        if (request.Order?.Awaited(request.Robot, request.Boot, request.BatchNumber) > 0)
        {
            request.Status = StoreStatus.OutOfOrder;
            return;
        }

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
                Refuse(request, StoreStatus.BatchTooOld);
                return;
            default:
                break;
        }

        if (size > room || !_ledger.HasRoomFor(request.Robot))
        {
            Refuse(request, size > room ? StoreStatus.Full : StoreStatus.TooManyRobots);
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

    // Those behind it on the same connection, in this group already, must not overtake it.
    private static void Refuse(StoreRequest request, StoreStatus status)
    {
        request.Status = status;
        request.Order?.TryNote(request.Robot, request.Boot, request.BatchNumber);
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
