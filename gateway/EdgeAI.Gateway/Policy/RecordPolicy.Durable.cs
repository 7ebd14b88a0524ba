using System.Globalization;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <content>What outlives a transaction and a restart: counts until they are reported, open windows, what deadbands compare with.</content>
internal sealed partial class RecordPolicy
{
    // How long after a window's length the gateway waits for readings that are on their way, and how often it looks.
    private const long WindowGrace = 2_000_000_000;
    private const long WindowCheckPeriod = 250_000_000;
    private const RecordClass ReportClass = RecordClass.Event;

    private readonly List<GovernedStream> _dirty = [];
    private readonly List<GovernedStream> _counted = [];
    private readonly List<GovernedStream> _open = [];
    private readonly List<InheritedCounts> _inherited = [];
    private readonly byte[] _scratch = new byte[GovernedStream.MaximumStateLength];
    private Dictionary<string, GovernedRobot>? _beforeForgetting;
    private long _withheld;
    private long _withheldNow;
    private long _held;
    private long _heldNow;
    private long _stateBytes;
    private long _lastReport;
    private long _lastReportOnDisk;
    private long _lastWindowCheck;

    /// <summary>What the policy has withheld since the start and what waits in open windows; thread-safe.</summary>
    public PolicyStatistics Snapshot() => new(Revision, Volatile.Read(ref _withheld), Volatile.Read(ref _held));

    public void Load(IReadOnlyDictionary<string, byte[]> saved)
    {
        _revisions.Load(saved);
        foreach ((string key, byte[] state) in saved.Where(static entry => entry.Key.StartsWith(GovernedStream.KeyPrefix, StringComparison.Ordinal)))
        {
            if (!TryLoad(key, state))
            {
                throw new GatewayException($"the policy's memory of {key} in the spool is damaged: what it withheld there is not known; keep the spool's files for an inquiry and start with an empty folder");
            }
        }
    }

    public void Advance(long utcNanoseconds, IRecordSink sink)
    {
        if (!_revisions.IsAnnounced)
        {
            Announce(utcNanoseconds, sink);
        }

        if (_stateBytes > MaximumStateBytes)
        {
            ForgetAll(utcNanoseconds, sink);
        }

        if (_open.Count > 0 && (utcNanoseconds < _lastWindowCheck || utcNanoseconds - _lastWindowCheck >= WindowCheckPeriod))
        {
            _lastWindowCheck = utcNanoseconds;
            CloseOverdue(utcNanoseconds, sink);
        }

        if (_counted.Count == 0 || _lastReport == 0)
        {
            _lastReport = utcNanoseconds;
        }
        else if (utcNanoseconds < _lastReport || utcNanoseconds - _lastReport >= _reportPeriod)
        {
            ReportAll(utcNanoseconds, isLast: false, sink);
        }
    }

    public void Finish(long utcNanoseconds, IRecordSink sink)
    {
        if (_revisions.IsAnnounced)
        {
            ReportAll(utcNanoseconds, isLast: true, sink);
        }
    }

    public void Save(Action<string, byte[]?> put)
    {
        _revisions.Save(put);
        for (int index = 0; _revisions.IsAnnounced && index < _inherited.Count; index++)
        {
            put(_inherited[index].Key, null);
        }

        foreach (GovernedStream stream in _dirty)
        {
            if (stream.TrySave(_scratch, out byte[]? state))
            {
                put(stream.Key, state);
            }
        }
    }

    public void Accept()
    {
        if (_revisions.IsAnnounced)
        {
            _inherited.Clear();
        }

        _revisions.Accept();
        foreach (GovernedStream stream in _dirty)
        {
            _stateBytes -= stream.DurableLength;
            stream.Accept();
            _stateBytes += stream.DurableLength;
        }

        _dirty.Clear();
        _beforeForgetting = null;
        _lastReportOnDisk = _lastReport;
        Volatile.Write(ref _withheld, _withheld + _withheldNow);
        Volatile.Write(ref _held, _held + _heldNow);
        _withheldNow = _heldNow = 0;
    }

