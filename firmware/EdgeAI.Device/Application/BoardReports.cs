using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Application;

/// <summary>What a board says of itself in its log: how it started, what gave way in its send queue, how late its turns come. Allocates nothing after construction.</summary>
internal sealed class BoardReports
{
    private const long Interval = 10000000000L;
    private const long Retry = 1000000000;
    private const long NanosecondsPerMicrosecond = 1000;
    private const long NanosecondsPerSecond = 1000000000;
    private const int StartFacts = 6;

    private readonly BoardControl _control;
    private readonly SampledStream[] _streams;
    private readonly SendQueue _queue;
    private readonly IBoardPlatform _platform;
    private readonly AsciiText _text = new AsciiText(LogRecord.MaxText);
    private long _due;
    private long _droppedSaid;
    private long _lostSaid;
    private int _next;
    private bool _storedSaid;
    private StartLedger? _ledger;
    private ConfigurationVerdict? _refused;
    private SensorSet? _sensors;
    private string _crash = "";
    private int _nextOfStart;
    private long _startDue;
    private long _newsDue;

    public BoardReports(BoardControl control, SampledStream[] streams, SendQueue queue, IBoardPlatform platform)
    {
        _control = control;
        _streams = streams;
        _queue = queue;
        _platform = platform;
    }

    /// <summary>Says how the board started; what the link does not take, because it is not there yet, is said again until it does.</summary>
    public void Begin(StartLedger ledger, ConfigurationVerdict? refused, SensorSet sensors, long now)
    {
        _due = now + Interval;
        _ledger = ledger;
        _refused = refused;
        _sensors = sensors;
        _crash = ledger.Crash.Count == 0 ? "it could not say why" : ledger.Crash.ToString();
        TellStart(now);
    }

    /// <summary>Says what is to be said now.</summary>
    public void Step(BoardActions actions, ConfigurationTrial trial, long now)
    {
        TellStart(now);
        TellTrial(trial, now);
        if (actions.ConfigurationStored && !_storedSaid)
        {
            _storedSaid = true;
            Clear().Append("new configuration stored: restarting with it");
            Say(LogLevel.Information, LogCode.ConfigurationStored);
        }

        if (actions.StoreFailed)
        {
            actions.StoreFailed = false;
            Clear().Append("a calibration could not be stored: it is lost at the next power-off");
            Say(LogLevel.Error, LogCode.StoreFailed);
        }

        if (now < _due)
        {
            return;
        }

        _due = now + Interval;
        long dropped = _queue.DroppedOldest;
        if (dropped != _droppedSaid)
        {
            Clear().Append("send queue full: the oldest ").Append(dropped - _droppedSaid).Append(" frames gave way");
            _droppedSaid = dropped;
            Say(LogLevel.Warning, LogCode.FramesDropped);
        }

        long lost = _queue.Lost;
        if (lost != _lostSaid)
        {
            Clear().Append("link broke: ").Append(lost - _lostSaid).Append(" frames on their way did not arrive");
            _lostSaid = lost;
            Say(LogLevel.Warning, LogCode.FramesLost);
        }

        if (_streams.Length > 0)
        {
            SayTiming(_streams[_next]);
            _next = _next + 1 == _streams.Length ? 0 : _next + 1;
        }
    }

    private void TellStart(long now)
    {
        if (_ledger == null || _sensors == null || now < _startDue)
        {
            return;
        }

        while (_nextOfStart < StartFacts + _sensors.MissingCount)
        {
            SendOutcome outcome = _nextOfStart < StartFacts ? SayStart(_nextOfStart, _ledger) : SayMissing(_nextOfStart - StartFacts, _sensors);
            if (outcome == SendOutcome.LinkFull || outcome == SendOutcome.LinkClosed)
            {
                _startDue = now + Retry;
                return;
            }

            _nextOfStart++;
        }
    }

    // To a robot that was heard: said at the start, it would be lost where nobody listens yet, and it is stored until it was told.
    private void TellTrial(ConfigurationTrial trial, long now)
    {
        if (trial.News == TrialNews.None || !trial.IsHeard || now < _newsDue)
        {
            return;
        }

        SendOutcome outcome = SayTrial(trial.News);
        if (outcome == SendOutcome.LinkFull || outcome == SendOutcome.LinkClosed)
        {
            _newsDue = now + Retry;
            return;
        }

        trial.Told();
    }

