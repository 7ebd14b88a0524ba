using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>A second model that fails beside a running one.</summary>
public sealed class ShadowRunTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _root = Directory.CreateTempSubdirectory("edgeai-shadow-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Offer_ToAModelWhoseAnswersThrow_CountsEachAsFailedAndGoesOn()
    {
        using Model running = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "a"), 0.001f, 0.1f));
        using Model second = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "b"), 0.001f, 0.2f));
        Assert.True(running.Session.TryRun(out _));
        using ShadowRun shadow = new(running, second, new ThrowingHead(), new VirtualClock());
        for (int offered = 1; offered <= 2; offered++)
        {
            shadow.Offer(running.Session);
            Assert.True(SpinWait.SpinUntil(() => shadow.Failed == offered, Limit));
        }

        Assert.Equal((0L, true), (shadow.Compared, shadow.Ledger.IsBalanced));
    }

    private sealed class ThrowingHead : IDetectionHead
    {
        public int LandmarksEach => 0;

        public void Decode(ITensorOutputs outputs, DetectionList found) => throw new InvalidOperationException("it cannot be read");
    }
}