    public void Undo()
    {
        _revisions.Undo();
        if (_beforeForgetting is not null)
        {
            Restore(_beforeForgetting);
            _beforeForgetting = null;
        }

        foreach (GovernedStream stream in _dirty)
        {
            stream.Undo();
            Enlist(stream);
        }

        _dirty.Clear();
        _lastReport = _lastReportOnDisk;
        _withheldNow = _heldNow = 0;
    }

    private static void List(List<GovernedStream> list, GovernedStream stream, bool isListed)
    {
        if (!isListed)
        {
            list.Add(stream);
        }
    }

    private bool TryLoad(string key, byte[] state)
    {
        string[] parts = key.Split('/');
        if (parts.Length != 6
            || !ushort.TryParse(parts[2], CultureInfo.InvariantCulture, out ushort board)
            || !byte.TryParse(parts[3], CultureInfo.InvariantCulture, out byte number)
            || !byte.TryParse(parts[4], CultureInfo.InvariantCulture, out byte type)
            || !byte.TryParse(parts[5], CultureInfo.InvariantCulture, out byte recordClass))
        {
            return false;
        }

        byte[] robot = Encoding.ASCII.GetBytes(parts[1]);
        if (!_revisions.IsAnnounced)
        {
            return TryInherit(key, new GovernedStream(robot, board, number, (MessageType)type, (RecordClass)recordClass, new CompiledRule(leaves: false, GovernedStream.HandlingIn(state))), state);
        }

        GovernedStream stream = AddStream(RobotOf(robot), board, number, (MessageType)type, (RecordClass)recordClass);
        if (!stream.TryLoad(state))
        {
            return false;
        }

        _stateBytes += stream.DurableLength;
        _held += stream.Window is { Count: > 0 } ? 1 : 0;
        Enlist(stream);
        return true;
    }

    // Another policy is in force: its rules have no use for what the one before remembered, and what that withheld is told as its own.
    private bool TryInherit(string key, GovernedStream stream, byte[] state)
    {
        if (!stream.TryLoad(state))
        {
            return false;
        }

        if (stream.Window is { Count: > 0 } window)
        {
            stream.Withhold(WithheldRule.FoldedIntoWindow, window.LatestStamp);
        }

        _inherited.Add(new InheritedCounts(key, stream, [.. Enum.GetValues<WithheldRule>().Select(stream.Take)]));
        return true;
    }

    private void Announce(long utcNanoseconds, IRecordSink sink)
    {
        _revisions.Announce(utcNanoseconds, sink);
        foreach (InheritedCounts inherited in _inherited)
        {
            for (int rule = 0; rule < inherited.Counts.Length; rule++)
            {
                Report(inherited.Stream, (WithheldRule)(rule + 1), inherited.Counts[rule], _revisions.Before, sink);
            }
        }
    }

    private void Touch(GovernedStream stream, uint boot, IRecordSink sink)
    {
        MarkDirty(stream);
        if (stream.RobotBoot != boot)
        {
            CloseIfOpen(stream, sink);
            Report(stream, sink);
            stream.BeginBoot(boot);
        }
    }

    private void MarkDirty(GovernedStream stream)
    {
        if (!stream.IsDirty)
        {
            stream.IsDirty = true;
            _dirty.Add(stream);
        }
    }

    private void Enlist(GovernedStream stream)
    {
        if (stream.HasCounts)
        {
            List(_counted, stream, stream.IsListedForReport);
            stream.IsListedForReport = true;
        }

        if (stream.Window is { Count: > 0 })
        {
            List(_open, stream, stream.IsListedForWindow);
            stream.IsListedForWindow = true;
        }
    }

