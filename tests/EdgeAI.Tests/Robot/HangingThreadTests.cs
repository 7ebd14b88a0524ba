using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.Tests.Robot.Boards;

namespace EdgeAI.Tests.Robot;

/// <summary>A thread that does not come back from a step may still be inside a model when the run ends.</summary>
public sealed class HangingThreadTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Dispose_WhileAThreadHangs_LeavesItTheModelsThatItMayStillRun()
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "desktop.profile.json"), out Profile? profile, out _));
        VirtualClock clock = new();
        SimulatedHumanoid world = new(seed: 3, clock);
        using BoardEnds ends = BoardEnds.InMemory(profile);
        RobotParts parts = new(profile, ends, clock, replaying: false);
        SimulatedParts hand = new(world, new GeneratorFiles(profile), clock);
        SteppedBoard[] boards = [.. profile.Boards.Select(board => new SteppedBoard(board, world, hand, ends.MemoryOf(board.Id)!, clock))];
        StageRunner[] models = [.. parts.Graph.Stages.Where(stage => profile.Stages.First(entry => entry.Name == stage.Name).Model is not null)];
        Run(0, 10_000);
        long before = models.Sum(static stage => stage.Published);

        parts.HasHangingThread = true;
        parts.Dispose();
        Run(10_000, 20_000);
        Assert.True(models.Sum(static stage => stage.Published) - before > 100);
        Assert.Null(parts.Graph.Ledger.Faults(ended: false).FirstOrDefault());

        parts.HasHangingThread = false;
        parts.Dispose();

        void Run(long fromMilliseconds, long toMilliseconds)
        {
            for (long now = fromMilliseconds; now < toMilliseconds; now++)
            {
                clock.AdvanceTo(now * Millisecond);
                Array.ForEach(boards, static board => board.Step());
                parts.Graph.Step();
            }
        }
    }
}
