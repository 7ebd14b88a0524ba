using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>Finds one box where the second number of the first output is above a half.</summary>
internal sealed class FakeHead : IDetectionHead
{
    public int LandmarksEach => 0;

    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        found.Clear();
        if (outputs.Output(0)[1] > 0.5f)
        {
            found.Add(new Detection(0, 0, 1, 1, 1, 0));
        }
    }
}
