using EdgeAI.Records;
using EdgeAI.Robot.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class ExactlyOnceTests
{
    [Fact]
    public async Task Commands_KilledAtRandomSteps_HaveOneEffectAndOneEnd()
    {
        int gatewayKills = 0;
        int robotKills = 0;
        HashSet<CommandState> seen = [];
        HashSet<RobotStep> killed = [];
        for (int seed = 1; seed <= 200; seed++)
        {
            using DownlinkWorld world = new(seed);
            try
            {
                await world.RunAsync(commands: 6, actions: 120);
                world.Check();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }

            gatewayKills += world.GatewayKills;
            robotKills += world.RobotKills;
            seen.UnionWith(world.Seen);
            killed.UnionWith(world.Killed);
        }

        // A world in which nothing ever dies, or nothing is ever in doubt, would show nothing.
        Assert.True(gatewayKills > 200 && robotKills > 200, $"{gatewayKills} and {robotKills} kills");
        Assert.Equal([CommandState.Refused, CommandState.Done, CommandState.Failed, CommandState.Expired, CommandState.Unknown], seen.Order());
        Assert.Equal(Enum.GetValues<RobotStep>(), killed.Order());
    }
}
