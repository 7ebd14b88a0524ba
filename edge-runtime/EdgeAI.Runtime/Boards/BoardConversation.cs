using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Boards;

/// <summary>
/// The robot's side of everything that is said with one board beside readings (WIRE.md): learns its clock, what it is and what it logs,
/// and has it do commands. Fed and stepped by the board's <see cref="FrameIntake"/>. Allocates nothing in the steady state; a complete
/// hello is one new object. Not thread safe, but for what says otherwise.
/// </summary>
public sealed class BoardConversation
{
    // How often a board is asked again because a frame was lost while it told a tactile stream without taxels.
    private const int MaxDoubts = 8;
    private const long DoubtAfter = 1_000_000_000;

    // Reading the clock and framing take less than this on anything that runs the runtime.
    private const long StampUncertainty = 1_000;

    private readonly FrameSender _sender;
    private readonly IClock _clock;
    private readonly HelloAssembly _assembly = new();
    private readonly HelloRequester _requester = new();
    private readonly Hello _hello = new();
    private readonly StreamDescription _description = new();
    private readonly TaxelLayout _layout = new(TaxelLayout.MaxTaxels);
    private readonly LogRecord _log = new();
    private readonly TimeResponse _time = new();
    private readonly Acknowledgement _acknowledgement = new();
    private readonly HelloRequest _helloRequest = new();
    private long _sequence;
    private long _missingAtHello;
    private long _doubtAt = long.MaxValue;
    private int _doubts;
    private bool _isStarted;

    /// <summary>Makes a conversation.</summary>
    /// <param name="board">The board's number.</param>
    /// <param name="robotBoot">The robot's boot number in frames.</param>
    /// <param name="flags">Set in every frame that is sent.</param>
    /// <param name="link">The robot's end of the board's link.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="limits">What is taken for granted of the two clocks.</param>
    public BoardConversation(ushort board, ushort robotBoot, FrameFlags flags, ILink link, IClock clock, ClockLimits limits)
    {
        Board = board;
        _clock = clock;
        _sender = new FrameSender(0, robotBoot, flags, link);
        Timeline = new BoardTimeline(limits);
        Exchanger = new TimeExchanger(robotBoot, Timeline);
        Commander = new BoardCommander(board, robotBoot);
    }

    /// <summary>The board's number.</summary>
    public ushort Board { get; }

    /// <summary>The board's present boot; -1 before its first frame.</summary>
    public int Boot { get; private set; } = -1;

    /// <summary>Maps the board's clock.</summary>
    public BoardTimeline Timeline { get; }

    /// <summary>The questions for the board's clock, counted.</summary>
    public TimeExchanger Exchanger { get; }

    /// <summary>Has the board do commands. May be given commands on any thread.</summary>
    public BoardCommander Commander { get; }

    /// <summary>What the board says beside its readings. May be read on any thread.</summary>
    public BoardLog Log { get; } = new();

    /// <summary>Tellings of what the board is, counted.</summary>
    public HelloAssembly Tellings => _assembly;

    /// <summary>What the board says it is; null until it has told all of it in its present boot. May be read on any thread.</summary>
    public BoardHello? Hello => _assembly.Current;

    /// <summary>The order of the board's own stream: what arrived, what is missing, what was rejected.</summary>
    public StreamCounters Counters { get; } = new();

    /// <summary>Requests to tell again that a link took.</summary>
    public long HelloRequests => _requester.Asked;

    /// <summary>Frames that a link took.</summary>
    public long Sent { get; private set; }

    /// <summary>Frames that a link had no room for, or whose other end is gone.</summary>
    public long NotSent { get; private set; }

    /// <summary>Sound frames on the board's own stream of a type that no board says there.</summary>
    public long Ignored { get; private set; }

    /// <summary>Takes notice of a frame of this board, whatever its stream: a new boot begins everything anew.</summary>
    /// <param name="boot">The boot number in its header.</param>
    /// <param name="arrival">When it arrived, robot timeline, nanoseconds.</param>
    public void Hear(ushort boot, long arrival)
    {
        if (boot == Boot)
        {
            return;
        }

        Boot = boot;
        Timeline.Hear(boot);
        Exchanger.Restart(arrival);
        Commander.Hear(boot);
        _assembly.Restart(boot);
        _requester.Restart(arrival);
        _isStarted = true;
        _doubtAt = long.MaxValue;
        _doubts = 0;
    }

    /// <summary>Takes a frame of the board's own stream.</summary>
    /// <param name="receiver">Holds the frame, after <see cref="Hear"/>.</param>
    /// <param name="arrival">The robot's clock, read after the frame came in.</param>
    public void Take(FrameReceiver receiver, long arrival)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        FrameHeader header = receiver.Header;
        if (!Counters.Place(header.Boot, header.Sequence))
        {
            return;
        }

