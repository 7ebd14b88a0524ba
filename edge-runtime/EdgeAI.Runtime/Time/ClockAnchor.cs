namespace EdgeAI.Runtime.Time;

/// <summary>
/// What is known at one instant of a board's clock: an interval that holds the robot's clock then, and one that holds the rate at which
/// the robot's clock gains on the board's. Every other instant follows from it with the limits of drift and wander, rounded outwards.
/// </summary>
/// <param name="board">The instant on the board's clock, nanoseconds.</param>
/// <param name="low">The robot's clock was not before this then, nanoseconds.</param>
/// <param name="high">Nor after this.</param>
/// <param name="lowRate">The robot's clock gained at least this then, nanoseconds per second; negative where it loses.</param>
/// <param name="highRate">And at most this.</param>
internal readonly struct ClockAnchor(long board, long low, long high, long lowRate, long highRate)
{
    private const long Second = 1_000_000_000;

    public long Board { get; } = board;

    public long Low { get; } = low;

    public long High { get; } = high;

    public long LowRate { get; } = lowRate;

    public long HighRate { get; } = highRate;

    /// <summary>What a duration gains at a rate, nanoseconds, truncated towards zero by less than 2.</summary>
    public static long Gain(long duration, long rate) => (duration / Second * rate) + (duration % Second * rate / Second);

    /// <summary>The interval on the robot's clock at another instant of the board's, before or after this one.</summary>
    public (long Low, long High) At(long instant, in ClockLimits limits)
    {
        // While the rate moves by at most w in a second, its mean over x seconds is within w x / 2 of what it is at either end.
        long distance = Math.Abs(instant - Board);
        long wander = (Gain(distance, limits.MaxWanderPpbPerSecond) / 2) + 1;
        long slow = Gain(distance, Math.Max(-limits.MaxDriftPpb, LowRate - wander)) - 2;
        long fast = Gain(distance, Math.Min(limits.MaxDriftPpb, HighRate + wander)) + 2;
        return instant >= Board
            ? (Low + distance + slow, High + distance + fast)
            : (Low - distance - fast, High - distance - slow);
    }
}
