using EdgeAI.Gateway.Policy;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Room;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Writing;

/// <content>What happens between BEGIN and COMMIT, and what is told to whom when that went well or did not.</content>
internal sealed partial class SpoolWriter
{
    private const int SystemErrorNoSpace = 28;
    private const int SystemErrorReadOnly = 30;

    /// <summary>
    /// Runs one transaction; the number of records stored, or -1 when it failed as a whole and left nothing. Where a class's table turns out
    /// to be damaged, it is closed and the transaction is run again.
    /// </summary>
    private int TryCommit(List<StoreRequest> group, List<LaneSpan> releases, List<Damage> damaged, out StoreStatus failure, bool keepsRows = false)
    {
        int stored = TryCommitOnce(group, releases, damaged, out failure, keepsRows);
        for (int closed = 0; stored < 0 && closed < SpoolSegments.Classes.Length && _appender.Damaged is { } table && TryRotate(table); closed++)
        {
            stored = TryCommitOnce(group, releases, damaged, out failure, keepsRows);
        }

        return stored;
    }

    private int TryCommitOnce(List<StoreRequest> group, List<LaneSpan> releases, List<Damage> damaged, out StoreStatus failure, bool keepsRows)
    {
        long setAside = 0;
        int stored = TryTransaction(
            () =>
            {
                foreach (StoreRequest request in group)
                {
                    Store(request);
                }

                setAside = _damage.SetAside(damaged, keepsRows);
                foreach (LaneSpan release in releases)
                {
                    _holes.Release(release, keepsRows);
                }

                if (_ticks && _room.HasAges)
                {
                    _room.DropAged();
                }
            },
            out failure);
        if (stored < 0)
        {
            _damage.Undo(damaged);
            return -1;
        }

        lock (_gate)
        {
            _damaged.Remove(damaged);
        }

        NoteCommit(group, stored);
        if (setAside > 0)
        {
            Tell(() => Interlocked.Exchange(ref _counters.Quarantined, _database.Quarantined()));
        }

        if (releases.Count > 0 || setAside > 0)
        {
            Tell(_released);
        }

        return stored;
    }

    private int TryTransaction(Action work, out StoreStatus failure)
    {
        failure = StoreStatus.Stored;
        _pagesDamaged = _fileDamaged = false;
        _appender.Begin();
        try
        {
            _database.Begin();
            _room.Begin(_counters.Bytes);
            foreach (UndeclaredLoss loss in _undeclared)
            {
                _appender.DeclareForAll(_segments.Current(RecordClass.Safety), loss.Span, loss.Most, loss.Reason);
            }

            if (_undeclared.Count > 0)
            {
                _database.ClearUndeclared();
            }

            if (_seals?.RestatesLosses == true)
            {
                _appender.DeclareAgain(_segments.Current(RecordClass.Safety), new SequenceSpan(1, _appender.CommittedSequence));
            }

            work();
            _policy.Finish(Utc.Nanoseconds(_options.Time));
            _appender.SealDue();
            _appender.CheckPlaces();
            _seals?.Save();
            _database.Save(_segments);
            _options.BeforeCommit?.Invoke();
            _database.Commit();
        }
        catch (Exception exception)
        {
            // Whatever it was: a transaction that stays open would fail the next one, which has done nothing wrong.
            failure = StatusOf(exception);
            _pagesDamaged = _fileDamaged = SpoolFile.IsDamage(exception);
            Abandon(exception.Message);
            return -1;
        }

        int appended = _appender.Appended;
        _hasFailed = false;
        _undeclared.Clear();
        _ledger.Accept();
        _segments.Accept();
        _appender.Accept();
        _seals?.Accept();
        Interlocked.Exchange(ref _counters.Unsealed, _seals?.Unsealed ?? 0);
        if (!_epoch.IsOpen)
        {
            // Before anybody is told: from here on the latest is in the journal, and must be missed where that is lost.
            _epoch.TryNoteOpen(_appender.CommittedSequence);
        }

        _room.Accept();
        Tell(_policy.Accept);
        Tell(() => _counters.Bytes = _database.BytesInUse());
        _counters.Commits++;
        _unsettledJournal = true;
        Interlocked.Exchange(ref _counters.LastSequence, _appender.NextSequence - 1);
        return appended;
    }

