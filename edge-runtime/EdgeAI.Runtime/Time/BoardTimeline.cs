using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>
/// Maps one board's clock onto the robot's timeline from arrival times alone. A frame arrives after it was stamped, so the
/// smallest (arrival - board time) seen is the offset plus the fastest passage; the passage is between 0 and the link's
/// stated latency bound. The offset is taken in the middle of that interval and half its width is carried as uncertainty.
/// Until a boot has been heard for a second and ten frames, the fastest passage may not have been among them, and the
/// uncertainty is not known. Where a link has a way back, the two-way exchange of a later wire version replaces the assumption by a measurement.
/// Not thread safe.
/// </summary>
/// <param name="latencyBoundNanoseconds">The longest that the fastest frame takes from stamp to arrival on this link.</param>
public sealed class BoardTimeline(long latencyBoundNanoseconds)
{
    // Two half-windows let the minimum forget. Two crystals within 100 ppm drift apart by at most 200 ppm: 4 ms in 20 s.
    private const long HalfWindow = 10_000_000_000;
    private const long DriftDivisor = 5_000;
    private const long LearningNanoseconds = 1_000_000_000;
    private const int LearningFrames = 10;

    private long _previousMinimum = long.MaxValue;
    private long _currentMinimum = long.MaxValue;
    private long _halfWindowStart;
    private long _bootHeardAt;
    private int _framesOfBoot;
    private int _boot = -1;

    /// <summary>How often the board was seen to start anew.</summary>
    public int Reboots { get; private set; }

    /// <summary>Translates a board's stamp, learning from its arrival.</summary>
    /// <param name="boot">The board's boot number: a new one forgets the old offset.</param>
    /// <param name="boardStamp">The stamp in board time.</param>
    /// <param name="arrival">When the frame arrived, robot timeline, nanoseconds.</param>
    /// <returns>The stamp on the robot's timeline, its uncertainty including that of the map.</returns>
    public Stamp ToRobot(int boot, in Stamp boardStamp, long arrival)
    {
        if (boot != _boot)
        {
            Reboots += _boot < 0 ? 0 : 1;
            _boot = boot;
            _previousMinimum = _currentMinimum = long.MaxValue;
            _halfWindowStart = arrival;
            _bootHeardAt = arrival;
            _framesOfBoot = 0;
        }

        _framesOfBoot = Math.Min(_framesOfBoot + 1, LearningFrames);
        if (arrival - _halfWindowStart >= HalfWindow)
        {
            _previousMinimum = _currentMinimum;
            _currentMinimum = long.MaxValue;
            _halfWindowStart = arrival;
        }

        _currentMinimum = Math.Min(_currentMinimum, arrival - boardStamp.Nanoseconds);
        long fastest = Math.Min(_previousMinimum, _currentMinimum);
        long half = latencyBoundNanoseconds / 2;
        long drift = 2 * HalfWindow / DriftDivisor;
        bool learning = _framesOfBoot < LearningFrames || arrival - _bootHeardAt < LearningNanoseconds;
        long uncertainty = learning || boardStamp.UncertaintyNanoseconds > long.MaxValue - half - drift
            ? long.MaxValue
            : boardStamp.UncertaintyNanoseconds + half + drift;
        return new Stamp(boardStamp.Nanoseconds + fastest - half, uncertainty);
    }
}
