using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Boards;

/// <summary>
/// Has one board do commands, each once (WIRE.md, "Commands"): numbers them, repeats one, unchanged, until it is acknowledged, and only
/// then goes on to the next. Two under way at once could not both be kept: were the first lost and the second done, the first's number
/// would no longer be a new one. Bounded; allocates nothing after construction.
/// </summary>
/// <remarks>Commands may be submitted and reports taken on any thread; the rest is the executor's.</remarks>
/// <param name="board">Who is commanded.</param>
/// <param name="robotBoot">The robot's boot number, as acknowledgements must repeat it.</param>
public sealed class BoardCommander(ushort board, ushort robotBoot)
{
    /// <summary>The most commands that wait, are under way, or are over and not reported yet.</summary>
    public const int Capacity = 8;

    /// <summary>How long a command is repeated before it is given up, nanoseconds.</summary>
    public const long GiveUpAfter = 10_000_000_000;

    /// <summary>The same for a reset: a board that comes back over a network takes its time.</summary>
    public const long GiveUpResetAfter = 60_000_000_000;

    private const long FirstRepeat = 200_000_000;
    private const long LongestRepeat = 1_600_000_000;

    // A monitor and not a System.Threading.Lock, which allocates when two threads meet; see BoundedEdge.
    private readonly object _gate = new();
    private readonly Command[] _commands = [.. Enumerable.Range(0, Capacity).Select(static _ => new Command())];
    private readonly CommandReport[] _reports = new CommandReport[Capacity];
    private readonly FrameHeader _header = new();
    private int _boardBoot = -1;
    private int _receiveLimit = FrameLayout.MaxFrameLength;
    private uint _nextNumber = 1;

    // A ring of three parts: over and not reported, from _first on; then the one under way; then those that wait.
    private int _first;
    private int _over;
    private int _count;
    private int _attempts;
    private long _repeatAt;
    private long _repeatWait;
    private long _giveUpAt;

    /// <summary>Commands that were taken over.</summary>
    public long Submitted { get; private set; }

    /// <summary>Commands that the board answered.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Commands that were given up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Frames that were repetitions.</summary>
    public long Repetitions { get; private set; }

    /// <summary>Acknowledgements of no command that is under way: late, repeated, or meant for another boot of the robot.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Takes a command over, to be done by the board's present boot.</summary>
    /// <param name="command">What to do; copied. Board, boot and number are filled in.</param>
    /// <param name="number">What its report will be told by.</param>
    public SubmitStatus TrySubmit(Command command, out uint number)
    {
        ArgumentNullException.ThrowIfNull(command);
        number = 0;
        lock (_gate)
        {
            if (_boardBoot < 0)
            {
                return SubmitStatus.NotHeard;
            }

            if (_count == Capacity)
            {
                return SubmitStatus.Full;
            }

            Command slot = _commands[(_first + _count) % Capacity];
            slot.CopyFrom(command);
            slot.TargetBoard = board;
            slot.TargetBoot = (ushort)_boardBoot;
            slot.Number = _nextNumber;
            slot.Stamp = default;
            if (FrameEncoder.Check(_header, slot) != FrameStatus.Ok)
            {
                return SubmitStatus.NotSound;
            }

            if (FrameEncoder.FrameLength(slot) > _receiveLimit)
            {
                return SubmitStatus.TooLarge;
            }

            number = _nextNumber++;
            _count++;
            Submitted++;
            return SubmitStatus.Ok;
        }
    }

    /// <summary>Takes the oldest report that was not taken yet, in the order of submission, and makes room for another command.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTakeReport(out CommandReport report)
    {
        lock (_gate)
        {
            report = default;
            if (_over == 0)
            {
                return false;
            }

            report = _reports[_first];
            _first = (_first + 1) % Capacity;
            _over--;
            _count--;
            return true;
        }
    }

    internal void Hear(ushort boot)
    {
        lock (_gate)
        {
            _boardBoot = boot;
            _receiveLimit = FrameLayout.MaxFrameLength;
        }
    }

    internal void Limit(int receiveLimit)
    {
        lock (_gate)
        {
            _receiveLimit = receiveLimit;
        }
    }

    /// <summary>Gives up what has had its time, and finds the command that is to be handed to the link now.</summary>
    /// <returns>The command, unchanged until its report is taken; null when there is none to send.</returns>
    internal Command? Due(long now)
    {
        lock (_gate)
        {
            if (_attempts > 0 && now >= _giveUpAt)
            {
                GivenUp++;
                End(CommandEnd.GivenUp, default, 0);
            }

            return _over < _count && (_attempts == 0 || now >= _repeatAt) ? UnderWay : null;
        }
    }

    internal void Sent(SendOutcome outcome, long now)
    {
        lock (_gate)
        {
            if (_attempts == 0)
            {
                _giveUpAt = now + (UnderWay.Code == CommandCode.Reset ? GiveUpResetAfter : GiveUpAfter);
                _repeatWait = FirstRepeat;
            }
            else
            {
                Repetitions += outcome == SendOutcome.Sent ? 1 : 0;
            }

            _attempts++;
            _repeatAt = now + _repeatWait;
            _repeatWait = Math.Min(2 * _repeatWait, LongestRepeat);
        }
    }

    internal void Take(Acknowledgement answer)
    {
        lock (_gate)
        {
            bool matches = _attempts > 0
                && answer.RobotBoot == robotBoot
                && answer.Number == UnderWay.Number
                && answer.Code == UnderWay.Code
                && answer.Stream == UnderWay.Stream;
            if (!matches)
            {
                Unmatched++;
                return;
            }

            Acknowledged++;
            End(CommandEnd.Acknowledged, answer.Outcome, answer.Detail);
        }
    }

    private Command UnderWay => _commands[(_first + _over) % Capacity];

    private void End(CommandEnd end, CommandOutcome outcome, uint detail)
    {
        Command command = UnderWay;
        _reports[(_first + _over) % Capacity] = new CommandReport(command.Number, command.Code, command.Stream, end, outcome, detail, _attempts);
        _over++;
        _attempts = 0;
    }
}
