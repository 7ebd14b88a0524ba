namespace EdgeAI.Runtime.Time;

/// <summary>One question for a board's clock and its answer (WIRE.md, "Mapping clocks").</summary>
/// <param name="RobotSent">t1: the robot's clock, nanoseconds, before the request was handed to the link.</param>
/// <param name="BoardReceived">t2: the board's clock, nanoseconds, after it took the request off the link.</param>
/// <param name="BoardSent">t3: the board's clock, nanoseconds, before it handed the answer to the link.</param>
/// <param name="RobotReceived">t4: the robot's clock, nanoseconds, after the answer came in.</param>
/// <param name="BoardUncertainty">How far t2 and t3 may each be from what the board's clock showed, nanoseconds.</param>
public readonly record struct ClockExchange(long RobotSent, long BoardReceived, long BoardSent, long RobotReceived, long BoardUncertainty)
{
    /// <summary>What the link took in both directions, nanoseconds: the time between t1 and t4 without the board's own.</summary>
    public long RoundTrip => RobotReceived - RobotSent - (BoardSent - BoardReceived);
}
