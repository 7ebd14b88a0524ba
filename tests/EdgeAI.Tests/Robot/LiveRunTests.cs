using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EdgeAI.Tests.Robot;

public sealed class LiveRunTests
{
    [Fact]
    public async Task Desktop_OneSceneLong_LosesNothingSaysItIsSimulatedAndPerceivesTheTruth()
    {
        RobotResult run = await RobotProcess.RunAsync("--duration", "13s");
        run.AssertNothingLost();
        Assert.Contains("THE WORLD IS SIMULATED", run.Output, StringComparison.Ordinal);

        double[] city = run.Numbers(@"City     (\d+) records \((\d+) simulated, (\d+) replayed\), (\d+) duplicates removed, (\d+) gaps, (\d+) rejected");
        Assert.True(city[0] > 2000, $"only {city[0]} records");
        Assert.Equal([city[0], 0, 0, 0, 0], city[1..]);
        double[] ledger = run.Numbers(@"Ledger   produced (\d+) = delivered (\d+) \+ dropped on links (\d+) \+ dropped outbound (\d+) \+ withheld (\d+) \+ under way or lost (-?\d+)");
        Assert.Equal(0, ledger[5]);
        Assert.Equal(0, run.Numbers(@"executor allocated (\d+) B since its warm-up")[0]);

        foreach (string stage in (string[])["head/presence", "right_hand/touched", "right_hand/gripping"])
        {
            double[] agreement = run.Numbers($@"  {Regex.Escape(stage)} +(\d+) of (\d+) agree");
            Assert.True(agreement[1] >= 8 && agreement[0] >= 0.9 * agreement[1], $"{stage}: {agreement[0]} of {agreement[1]}");
        }

        double[] grasp = run.Numbers(@"  right_hand/grasp +(\d+) of (\d+) agree");
        Assert.True(grasp[1] > 100 && grasp[0] >= 0.8 * grasp[1], $"grasp: {grasp[0]} of {grasp[1]}");
        double[] obstacle = run.Numbers(@"  right_wrist/approach_failure +(\d+) of (\d+) agree");
        Assert.True(obstacle[1] >= 4 && obstacle[0] >= 0.5 * obstacle[1], $"approach to grasp: {obstacle[0]} of {obstacle[1]}");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Desktop_AskedToEndByASignal_EndsInOrderWithASummary(string signal)
    {
        RobotResult run = await RobotProcess.RunAsync(
            async (process, firstLine) =>
            {
                await firstLine;
                using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
                await kill.WaitForExitAsync();
            },
            "--plain");
        run.AssertNothingLost();
        Assert.Contains("EdgeAI ran ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Desktop_GatewayOutOfReach_SaysWhatIsLostAndFails()
    {
        using TemporaryProfile profile = new(text => text.Replace("\"embedded\": true", "\"embedded\": false", StringComparison.Ordinal)
            .Replace("\"standIn\": true", "\"standIn\": false", StringComparison.Ordinal));
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "2s", "--gateway-port", "9");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"edgeai-robot: \d+ of \d+ records neither arrived nor were dropped by a named policy.*the gateway could not be reached: start it, or correct 'gateway' in the profile", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
