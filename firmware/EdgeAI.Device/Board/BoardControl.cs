using System;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Board;

/// <summary>
/// The board's side of everything beside readings (WIRE.md): tells what the board is, answers for its clock, does each command once.
/// Run by <see cref="BoardCore.Step"/>; a step takes at most <see cref="BytesPerStep"/> bytes from the link and tells at most one part of a hello,
/// so the sensors keep their turns. Allocates nothing after construction. Not thread safe.
/// </summary>
public sealed class BoardControl
{
    /// <summary>The most bytes taken from the link in one step; eight requests fit at most.</summary>
    public const int BytesPerStep = 256;

    /// <summary>How often the link is looked at while no sensor wants a turn, nanoseconds. What waits that long widens a clock's bound and nothing else.</summary>
    public const long PollInterval = 2000000;

    // Reading the clock and framing take about this long on a slow board.
    private const long StampUncertainty = 10000;

    private readonly BoardDescription _description;
    private readonly IBoardActions _actions;
    private readonly HelloTelling _telling;
    private readonly FrameReceiver _receiver = new FrameReceiver();
    private readonly byte[] _bytes = new byte[BytesPerStep];
    private readonly HelloRequest _helloRequest = new HelloRequest();
    private readonly TimeRequest _timeRequest = new TimeRequest();
    private readonly TimeResponse _timeResponse = new TimeResponse();
    private readonly Command _command = new Command();
    private readonly Acknowledgement _answer = new Acknowledgement();
    private readonly LogRecord _log = new LogRecord();
    private FrameSender? _sender;
    private IClock? _clock;
    private CommandExecutor? _executor;

    /// <summary>Makes a control.</summary>
    /// <param name="description">What the board tells of itself.</param>
    /// <param name="actions">Does what is commanded.</param>
    /// <exception cref="ArgumentException">Either is null.</exception>
    public BoardControl(BoardDescription description, IBoardActions actions)
    {
        if (description == null || actions == null)
        {
            throw new ArgumentException("a control needs a description and actions: neither may be null");
        }

        _description = description;
        _actions = actions;
        _telling = new HelloTelling(description);
    }

    /// <summary>Sequence numbers given out on the board's own stream.</summary>
    public long Produced { get; private set; }

    /// <summary>Frames that the link took.</summary>
    public long Sent { get; private set; }

    /// <summary>Frames dropped because the link had no room. An answer that is dropped is asked for again by the robot.</summary>
    public long DroppedLinkFull { get; private set; }

    /// <summary>Frames dropped because the other end of the link is gone.</summary>
    public long DroppedLinkClosed { get; private set; }

    /// <summary>Messages dropped because the wire cannot carry them: a defect of the firmware.</summary>
    public long DroppedInvalid { get; private set; }

    /// <summary>Sound frames of a robot that named this board by its number: with one of them the robot is known to reach it.</summary>
    public long Addressed { get; private set; }

    /// <summary>Requests for the board's clock that were answered.</summary>
    public long TimeRequests { get; private set; }

    /// <summary>Commands that were done, or tried, or refused for their argument.</summary>
    public long Executed
    {
        get { return _executor == null ? 0 : _executor.Executed; }
    }

    /// <summary>Commands that had been executed before and were only answered again.</summary>
    public long Repeated
    {
        get { return _executor == null ? 0 : _executor.Repeated; }
    }

    /// <summary>Commands for another boot of this board, or with a number neither remembered nor new: answered and not done.</summary>
    public long Refused
    {
        get { return _executor == null ? 0 : _executor.Refused; }
    }

    /// <summary>Sound frames that were not for this board, not from a robot, or of a type that nobody sends to a board.</summary>
    public long Ignored { get; private set; }

    /// <summary>How often the receiver rejected a piece of the link or a payload, by reason.</summary>
    public long RejectionsOf(FrameStatus status)
    {
        return _receiver.RejectionsOf(status);
    }

    /// <summary>Whether every number given out was sent or dropped for a named reason.</summary>
    public bool IsConserved()
    {
        return Produced == Sent + DroppedLinkFull + DroppedLinkClosed + DroppedInvalid;
    }

    /// <summary>Says something beside the readings. It is dropped, and counted, if the link does not take it.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="code">What is said, as a number; 0 when only the text says it.</param>
    /// <param name="text">Printable ASCII, at most <see cref="LogRecord.MaxText"/> characters; anything else is counted as invalid.</param>
    /// <exception cref="InvalidOperationException">No board uses this control yet.</exception>
    public void Log(LogLevel level, ushort code, string text)
    {
        _log.Level = level;
        _log.Code = code;
        if (!_log.Text.TrySet(text))
        {
            Produced++;
            DroppedInvalid++;
            return;
        }

        Say(_log, Clock.Nanoseconds);
    }

    /// <summary>Says something beside the readings, without allocating. It is dropped, and counted, if the link does not take it.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="code">What is said, as a number; 0 when only the text says it.</param>
    /// <param name="text">At most <see cref="LogRecord.MaxText"/> characters.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="InvalidOperationException">No board uses this control yet.</exception>
    public SendOutcome Log(LogLevel level, ushort code, AsciiText text)
    {
        _log.Level = level;
        _log.Code = code;
        _log.Text.CopyFrom(text);
        return Say(_log, Clock.Nanoseconds);
    }