    private SendOutcome SayTrial(TrialNews news)
    {
        Clear();
        switch (news)
        {
            case TrialNews.Kept:
                _text.Append("the robot was heard under the new configuration: it is kept");
                return Say(LogLevel.Information, LogCode.ConfigurationKept);
            case TrialNews.NotKept:
                _text.Append("the new configuration could not be stored for good: it is given up after ").Append(ConfigurationTrial.MostStarts).Append(" starts");
                return Say(LogLevel.Error, LogCode.StoreFailed);
            case TrialNews.Unheard:
                _text.Append("new configuration given up: the robot was not heard under it within ").Append(ConfigurationTrial.HeardWithin / NanosecondsPerSecond).Append(" s");
                break;
            case TrialNews.OutOfStarts:
                _text.Append("new configuration given up: ").Append(ConfigurationTrial.MostStarts).Append(" starts under it ended before the robot was heard");
                break;
            case TrialNews.Refused:
                _text.Append("new configuration given up: this firmware cannot decode it");
                break;
            default:
                _text.Append("new configuration given up: a start under it could not be stored");
                break;
        }

        _text.Append("; the one before runs");
        return Say(LogLevel.Error, LogCode.ConfigurationSetAside);
    }

    // What was not so is not said, and counts as said.
    private SendOutcome SayStart(int fact, StartLedger ledger)
    {
        Clear();
        switch (fact)
        {
            case 0:
                _text.Append("start ").Append(ledger.Boot);
                return Say(LogLevel.Information, LogCode.Started);
            case 1 when ledger.CrashedBefore:
                _text.Append("the run before crashed: ").Append(_crash);
                return Say(LogLevel.Error, LogCode.Crashed);
            case 2 when !ledger.IsKept:
                _text.Append("the start could not be stored: crash loops are not seen, and its number is by chance");
                return Say(LogLevel.Error, LogCode.StoreFailed);
            case 3 when _refused != null:
                _text.Append("stored configuration refused: status ").Append((int)_refused.Status).Append(" at byte ").Append(_refused.Offset).Append("; send it again");
                return Say(LogLevel.Error, LogCode.BadConfiguration);
            case 4 when ledger.Mode == StartMode.Compiled:
                _text.Append("crashed repeatedly: runs the compiled configuration; send a mended one");
                return Say(LogLevel.Error, LogCode.CompiledConfiguration);
            case 5 when ledger.Mode == StartMode.Safe:
                _text.Append("crashed repeatedly: runs no sensor; send a mended configuration or flash again");
                return Say(LogLevel.Error, LogCode.SafeMode);
            default:
                return SendOutcome.Sent;
        }
    }

    private SendOutcome SayMissing(int index, SensorSet sensors)
    {
        Clear().Append("no sensor on stream ").Append(sensors.MissingStreams[index]).Append(": catalog status ").Append((int)sensors.MissingBecause[index]);
        return Say(LogLevel.Error, LogCode.SensorMissing);
    }

    private void SayTiming(SampledStream stream)
    {
        Clear().Append("stream ").Append(stream.Number)
            .Append(" turns ").Append(stream.Timing.Turns)
            .Append(" late mean ").Append(stream.Timing.MeanLateness / NanosecondsPerMicrosecond)
            .Append(" us max ").Append(stream.Timing.LargestLateness / NanosecondsPerMicrosecond)
            .Append(" us missed ").Append(stream.Missed)
            .Append(" failed ").Append(stream.FailedReadings)
            .Append(" dropped ").Append(stream.DroppedLinkFull + stream.DroppedLinkClosed + stream.DroppedInvalid)
            .Append(" free ").Append(_platform.FreeBytes).Append(" B");
        stream.Timing.Begin();
        Say(LogLevel.Debug, LogCode.Timing);
    }

    private AsciiText Clear()
    {
        _text.Count = 0;
        return _text;
    }

    private SendOutcome Say(LogLevel level, ushort code)
    {
        return _control.Log(level, code, _text);
    }
}
