using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Stages;

/// <summary>Where a stage that decides itself when to answer, such as a join, puts its answers. For the stage's graph thread alone.</summary>
/// <typeparam name="TOutput">The message that it answers with.</typeparam>
public interface IStageOutput<TOutput>
    where TOutput : Message
{
    /// <summary>The one message that the stage fills, its frame included, before each answer. Everything else keeps what the last answer held.</summary>
    TOutput Message { get; }

    /// <summary>Publishes <see cref="Message"/> and hands it on, unless it is older than the profile allows.</summary>
    /// <param name="stamp">When the answer was true, on the robot's timeline: the originating stamp, with the widest uncertainty of what it rests on.</param>
    /// <param name="flags">Every flag of what it rests on.</param>
    /// <param name="oldestInput">The instant (robot timeline, nanoseconds) of the oldest reading that it rests on.</param>
    /// <returns>False when it was withheld for its age, or the wire cannot carry it: nobody has heard it.</returns>
    bool TryAnswer(in Stamp stamp, FrameFlags flags, long oldestInput);

    /// <summary>Counts a sample that does not fit the stage, and gets no answer.</summary>
    void CountUnusable();
}