    private StoreStatus StatusOf(Exception exception) => exception switch
    {
        SpoolError { IsFull: true } => StoreStatus.Full,
        SpoolError when _database.SystemError == SystemErrorNoSpace => StoreStatus.Full,
        SpoolError { IsReadOnly: true } => StoreStatus.ReadOnly,
        SpoolError when _database.SystemError == SystemErrorReadOnly => StoreStatus.ReadOnly,
        _ => StoreStatus.DiskError,
    };

    private void Store(StoreRequest request)
    {
        if (request.Order?.Awaited(request.Robot, request.Boot, request.BatchNumber) > 0)
        {
            request.Status = StoreStatus.OutOfOrder;
            return;
        }

        request.Status = StoreStatus.Stored;
        if (request.Kind != RecordKind.Frame)
        {
            _appender.AppendOwn(request.Kind, request.Class, request.Payload.Span);
        }
        else if (request.IsBatch)
        {
            StoreBatch(request);
        }
        else if (TryTakeRoomFor(request))
        {
            // The publisher says neither when nor how sure: the receipt is the best there is, its bound unknown.
            _policy.Offer(Offered(request, request.Class, request.ReceivedUtcNanoseconds, -1, 0, request.Payload.Span));
        }
        else
        {
            Refuse(request, StoreStatus.Full);
        }
    }

    private void StoreBatch(StoreRequest request)
    {
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

        if (!_ledger.HasRoomFor(request.Robot))
        {
            Refuse(request, StoreStatus.TooManyRobots);
            return;
        }

        if (!TryTakeRoomFor(request, reader))
        {
            Refuse(request, StoreStatus.Full);
            return;
        }

        while (reader.MoveNext())
        {
            RobotBatchEntry entry = reader.Current;
            _policy.Offer(Offered(request, entry.Class, entry.UtcNanoseconds, entry.UncertaintyNanoseconds, reader.Boot, entry.Frame));
        }

        _ledger.Add(request.Robot, reader.Boot, number, _database);
    }

    private bool TryTakeRoomFor(StoreRequest request)
    {
        Span<long> bytes = stackalloc long[RoomKeeper.ClassNumbers];
        bytes.Clear();
        bytes[(int)request.Class] = SizeOf(request, request.Payload.Length);
        return TryTakeRoomFor(bytes);
    }

    private bool TryTakeRoomFor(StoreRequest request, RobotBatchReader reader)
    {
        Span<long> bytes = stackalloc long[RoomKeeper.ClassNumbers];
        bytes.Clear();
        while (reader.MoveNext())
        {
            bytes[(int)reader.Current.Class] += SizeOf(request, reader.Current.Frame.Length);
        }

        return TryTakeRoomFor(bytes);
    }

    // All of the publish or nothing of it; and nothing is dropped for one that does not fit all the same.
    private bool TryTakeRoomFor(ReadOnlySpan<long> bytes)
    {
        if (!_room.CanMakeRoom(bytes))
        {
            return false;
        }

        long taken = 0;
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            long wanted = bytes[(int)recordClass];
            if (wanted > 0 && !_room.TryTakeRoom(recordClass, wanted))
            {
                _room.GiveBack(taken);
                return false;
            }

            taken += wanted;
        }

        return true;
    }

    private long SizeOf(StoreRequest request, int frameLength) => frameLength + request.RobotAscii.Length + SegmentStatements.RowOverhead + (_seals is null ? 0 : SealChains.BytesPerRecord);

    private static OfferedRecord Offered(StoreRequest request, RecordClass recordClass, long stamp, long uncertainty, uint boot, ReadOnlySpan<byte> frame) => new()
    {
        Robot = request.RobotAscii,
        RobotBoot = boot,
        Class = recordClass,
        ReceivedUtcNanoseconds = request.ReceivedUtcNanoseconds,
        StampUtcNanoseconds = stamp,
        UncertaintyNanoseconds = uncertainty,
        Frame = frame,
    };

    private void NoteCommit(List<StoreRequest> group, int records)
    {
        foreach (StoreRequest request in group)
        {
            _counters.PublishesStored += request.Status == StoreStatus.Stored ? 1 : 0;
            _counters.BatchesAlreadyStored += request.Status == StoreStatus.AlreadyStored ? 1 : 0;
        }

        _counters.RecordsStored += records;
        _counters.LargestGroup = Math.Max(_counters.LargestGroup, records);
    }

    private void Abandon(string reason)
    {
        _hasFailed = true;
        _ledger.Undo();
        _segments.Undo();
        _appender.Undo();
        _seals?.Undo();
        _policy.Undo();
        _counters.FailedCommits++;
        _counters.LastError = reason;
        TryRollback();
    }

    private void TryRollback()
    {
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