    /// <summary>Tells what the board is once more: something of it has changed.</summary>
    /// <exception cref="InvalidOperationException">No board uses this control yet.</exception>
    public void TellHello()
    {
        _telling.Begin(Clock.Nanoseconds);
    }

    /// <summary>Joins a board: checks that description and streams are one to one, and fills in what only the streams know.</summary>
    internal void Attach(FrameSender sender, IClock clock, SampledStream[] streams)
    {
        if (_sender != null)
        {
            throw new ArgumentException("a control serves one board: make another for another");
        }

        if (_description.Streams.Length != streams.Length)
        {
            throw new ArgumentException("the description has " + _description.Streams.Length + " streams and the board " + streams.Length + ": describe each once");
        }

        for (int index = 0; index < streams.Length; index++)
        {
            StreamDescription? description = _description.Of(streams[index].Number);
            if (description == null || description.ReadingType != streams[index].Sensor.Reading.Type)
            {
                throw new ArgumentException("stream " + streams[index].Number + " is not described, or as another type than its sensor gives: mend its description");
            }

            _description.SetPeriod(streams[index]);
        }

        _description.Hello.CommandsRemembered = CommandMemory.Capacity;
        _description.Hello.ReceiveLimit = FrameLayout.MaxFrameLength;
        _sender = sender;
        _clock = clock;
        _executor = new CommandExecutor(_description, _actions, clock, streams, sender.Boot);
    }

    /// <summary>Begins to tell what the board is.</summary>
    internal void Start()
    {
        _telling.Begin(Clock.Nanoseconds);
    }

    /// <summary>Takes what came in, answers it, and tells one part of the hello if one is to be told.</summary>
    /// <returns>Nanoseconds until the next step; 0 when there is more to do.</returns>
    internal long Step()
    {
        int count = Sender.Receive(_bytes);
        if (count > 0)
        {
            Take(count, Clock.Nanoseconds);
        }

        long now = Clock.Nanoseconds;
        if (_telling.Wait(now) == 0)
        {
            _telling.Told(Say(_telling.Part(), now), now);
        }

        if (count == _bytes.Length)
        {
            return 0;
        }

        long wait = _telling.Wait(now);
        return wait < PollInterval ? wait : PollInterval;
    }

    private FrameSender Sender
    {
        get { return _sender ?? throw new InvalidOperationException("no board uses this control: hand it to a BoardCore"); }
    }

    private IClock Clock
    {
        get { return _clock ?? throw new InvalidOperationException("no board uses this control: hand it to a BoardCore"); }
    }

    private CommandExecutor Executor
    {
        get { return _executor ?? throw new InvalidOperationException("no board uses this control: hand it to a BoardCore"); }
    }

    private void Take(int count, long receivedAt)
    {
        int position = 0;
        while (_receiver.TryReceive(_bytes, ref position, count))
        {
            // What a robot says stands under board 0 (WIRE.md, "Who writes which header"); boards on one topic hear each other, too.
            if (_receiver.Header.Board != 0)
            {
                Ignored++;
                continue;
            }

            switch (_receiver.Header.Type)
            {
                case MessageType.TimeRequest:
                    AnswerTime(receivedAt);
                    break;
                case MessageType.HelloRequest:
                    AnswerHello();
                    break;
                case MessageType.Command:
                    AnswerCommand();
                    break;
                default:
                    Ignored++;
                    break;
            }
        }
    }

    private bool IsForThisBoard(ushort target)
    {
        if (target == Sender.Board)
        {
            Addressed++;
            return true;
        }

        if (target == BoardAddress.EveryBoard)
        {
            return true;
        }

        Ignored++;
        return false;
    }

    private void AnswerTime(long receivedAt)
    {
        if (_receiver.Decode(_timeRequest) != FrameStatus.Ok || !IsForThisBoard(_timeRequest.TargetBoard))
        {
            return;
        }

        TimeRequests++;
        _timeResponse.RobotBoot = _receiver.Header.Boot;
        _timeResponse.Exchange = _timeRequest.Exchange;
        _timeResponse.RobotSent = _timeRequest.RobotSent;
        _timeResponse.BoardReceived = receivedAt;
        _timeResponse.BoardSent = Clock.Nanoseconds;
        Say(_timeResponse, _timeResponse.BoardSent);
    }

    private void AnswerHello()
    {
        if (_receiver.Decode(_helloRequest) == FrameStatus.Ok && IsForThisBoard(_helloRequest.TargetBoard))
        {
            _telling.Begin(Clock.Nanoseconds);
        }
    }

    private void AnswerCommand()
    {
        if (_receiver.Decode(_command) != FrameStatus.Ok || !IsForThisBoard(_command.TargetBoard))
        {
            return;
        }

        Executor.Handle(_command, _receiver.Header.Boot, _answer);
        Say(_answer, Clock.Nanoseconds);
    }

    private SendOutcome Say(Message message, long now)
    {
        message.Stamp = new Stamp(now, StampUncertainty);
        SendOutcome outcome = Sender.Send(BoardAddress.HousekeepingStream, Produced, message);
        Produced++;
        switch (outcome)
        {
            case SendOutcome.Sent:
                Sent++;
                break;
            case SendOutcome.LinkFull:
                DroppedLinkFull++;
                break;
            case SendOutcome.LinkClosed:
                DroppedLinkClosed++;
                break;
            default:
                DroppedInvalid++;
                break;
        }

        return outcome;
    }
}
