using EdgeAI.Device.Time;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Replay;

/// <summary>Gives each frame of a recording the stamp that the robot gave it then: nothing restamps.</summary>
public sealed class RecordedStamps : IStampMapper
{
    /// <summary>The stamp of the frame that is played next.</summary>
    public Stamp Next { get; set; }

    /// <inheritdoc/>
    public Stamp ToRobot(int boot, in Stamp boardStamp, long arrival) => Next;
}