        FrameStatus status = header.Type switch
        {
            MessageType.TimeResponse => TakeTime(receiver, arrival),
            MessageType.Acknowledgement => TakeAcknowledgement(receiver),
            MessageType.LogRecord => TakeLog(receiver, arrival),
            MessageType.Hello => TakeHello(receiver, arrival),
            MessageType.StreamDescription => TakeDescription(receiver, arrival),
            MessageType.TaxelLayout => TakeLayout(receiver, arrival),
            _ => FrameStatus.UnknownType,
        };
        if (status == FrameStatus.UnknownType)
        {
            Ignored++;
        }
        else if (status != FrameStatus.Ok)
        {
            Counters.CountRejected();
        }
    }

    /// <summary>Says what is to be said now: at most one question for the clock, one for the hello, and one command.</summary>
    public void Step()
    {
        long now = _clock.Nanoseconds;
        if (!_isStarted)
        {
            _requester.Restart(now);
            _isStarted = true;
        }

        if (Boot >= 0 && Exchanger.IsDue(now))
        {
            // t1 is read last, so that it lies as close before the link as it can.
            now = _clock.Nanoseconds;
            Exchanger.Sent(Say(Exchanger.Ask(Board, now), now), now);
        }

        Doubt(now);
        if (!_assembly.IsComplete && _requester.IsDue(now))
        {
            AskForHello(now);
        }

        if (Commander.Due(now) is { } command)
        {
            Commander.Sent(Say(command, now), now);
        }
    }

    private FrameStatus TakeTime(FrameReceiver receiver, long arrival)
    {
        FrameStatus status = receiver.Decode(_time);
        if (status == FrameStatus.Ok)
        {
            Exchanger.Take(_time, arrival);
        }

        return status;
    }

    private FrameStatus TakeAcknowledgement(FrameReceiver receiver)
    {
        FrameStatus status = receiver.Decode(_acknowledgement);
        if (status == FrameStatus.Ok)
        {
            Commander.Take(_acknowledgement);
        }

        return status;
    }

    private FrameStatus TakeLog(FrameReceiver receiver, long arrival)
    {
        FrameStatus status = receiver.Decode(_log);
        if (status == FrameStatus.Ok)
        {
            Log.Add(_log, Timeline.ToRobot(receiver.Header.Boot, _log.Stamp, arrival), receiver.Header.Boot);
        }

        return status;
    }

    private FrameStatus TakeHello(FrameReceiver receiver, long arrival)
    {
        FrameStatus status = receiver.Decode(_hello);
        if (status == FrameStatus.Ok)
        {
            _missingAtHello = Counters.Missing;
            Commander.Limit(_hello.ReceiveLimit);
            _assembly.Take(_hello);
            Progress(arrival);
        }

        return status;
    }

    private FrameStatus TakeDescription(FrameReceiver receiver, long arrival)
    {
        FrameStatus status = receiver.Decode(_description);
        if (status == FrameStatus.Ok)
        {
            _assembly.Take(_description);
            Progress(arrival);
        }

        return status;
    }

    private FrameStatus TakeLayout(FrameReceiver receiver, long arrival)
    {
        FrameStatus status = receiver.Decode(_layout);
        if (status == FrameStatus.Ok)
        {
            _assembly.Take(_layout);
            Progress(arrival);
        }

        return status;
    }

    private void Progress(long now)
    {
        _requester.Progress(now);
        _doubtAt = now + DoubtAfter;
    }

    // A layout that was lost whole leaves no part that asks for the others. But the loss left a hole in the stream.
    private void Doubt(long now)
    {
        if (now < _doubtAt || !_assembly.IsComplete)
        {
            return;
        }

        _doubtAt = long.MaxValue;
        if (_assembly.LacksALayout && Counters.Missing != _missingAtHello && _doubts < MaxDoubts)
        {
            // The question may be lost, too.
            _doubts++;
            _doubtAt = now + (DoubtAfter << _doubts);
            AskForHello(now);
        }
    }

    private void AskForHello(long now)
    {
        _helloRequest.TargetBoard = Board;
        _requester.Ask(Say(_helloRequest, now) == SendOutcome.Sent, now);
    }

    private SendOutcome Say(Message message, long now)
    {
        message.Stamp = new Stamp(now, StampUncertainty);
        SendOutcome outcome = _sender.Send(BoardAddress.HousekeepingStream, _sequence, message);
        _sequence++;
        if (outcome == SendOutcome.Sent)
        {
            Sent++;
        }
        else
        {
            NotSent++;
        }

        return outcome;
    }
}