    private void CloseOverdue(long utcNanoseconds, IRecordSink sink)
    {
        int kept = 0;
        for (int index = 0; index < _open.Count; index++)
        {
            GovernedStream stream = _open[index];
            OpenWindow window = stream.Window!;
            if (window.Count > 0 && (utcNanoseconds < window.OpenedUtc || utcNanoseconds - window.OpenedUtc >= stream.Rule.WindowNanoseconds + WindowGrace))
            {
                MarkDirty(stream);
                Close(stream, sink);
            }

            stream.IsListedForWindow = window.Count > 0;
            if (stream.IsListedForWindow)
            {
                _open[kept++] = stream;
            }
        }

        _open.RemoveRange(kept, _open.Count - kept);
    }

    private void CloseIfOpen(GovernedStream stream, IRecordSink sink)
    {
        if (stream.Window is { Count: > 0 })
        {
            Close(stream, sink);
        }
    }

    // Reports are never dropped, so they must not pile up while the upstream is away: a stream whose last report still waits is counted on,
    // and what it counts is on disk all the same.
    private void ReportAll(long utcNanoseconds, bool isLast, IRecordSink sink)
    {
        _lastReport = utcNanoseconds;
        int kept = 0;
        for (int index = 0; index < _counted.Count; index++)
        {
            GovernedStream stream = _counted[index];
            if (!isLast && stream.HasCounts && sink.Waits(ReportClass, stream.ReportedAt))
            {
                _counted[kept++] = stream;
                continue;
            }

            stream.IsListedForReport = false;
            if (stream.HasCounts)
            {
                MarkDirty(stream);
                Report(stream, sink);
            }
        }

        _counted.RemoveRange(kept, _counted.Count - kept);
    }

    private void Report(GovernedStream stream, IRecordSink sink)
    {
        for (WithheldRule rule = WithheldRule.DoesNotLeave; rule <= WithheldRule.Geofence; rule++)
        {
            Report(stream, rule, stream.Take(rule), Revision, sink);
        }
    }

    private static void Report(GovernedStream stream, WithheldRule rule, WithheldCount count, uint revision, IRecordSink sink)
    {
        if (count.Count == 0)
        {
            return;
        }

        Withheld report = new()
        {
            Rule = rule,
            Board = stream.Board,
            Stream = stream.Stream,
            Handling = stream.Rule.Handling,
            RobotBoot = stream.RobotBoot,
            PolicyRevision = revision,
            Count = count.Count,
            EarliestUtcNanoseconds = count.Earliest,
            LatestUtcNanoseconds = count.Latest,
            Robot = stream.Robot,
        };
        Span<byte> body = stackalloc byte[Withheld.MaximumLength];
        stream.ReportedAt = sink.StoreOwn(RecordKind.Withheld, ReportClass, body[..report.Write(body)]);
    }

    private void ForgetAll(long utcNanoseconds, IRecordSink sink)
    {
        foreach (GovernedStream stream in _robots.Values.SelectMany(static robot => robot.Streams.Values))
        {
            if (stream.IsDirty || stream.DurableLength > 0)
            {
                MarkDirty(stream);
                CloseIfOpen(stream, sink);
            }
        }

        ReportAll(utcNanoseconds, isLast: true, sink);
        foreach (GovernedStream stream in _dirty)
        {
            stream.Forget();
        }

        _beforeForgetting ??= new Dictionary<string, GovernedRobot>(_robots);
        Restore([]);
    }

    private void Restore(Dictionary<string, GovernedRobot> robots)
    {
        _robots.Clear();
        _open.Clear();
        _counted.Clear();
        _latestRobot = null;
        _streams = 0;
        foreach ((string name, GovernedRobot robot) in robots)
        {
            _robots.Add(name, robot);
            _streams += robot.Streams.Count;
        }

        foreach (GovernedStream stream in robots.Values.SelectMany(static robot => robot.Streams.Values))
        {
            stream.IsListedForReport = stream.IsListedForWindow = false;
            Enlist(stream);
        }
    }
}
