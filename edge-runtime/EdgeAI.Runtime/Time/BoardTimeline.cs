using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Time;

/// <summary>
/// Maps one board's clock onto the robot's timeline by two-way exchanges (WIRE.md, "Mapping clocks"), as intervals that hold the truth
/// whatever the two ways of the link took. Allocates nothing after construction. Not thread safe; a reader on another thread may see
/// figures of two neighbouring exchanges.
/// </summary>
/// <remarks>
/// An exchange proves two things: at the board's t2 the robot's clock had passed t1, and at t3 it had not reached t4. Between instants
/// the clocks differ by at most <see cref="ClockLimits"/>. So every exchange gives an interval for one instant, which is intersected with
/// the one that follows from the exchanges before: a slow answer costs nothing, a fast one serves for long. Two instants with their
/// intervals bound the mean rate between them, and the limit on wander carries that to the present: so the bound grows, between two
/// exchanges, by what is not known of the drift and not by the most that it could be. (The intersection of intervals is Marzullo's; here no
/// source is outvoted, since there is only one.)
/// An empty intersection proves that a clock broke its limits: everything before is forgotten, and no bound is claimed until some
/// exchanges agree again; each time that it happens in one boot it takes twice as many.
/// A mapped stamp is the middle of its interval. It steps with each exchange, within the bounds: what puts readings in order is their sequence.
/// </remarks>
/// <param name="limits">What is taken for granted of the two clocks.</param>
public sealed class BoardTimeline(ClockLimits limits) : IStampMapper
{
    // At one exchange a second a minute of history: beyond it wander leaves nothing of what an old instant says of the rate.
    private const int HistoryLength = 64;
    private const int FirstProbation = 4;
    private const int LongestProbation = 256;

    // Above this a quotient would overflow, and no crystal is meant: such a pair of instants says nothing of the rate.
    private const long WidestQuotient = 9_000_000_000;

    private readonly ClockAnchor[] _history = new ClockAnchor[HistoryLength];
    private int _newest = -1;
    private int _count;
    private int _boot = -1;
    private int _agreeing;
    private int _probation = 1;

    /// <summary>How often the board was seen to start anew.</summary>
    public int Reboots { get; private set; }

    /// <summary>Exchanges that were used.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Exchanges that cannot be: answered before they were asked, or by a board that does not know its own clock. They were not used.</summary>
    public long Refused { get; private set; }

    /// <summary>How often an exchange contradicted what the ones before had proved: a clock stepped or drifted beyond its limits.</summary>
    public long Contradictions { get; private set; }

    /// <summary>Whether stamps of the present boot are mapped with a bound.</summary>
    public bool IsKnown => _count > 0 && _agreeing >= _probation;

    /// <summary>What the link took in both directions in the latest exchange, nanoseconds.</summary>
    public long RoundTrip { get; private set; }

    /// <summary>Half the width of the interval at the latest exchange, nanoseconds; <see cref="long.MaxValue"/> while none is known.</summary>
    public long Bound { get; private set; } = long.MaxValue;

    /// <summary>How much the robot's clock gains on the board's, nanoseconds per second: the middle of what is possible.</summary>
    public long DriftPpb { get; private set; }

    /// <summary>How far <see cref="DriftPpb"/> may be off.</summary>
    public long DriftBoundPpb { get; private set; } = limits.MaxDriftPpb;

    /// <summary>Takes notice of a frame's boot number: a new one forgets the old clock.</summary>
    public void Hear(int boot)
    {
        if (boot == _boot)
        {
            return;
        }

        Reboots += _boot < 0 ? 0 : 1;
        _boot = boot;
        _count = 0;
        _agreeing = 0;
        _probation = 1;
        Bound = long.MaxValue;
    }

    /// <summary>Learns from an exchange with the present boot. Exchanges come in the order in which the board answered them.</summary>
    /// <param name="exchange">The four instants.</param>
    /// <returns>Whether it was used; false if it cannot be.</returns>
    public bool TryObserve(in ClockExchange exchange)
    {
        if (exchange.BoardUncertainty >= FrameTime.UnknownNanoseconds || exchange.BoardSent < exchange.BoardReceived)
        {
            Refused++;
            return false;
        }

        // What t2 proves is carried to t3, so that both ends of the interval stand at one instant.
        long held = exchange.BoardSent - exchange.BoardReceived;
        long reading = exchange.BoardUncertainty + ClockAnchor.Gain(exchange.BoardUncertainty, limits.MaxDriftPpb) + 2;
        long low = exchange.RobotSent + held - ClockAnchor.Gain(held, limits.MaxDriftPpb) - 2 - reading;
        long high = exchange.RobotReceived + reading;
        if (low > high)
        {
            Refused++;
            return false;
        }

        Exchanges++;
        RoundTrip = exchange.RoundTrip;
        if (_count == 0)
        {
            Begin(exchange.BoardSent, low, high);
        }
        else if (!TryJoin(exchange.BoardSent, low, high))
        {
            Contradictions++;
            _probation = Math.Clamp(2 * _probation, FirstProbation, LongestProbation);
            _agreeing = 0;
            _count = 0;
            Begin(exchange.BoardSent, low, high);
        }

        _agreeing = Math.Min(_agreeing + 1, LongestProbation);
        ref readonly ClockAnchor newest = ref _history[_newest];
        Bound = IsKnown ? (newest.High - newest.Low + 1) / 2 : long.MaxValue;
        DriftPpb = (newest.LowRate + newest.HighRate) / 2;
        DriftBoundPpb = (newest.HighRate - newest.LowRate + 1) / 2;
        return true;
    }

