using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Time;

/// <summary>Carries the stamps of one board onto the robot's timeline.</summary>
public interface IStampMapper
{
    /// <summary>Translates a stamp.</summary>
    /// <param name="boot">The boot number in the frame's header.</param>
    /// <param name="boardStamp">The stamp in board time.</param>
    /// <param name="arrival">When the frame arrived, robot timeline, nanoseconds.</param>
    /// <returns>The stamp on the robot's timeline, its uncertainty including that of the map.</returns>
    Stamp ToRobot(int boot, in Stamp boardStamp, long arrival);
}
