using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Salvage;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// Opens the spool's file for the writer and for the readers, and puts a new one in its place when it is too damaged to go on with.
/// SQLite finds a file's journal by its name: so nobody may have the old one open when the new one takes its place.
/// </summary>
internal sealed class SpoolFileKeeper(SpoolOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<SpoolLaneHandle> _lanes = [];
    private SpoolSegments? _segments;
    private bool _isReplaced;

    /// <summary>Whose spool it is and which life of it.</summary>
    public SpoolIdentity Identity { get; private set; }

    /// <summary>What became of a damaged file, in one line; empty when none was.</summary>
    public string Salvaged { get; private set; } = "";

    /// <summary>Whether a damaged file may be replaced: it is wanted, and something says that it is this gateway's spool. Without that it may be somebody else's.</summary>
    public bool MayReplace => options.Retention.WhenDamaged == WhenDamaged.StartNew && TryReadMark(out _);

    /// <summary>Opens the file, creating it where there is none.</summary>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public OpenSpoolFile Open()
    {
        SqliteConnection? connection = null;
        SpoolDatabase? database = null;
        try
        {
            SalvagedFile.Finish(options.Folder);
            connection = SpoolFile.Open(options, out SpoolIdentity identity);
            database = new SpoolDatabase(connection, options.MaximumPageCount);
            SpoolSegments segments = SpoolSchema.ReadSegments(connection);
            EpochFile epoch = new(options.Folder, identity);
            if (EpochFile.TryRead(options.Folder, out EpochMark mark) && mark.Identity == identity)
            {
                epoch.Load(mark);
            }

            epoch.Reserve(segments.Highest() + 1);
            OpenSpoolFile file = new(database, segments, new SegmentProbe(SpoolFile.Connect(options)), epoch);
            Identity = identity;
            _segments = segments;
            return file;
        }
        catch
        {
            database?.Dispose();
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the file at the start; where it cannot be salvaged, for want of room perhaps, it is kept aside and a new one begins.</summary>
    public void ReplaceAtStart()
    {
        try
        {
            Salvage([], newEpoch: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException or SpoolError)
        {
            string kept = DamagedFile.MoveAside(options.Folder, options.Time);
            Salvaged = $"the spool's file was damaged and is kept as {kept}: what it held is declared lost, it could not be carried over ({exception.Message.ReplaceLineEndings(" ")}); what can still be read, EdgeAI.Gateway spool export --file copies";
        }
    }

    /// <summary>Closes all lanes' connections. Until <see cref="Replace"/> they read nothing.</summary>
    public void DetachLanes()
    {
        lock (_gate)
        {
            _lanes.ForEach(lane => lane.Detach());
        }
    }

    /// <summary>Replaces the file while the spool runs; the writer has it closed, and the lanes are detached.</summary>
    /// <param name="passedBy">What the lanes met as damage and passed by.</param>
    /// <param name="keeper">Hears from the lanes.</param>
    /// <param name="newEpoch">Whether the new file is of a new epoch.</param>
    /// <param name="replaced">Whether there is a new file; otherwise it is the damaged one again.</param>
    /// <returns>The file, open.</returns>
    public OpenSpoolFile Replace(IReadOnlyList<LaneSpan> passedBy, ILaneKeeper keeper, bool newEpoch, out bool replaced)
    {
        lock (_gate)
        {
            // One that took the damaged one's place, and could not be opened then, is only opened: it is whole.
            if (!_isReplaced)
            {
                try
                {
                    Salvage(passedBy, newEpoch);
                    _isReplaced = true;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException or SpoolError)
                {
                    Salvaged = $"the spool's file {(newEpoch ? "is an old copy" : "is damaged")} and could not be replaced ({exception.Message.ReplaceLineEndings(" ")}): it is tried again";
                }
            }

            replaced = _isReplaced;
            OpenSpoolFile file = Open();
            try
            {
                _lanes.ForEach(lane => lane.Attach(new SpoolLane(SpoolFile.Connect(options), lane.Class, file.Segments, keeper, lane.HandsOut)));
            }
            catch
            {
                file.Dispose();
                throw;
            }

            _isReplaced = false;
            return file;
        }
    }

    /// <summary>Opens a class's lane on a connection of its own.</summary>
    /// <param name="recordClass">The class.</param>
    /// <param name="keeper">Hears from the lane.</param>
    /// <param name="handsOut">Whether what it reads leaves the gateway: a drop of that is no exact count.</param>
    /// <exception cref="GatewayException">The file cannot be opened a second time; the message says why and what to do.</exception>
    public ISpoolLane OpenLane(RecordClass recordClass, ILaneKeeper keeper, bool handsOut)
    {
        lock (_gate)
        {
            try
            {
                SpoolLaneHandle lane = new(new SpoolLane(SpoolFile.Connect(options), recordClass, _segments!, keeper, handsOut), handsOut, Forget);
                _lanes.Add(lane);
                return lane;
            }
            catch (Exception exception)
            {
                throw SpoolFile.Explain(options, exception);
            }
        }
    }

    private void Forget(SpoolLaneHandle lane)
    {
        lock (_gate)
        {
            _lanes.Remove(lane);
        }
    }

    private void Salvage(IReadOnlyList<LaneSpan> passedBy, bool newEpoch)
    {
        if (!TryReadMark(out EpochMark mark))
        {
            throw new IOException($"{EpochFile.FileName} is missing or damaged");
        }

        SpoolIdentity? next = newEpoch ? mark.Identity with { Epoch = SpoolFile.DrawEpoch() } : null;
        SalvageReport report = SalvagedFile.Replace(options, mark, passedBy, next);
        Salvaged = next is { } begun ? $"the spool was an old copy, and goes on under epoch {begun.Epoch}: {report}" : $"the spool's file was damaged: {report}";
    }

    private bool TryReadMark(out EpochMark mark) => EpochFile.TryRead(options.Folder, out mark) && mark.Identity.Gateway == options.Gateway;
}
