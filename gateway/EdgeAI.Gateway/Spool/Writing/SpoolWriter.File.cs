using System.Diagnostics.CodeAnalysis;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Room;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Writing;

/// <content>The file that is written, and how another takes its place when it is too damaged to go on with.</content>
internal sealed partial class SpoolWriter
{
    // A disk that damages each new file at once must not be filled with the old ones.
    private static readonly TimeSpan AfterReplacement = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterVainReplacement = TimeSpan.FromMinutes(1);

    private SpoolDatabase _database;
    private SpoolSegments _segments;
    private SegmentProbe _probe;
    private PublisherLedger _ledger;
    private SealChains? _seals;
    private RecordAppender _appender;
    private PolicyGate _policy;
    private SegmentHoles _holes;
    private DamageKeeper _damage;
    private AgeClock? _clock;
    private RoomKeeper _room;
    private List<UndeclaredLoss> _undeclared;
    private EpochFile _epoch;
    private TimeSpan _replacementPause;
    private long _lastReplacement;
    private bool _isDestroyed;
    private bool _isDetached;
    private bool _refusesAll;

    /// <summary>Goes on with a file; what is noticed of it, in one line, or nothing.</summary>
    [MemberNotNull(nameof(_database), nameof(_segments), nameof(_probe), nameof(_ledger), nameof(_appender), nameof(_policy), nameof(_holes), nameof(_damage), nameof(_room), nameof(_undeclared), nameof(_epoch))]
    private string Attach(OpenSpoolFile file)
    {
        (_database, _segments, _probe, _epoch) = file;
        _ledger = new PublisherLedger(_options.MaximumRobots);
        _holes = new SegmentHoles(_database, _segments, _probe);
        foreach (SpoolSegment segment in _segments.All())
        {
            _holes.RefreshOldest(segment);
        }

        _segments.Accept();
        _seals = _options.Signer is { } signer ? new SealChains(_database, _segments, _keeper.Identity, signer, _options) : null;
        _appender = new RecordAppender(_database, _segments, _epoch, _options, _seals);
        _policy = new PolicyGate(_options.Policy, _appender, _database);
        _damage = new DamageKeeper(_database, _holes, _appender, _options);
        if (_clock is null)
        {
            _clock = new AgeClock(_database.ReadClockSteps(), _segments.Highest(), _database.LatestReceipt(_segments), _options.Time);
        }
        else
        {
            // It knows of steps that came after the last transaction of the file before.
            _clock.FileReplaced();
        }

        _room = new RoomKeeper(_database, _segments, _holes, _appender, _clock, _reserve, _options, _seals);
        _undeclared = _database.ReadUndeclared();
        _notedPages = 0;
        List<string> noticed = [];
        int forgotten = _database.ReadPublishers(_ledger.Load);
        if (forgotten > 0)
        {
            noticed.Add($"{forgotten} rows of table publishers are damaged: what those boots of robots send again may be stored a second time");
        }

        if (_seals?.BegunAgain > 0)
        {
            noticed.Add("where the chains of seals stood is damaged or not known: they begin again, and what no seal names yet stays without proof");
            Interlocked.Add(ref _counters.ChainsBegunAgain, _seals.BegunAgain);
        }

        _counters.Follow(_segments);
        Interlocked.Exchange(ref _counters.Unsealed, _seals?.Unsealed ?? 0);
        Interlocked.Exchange(ref _counters.LastSequence, _segments.Highest());
        Interlocked.Exchange(ref _counters.Quarantined, _database.Quarantined());
        Interlocked.Exchange(ref _counters.Bytes, _database.BytesInUse());
        return string.Join("; ", noticed);
    }

    private bool MayReplaceFile => _isEpochWanted ? MayBeginEpoch : _options.Time.GetElapsedTime(_lastReplacement) >= _replacementPause && _keeper.MayReplace;

    // Where SQLite can neither mend the file nor write it any more, what it holds is carried over into a new one. That may take minutes:
    // publishes are refused meanwhile, since one that waits for ever is worse.
    private void ReplaceFile()
    {
        if (!MayReplaceFile)
        {
            return;
        }

        RefuseAll(true);
        bool newEpoch = _isEpochWanted;
        bool replaced = false;
        try
        {
            // First the readers: what they met and passed by is known only then.
            _keeper.DetachLanes();
            List<Damage> met = [];
            lock (_gate)
            {
                _damaged.CopyTo(met);
            }

            CloseFile();
            string noticed;
            OpenSpoolFile file = _keeper.Replace(PassedBy(met), this, newEpoch, out replaced);
            try
            {
                // The steps that it knows follow numbers of the epoch before.
                _clock = replaced && newEpoch ? null : _clock;
                noticed = Attach(file);
                _isDetached = false;
            }
            catch
            {
                file.Dispose();
                throw;
            }

            lock (_gate)
            {
                _damaged.Follow(replaced ? null : file.Segments);
            }

            _counters.TellSalvaged(_keeper.Salvaged, noticed);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _counters.LastError = exception.Message;
        }
        finally
        {
            RefuseAll(false);
        }

        if (newEpoch)
        {
            NoteEpoch(replaced && !_isDetached);
        }

        lock (_gate)
        {
            _lastReplacement = _options.Time.GetTimestamp();
            _replacementPause = (replaced, _isDetached) switch
            {
                (true, false) => AfterReplacement,
                (true, true) => Tick, // To open the new one costs little, and until then every publish is refused.
                _ => AfterVainReplacement,
            };
        }

        // The readers were turned away meanwhile.
        Tell(_committed);
    }

    private void RefuseAll(bool refuses)
    {
        List<StoreRequest> refused = [];
        lock (_gate)
        {
            _refusesAll = refuses;
            while (_waiting.TryDequeue(out StoreRequest? request))
            {
                refused.Add(request);
            }

            _waitingRecords = 0;
            _waitingBytes = 0;
            _hasLingered = false;
        }

        foreach (StoreRequest request in refused)
        {
            Refuse(request, StoreStatus.DiskError);
            _counters.CountRefusal(request.Status);
            Interlocked.Increment(ref _counters.Settled);
            request.Complete(request.Status);
        }
    }

    private void CloseFile()
    {
        if (!_isDetached)
        {
            _isDetached = true;
            _probe.Dispose();
            _database.Dispose();
        }
    }

    private static List<LaneSpan> PassedBy(List<Damage> met)
    {
        List<LaneSpan> spans = [];
        foreach (Damage damage in met)
        {
            // A table of version 1 held all classes, and no number is given twice.
            spans.AddRange(damage.Segment.HasClassColumn
                ? SpoolSegments.Classes.Select(recordClass => new LaneSpan(recordClass, damage.Span))
                : [new LaneSpan(damage.Segment.Class, damage.Span)]);
        }

        return spans;
    }
}
