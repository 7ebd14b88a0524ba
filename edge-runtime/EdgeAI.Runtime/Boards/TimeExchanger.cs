using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Boards;

/// <summary>
/// Asks one board for its clock and matches the answers to the questions (WIRE.md, "Mapping clocks"): quickly when a boot is new or its
/// clock contradicted itself, then about once a second. Allocates nothing after construction. Not thread safe.
/// </summary>
/// <param name="robotBoot">The robot's boot number, as answers must repeat it.</param>
/// <param name="timeline">Learns from each answer.</param>
public sealed class TimeExchanger(ushort robotBoot, BoardTimeline timeline)
{
    /// <summary>The most questions that wait for an answer; a new one takes the place of the oldest.</summary>
    public const int MaxOpen = 8;

    /// <summary>How many questions are asked quickly.</summary>
    public const int QuickQuestions = 8;

    /// <summary>How long an answer may take, nanoseconds. A later one would be too wide to narrow anything.</summary>
    public const long Timeout = 2_000_000_000;

    private const long QuickInterval = 125_000_000;
    private const long SteadyInterval = 900_000_000;

    // The steady interval ends anywhere in this span: one that stayed the same could meet the same long sensor read every time.
    private const long SteadySpread = 200_000_000;
    private const uint GoldenRatioOfSpread = 123_606_797;

    private readonly uint[] _numbers = new uint[MaxOpen];
    private readonly long[] _sentAt = new long[MaxOpen];
    private readonly bool[] _isOpen = new bool[MaxOpen];
    private readonly TimeRequest _request = new();
    private long _contradictions;
    private long _dueAt;
    private int _quickLeft = QuickQuestions;
    private uint _next = 1;
    private uint _latestUsed;

    /// <summary>Questions that a link took.</summary>
    public long Asked { get; private set; }

    /// <summary>Questions that a link had no room for, or whose other end is gone.</summary>
    public long NotSent { get; private set; }

    /// <summary>Answers that the timeline learned from.</summary>
    public long Answered { get; private set; }

    /// <summary>Questions that were not answered in time.</summary>
    public long TimedOut { get; private set; }

    /// <summary>Questions that were open when the board started anew, or had to make room.</summary>
    public long Abandoned { get; private set; }

    /// <summary>Answers that belong to no open question: late, repeated, or meant for another boot of the robot.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Answers to an open question that the timeline could not use.</summary>
    public long Refused { get; private set; }

    /// <summary>Questions that wait for an answer now.</summary>
    public int Open { get; private set; }

    /// <summary>Begins anew with a new boot of the board.</summary>
    public void Restart(long now)
    {
        for (int slot = 0; slot < MaxOpen; slot++)
        {
            Abandoned += _isOpen[slot] ? 1 : 0;
            _isOpen[slot] = false;
        }

        Open = 0;
        _quickLeft = QuickQuestions;
        _dueAt = now;
    }

    /// <summary>Closes what was not answered in time, and says whether a question is to be asked now.</summary>
    public bool IsDue(long now)
    {
        for (int slot = 0; slot < MaxOpen && Open > 0; slot++)
        {
            if (_isOpen[slot] && now - _sentAt[slot] > Timeout)
            {
                Close(slot);
                TimedOut++;
            }
        }

        return now >= _dueAt;
    }

    /// <summary>The question to be handed to the link at once.</summary>
    /// <param name="board">Who is asked.</param>
    /// <param name="now">t1: read from the robot's clock just before.</param>
    public TimeRequest Ask(ushort board, long now)
    {
        _request.TargetBoard = board;
        _request.Exchange = _next;
        _request.RobotSent = now;
        return _request;
    }

    /// <summary>Takes notice of what became of the question, and chooses the time of the next.</summary>
    public void Sent(SendOutcome outcome, long now)
    {
        uint number = _next++;
        _quickLeft = Math.Max(0, _quickLeft - 1);
        _dueAt = now + (_quickLeft > 0 ? QuickInterval : SteadyInterval + (unchecked(number * GoldenRatioOfSpread) % SteadySpread));
        if (outcome != SendOutcome.Sent)
        {
            NotSent++;
            return;
        }

        Asked++;
        int slot = (int)(number % MaxOpen);
        if (_isOpen[slot])
        {
            Close(slot);
            Abandoned++;
        }

        _numbers[slot] = number;
        _sentAt[slot] = now;
        _isOpen[slot] = true;
        Open++;
    }

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">The answer, its stamp as the board's header has it.</param>
    /// <param name="arrival">t4: the robot's clock, read after the answer came in.</param>
    public void Take(TimeResponse answer, long arrival)
    {
        ArgumentNullException.ThrowIfNull(answer);
        int slot = (int)(answer.Exchange % MaxOpen);
        bool matches = answer.RobotBoot == robotBoot && _isOpen[slot] && _numbers[slot] == answer.Exchange && _sentAt[slot] == answer.RobotSent;
        if (!matches)
        {
            Unmatched++;
            return;
        }

        Close(slot);

        // One that was overtaken by a later question's answer says nothing new, and the timeline takes them in order.
        bool overtaken = Answered > 0 && (int)(answer.Exchange - _latestUsed) < 0;
        ClockExchange exchange = new(answer.RobotSent, answer.BoardReceived, answer.BoardSent, arrival, answer.Stamp.UncertaintyNanoseconds);
        if (overtaken || !timeline.TryObserve(in exchange))
        {
            Refused++;
            return;
        }

        Answered++;
        _latestUsed = answer.Exchange;
        if (timeline.Contradictions != _contradictions)
        {
            _contradictions = timeline.Contradictions;
            _quickLeft = QuickQuestions;
            _dueAt = Math.Min(_dueAt, arrival + QuickInterval);
        }
    }

    private void Close(int slot)
    {
        _isOpen[slot] = false;
        Open--;
    }
}
