using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Watches what stages answer, decisions and derived readings, as it is published: to compare it with a known truth, to show it, to hand it to a controller.</summary>
public interface IStageObserver
{
    /// <summary>Sees one answer. Called on the stage's graph thread; allocates nothing.</summary>
    /// <param name="output">The answer, from the stage's stream on board 0, stamped on the robot's timeline. Borrowed for the length of the call.</param>
    void Observe(in Sample<Message> output);
}
