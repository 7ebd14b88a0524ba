using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Application;

/// <summary>What a board says of itself in its log: how it started, what gave way in its send queue, how late its turns come. Allocates nothing after construction.</summary>
internal sealed class BoardReports
{
    private const long Interval = 10000000000L;
    private const long NanosecondsPerMicrosecond = 1000;

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

    public BoardReports(BoardControl control, SampledStream[] streams, SendQueue queue, IBoardPlatform platform)
    {
        _control = control;
        _streams = streams;
        _queue = queue;
        _platform = platform;
    }

    /// <summary>Says how the board started.</summary>
    public void Begin(StartLedger ledger, ConfigurationVerdict? refused, SensorSet sensors, long now)
    {
        _due = now + Interval;
        Clear().Append("start ").Append(ledger.Boot);
        Say(LogLevel.Information, LogCode.Started);
        if (ledger.CrashedBefore)
        {
            Clear().Append("the run before crashed: ").Append(ledger.Crash.Count == 0 ? "it could not say why" : ledger.Crash.ToString());
            Say(LogLevel.Error, LogCode.Crashed);
        }

        if (!ledger.IsKept)
        {
            Clear().Append("the start could not be stored: crash loops are not seen");
            Say(LogLevel.Error, LogCode.StoreFailed);
        }

        if (refused != null)
        {
            Clear().Append("stored configuration refused: status ").Append((int)refused.Status).Append(" at byte ").Append(refused.Offset).Append("; send it again");
            Say(LogLevel.Error, LogCode.BadConfiguration);
        }

        if (ledger.Mode == StartMode.Compiled)
        {
            Clear().Append("crashed repeatedly: runs the compiled configuration; send a mended one");
            Say(LogLevel.Error, LogCode.CompiledConfiguration);
        }

        if (ledger.Mode == StartMode.Safe)
        {
            Clear().Append("crashed repeatedly: runs no sensor; send a mended configuration or flash again");
            Say(LogLevel.Error, LogCode.SafeMode);
        }

        for (int index = 0; index < sensors.MissingCount; index++)
        {
            Clear().Append("no sensor on stream ").Append(sensors.MissingStreams[index]).Append(": catalog status ").Append((int)sensors.MissingBecause[index]);
            Say(LogLevel.Error, LogCode.SensorMissing);
        }
    }

    /// <summary>Says what is to be said now.</summary>
    public void Step(BoardActions actions, long now)
    {
        if (actions.ConfigurationStored && !_storedSaid)
        {
            _storedSaid = true;
            Clear().Append("new configuration stored: restarting");
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

    private void Say(LogLevel level, ushort code)
    {
        _control.Log(level, code, _text);
    }
}
