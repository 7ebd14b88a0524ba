using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Watches decisions as they are published: to compare them with a known truth, or to show them.</summary>
public interface IDecisionObserver
{
    /// <summary>Sees one decision. Called on the executor's thread; allocates nothing.</summary>
    /// <param name="stream">The decision's stream on board 0.</param>
    /// <param name="decision">The decision, its stamp on the robot's timeline. Borrowed for the length of the call.</param>
    void Observe(StreamId stream, Decision decision);
}