    /// <summary>Translates a board's stamp.</summary>
    /// <param name="boot">The boot number in the frame's header.</param>
    /// <param name="boardStamp">The stamp in board time.</param>
    /// <param name="arrival">When the frame arrived, robot timeline, nanoseconds.</param>
    /// <returns>
    /// The stamp on the robot's timeline, its uncertainty including that of the map; the arrival and <see cref="long.MaxValue"/> while
    /// there is no map for this boot.
    /// </returns>
    public Stamp ToRobot(int boot, in Stamp boardStamp, long arrival)
    {
        if (boot != _boot || !IsKnown)
        {
            return new Stamp(arrival, long.MaxValue);
        }

        (long low, long high) = IntervalAt(boardStamp.Nanoseconds);
        long own = boardStamp.UncertaintyNanoseconds;
        if (own >= FrameTime.UnknownNanoseconds)
        {
            return new Stamp(low + ((high - low) / 2), long.MaxValue);
        }

        long ownOnRobot = own + ClockAnchor.Gain(own, limits.MaxDriftPpb) + 2;
        return new Stamp(low + ((high - low) / 2), ((high - low + 1) / 2) + ownOnRobot);
    }

    private void Begin(long board, long low, long high) => Add(new ClockAnchor(board, low, high, -limits.MaxDriftPpb, limits.MaxDriftPpb));

    private bool TryJoin(long board, long low, long high)
    {
        ref readonly ClockAnchor newest = ref _history[_newest];
        if (board < newest.Board)
        {
            return false;
        }

        (long predictedLow, long predictedHigh) = newest.At(board, limits);
        low = Math.Max(low, predictedLow);
        high = Math.Min(high, predictedHigh);
        long wander = ClockAnchor.Gain(board - newest.Board, limits.MaxWanderPpbPerSecond) + 1;
        long lowRate = Math.Max(-limits.MaxDriftPpb, newest.LowRate - wander);
        long highRate = Math.Min(limits.MaxDriftPpb, newest.HighRate + wander);
        for (int age = 0; age < _count; age++)
        {
            NarrowRate(_history[IndexOf(age)], board, low, high, ref lowRate, ref highRate);
        }

        if (low > high || lowRate > highRate)
        {
            return false;
        }

        Add(new ClockAnchor(board, low, high, lowRate, highRate));
        return true;
    }

    // The mean rate since an earlier instant lies between the two extreme lines through both intervals, and the present rate within half
    // of what it can have wandered since.
    private void NarrowRate(in ClockAnchor earlier, long board, long low, long high, ref long lowRate, ref long highRate)
    {
        long span = board - earlier.Board;
        if (span <= 0)
        {
            return;
        }

        long wander = (ClockAnchor.Gain(span, limits.MaxWanderPpbPerSecond) / 2) + 2;
        long most = high - earlier.Low - span;
        long least = low - earlier.High - span;
        if (Math.Abs(most) < WidestQuotient)
        {
            highRate = Math.Min(highRate, (most * 1_000_000_000 / span) + wander);
        }

        if (Math.Abs(least) < WidestQuotient)
        {
            lowRate = Math.Max(lowRate, (least * 1_000_000_000 / span) - wander);
        }
    }

    private (long Low, long High) IntervalAt(long instant)
    {
        int age = 0;
        while (age < _count && _history[IndexOf(age)].Board > instant)
        {
            age++;
        }

        if (age == _count)
        {
            return _history[IndexOf(age - 1)].At(instant, limits);
        }

        (long low, long high) = _history[IndexOf(age)].At(instant, limits);
        if (age == 0)
        {
            return (low, high);
        }

        // Between two exchanges both bound it.
        (long laterLow, long laterHigh) = _history[IndexOf(age - 1)].At(instant, limits);
        low = Math.Max(low, laterLow);
        high = Math.Min(high, laterHigh);
        return low <= high ? (low, high) : (laterLow, laterHigh);
    }

    private int IndexOf(int age) => (_newest - age + HistoryLength) % HistoryLength;

    private void Add(in ClockAnchor anchor)
    {
        _newest = (_newest + 1) % HistoryLength;
        _history[_newest] = anchor;
        _count = Math.Min(_count + 1, HistoryLength);
    }
}
