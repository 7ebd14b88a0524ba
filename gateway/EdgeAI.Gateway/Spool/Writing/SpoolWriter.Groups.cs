using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Writing;

/// <content>What is tried with a group when its transaction fails, so that one part of it does not fail because of the other.</content>
internal sealed partial class SpoolWriter
{
    private void Process()
    {
        // Where pages or keys are damaged, nothing more is put into the table: it could not be found again.
        while (!_isDestroyed && _setAside.Find(damage => damage.IsUnreadable && !damage.Segment.IsClosed && damage.Segment.Became is null) is { Segment: { } damaged } && TryRotate(damaged))
        {
        }

        if (_isDetached || _isEpochWanted || (_isDestroyed && MayReplaceFile))
        {
            Settle(StoreStatus.DiskError);
            PutBack();
            ReplaceFile();
            return;
        }

        int stored = CommitWhatCan(out StoreStatus failure);
        Settle(stored < 0 ? failure : null);
        Tell(_appender.ShowStored);
        if (stored > 0)
        {
            Tell(_committed);
        }

        LookAfterDisk();
        if (_isDestroyed)
        {
            ReplaceFile();
        }
    }

    private int CommitWhatCan(out StoreStatus failure)
    {
        int stored = TryCommit(_group, _letGo, _setAside, out failure);
        if (stored < 0)
        {
            bool letsGo = _setAside.Count > 0 || _letGo.Count > 0;
            bool madeWay = MakeWay(failure);
            if (letsGo)
            {
                LetGoAlone();
            }

            if (_group.Count > 0 && (letsGo || madeWay))
            {
                stored = TryCommit(_group, [], [], out failure);
            }

            _isDestroyed |= stored < 0 && _fileDamaged;
        }

        return stored;
    }

    // A damaged stretch that should have been dropped is passed by; a full disk gets the reserve's room.
    private bool MakeWay(StoreStatus failure)
    {
        if (failure == StoreStatus.Full)
        {
            _lastFull = _options.Time.GetTimestamp();
            _ = _reserve.TryGiveUp();

            // The journal's room is used again once it is emptied into the database, and that needs the reserve's. From here on the
            // file must not grow: there is room only for what something else makes way for.
            Tell(_database.CheckpointWhatCan);
            _room.LimitTo(_counters.Bytes);
            return true;
        }

        return _pagesDamaged;
    }

    // One must not fail because of the other: letting go makes room, and a bad page among the old records stops no new one.
    private void LetGoAlone()
    {
        if (_group.Count > 0 && TryCommit([], _letGo, _setAside, out _) >= 0)
        {
            return;
        }

        // Damaged pages cannot be emptied: their rows stay where they are, and are noted as gone.
        if (_pagesDamaged && TryCommit([], _letGo, _setAside, out _, keepsRows: true) >= 0)
        {
            return;
        }

        _isDestroyed |= _fileDamaged;

        // What could not be set aside must not be released over: nobody would ever know of it. The rest may go, and makes room.
        List<LaneSpan> rest = [];
        foreach (LaneSpan release in _letGo)
        {
            CountedSpan[] damaged = [];
            foreach (Damage damage in _setAside.Where(damage => damage.Segment.Class == release.Class))
            {
                damaged = CountedSpans.With(damaged, new CountedSpan(damage.Span, 0), out _);
            }

            rest.AddRange(CountedSpans.AllFree(damaged, release.Span).Select(span => new LaneSpan(release.Class, span)));
        }

        if (_setAside.Count > 0 && rest.Count > 0 && TryCommit([], rest, [], out _) >= 0)
        {
            _letGo.RemoveAll(release => !_setAside.Exists(damage => damage.Segment.Class == release.Class && damage.Span.First <= release.Span.Last && damage.Span.Last >= release.Span.First));
        }

        PutBack();
    }

    private bool TryRotate(SpoolSegment damaged)
    {
        try
        {
            _database.Rotate(_segments, damaged);
            return true;
        }
        catch (Exception exception) when (exception is SpoolError or Microsoft.Data.Sqlite.SqliteException)
        {
            _isDestroyed |= SpoolFile.IsDamage(exception);
            _counters.LastError = exception.Message;
            TryRollback();
            return false;
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
            Interlocked.Increment(ref _counters.Settled);
            request.Complete(request.Status);
        }
    }

    // Those behind it on the same connection, in this group already, must not overtake it.
    private static void Refuse(StoreRequest request, StoreStatus status)
    {
        request.Status = status;
        if (request.IsBatch)
        {
            request.Order?.TryNote(request.Robot, request.Boot, request.BatchNumber);
        }
    }

    // When nothing waits: the journal is emptied while nobody waits for it, and the reserve is made again.
    private void LookAfterDisk()
    {
        if (!_ticks)
        {
            return;
        }

        _lastTick = _options.Time.GetTimestamp();
        if (_options.Time.GetElapsedTime(_lastFull) >= ReservePause)
        {
            _reserve.TryKeep();
        }

        if (_unsettledJournal && _group.Count == 0)
        {
            _unsettledJournal = false;
            Tell(_database.CheckpointWhatCan);
        }

        NoteGiven();
    }

    private void NoteGiven()
    {
        TimeSpan since = _options.Time.GetElapsedTime(_lastNote);
        int pages = _database.PagesWritten();
        if (_appender.CommittedSequence > _epoch.Given && (since >= NotePause || (since >= Tick && pages - _notedPages >= SpoolFile.CheckpointPages)))
        {
            _lastNote = _options.Time.GetTimestamp();
            _notedPages = pages;
            _epoch.TryNoteOpen(_appender.CommittedSequence);
        }
    }

    // Nothing that was stored may be in the journal alone when the folder says so, and the journal may go only when it does.
    private void CloseJournal()
    {
        if (_database.TryCheckpointAll() && _epoch.TryNoteClosed(_appender.CommittedSequence))
        {
            _database.EmptyJournal();
        }
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
}
