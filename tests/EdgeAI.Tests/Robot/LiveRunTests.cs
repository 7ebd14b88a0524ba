using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EdgeAI.Tests.Robot;

public sealed class LiveRunTests
{
    [Fact]
    public async Task Desktop_WithADuration_EndsByItselfLosesNothingAndSaysThatItIsSimulated()
    {
        RobotResult run = await RobotProcess.RunAsync("--duration", "6s");
        run.AssertNothingLost();
        Assert.Contains("THE WORLD IS SIMULATED", run.Output, StringComparison.Ordinal);

        double[] city = run.Numbers(@"City     (\d+) records \((\d+) simulated, (\d+) replayed\), (\d+) of this run, (\d+) duplicates removed, (\d+) gaps, (\d+) rejected");
        Assert.True(city[0] > 100, $"only {city[0]} records");
        Assert.Equal([city[0], 0, city[0], 0, 0, 0], city[1..]);
        double[] ledger = run.Numbers(@"Ledger   produced (\d+) = delivered (\d+) \+ in the spool (\d+) \+ dropped on links (\d+) \+ dropped outbound (\d+) \+ withheld (\d+) \+ under way or lost (-?\d+)");
        Assert.Equal(0, ledger[6]);
        Assert.Matches(@"  right_hand/touched +\d+ of \d+ agree", run.Output);

        // Every board has told what it is, agrees with the profile, and has a clock that is known.
        Assert.Matches(@"Board    1 right_hand: serial SIM-desktop-01-1, firmware simulated \d+\.\d+\.\d+, as the profile says; clock within .* log 0 warnings, 0 errors", run.Output);
        // A machine that is busy with other things may not have come to a thousand steps.
        Assert.Matches("executor allocated 0 B since its warm-up|executor still warming up", run.Output);
        Assert.Matches("Health   .* jumps of clocks; collections stopped every thread ", run.Output);
        Assert.Equal(3, Regex.Count(run.Output, "^Board    .*, as the profile says; clock within ", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Desktop_CityAway_RecordsWaitDurablyAndGoAtTheNextStart()
    {
        string spool = Directory.CreateTempSubdirectory("edgeai-spool-").FullName;
        try
        {
            // An upstream that is nobody's: the stand-in is on, but the gateway is told another port by its own profile.
            using TemporaryProfile profile = new(static text => text.Replace("\"standIn\": true", "\"standIn\": false", StringComparison.Ordinal)
                .Replace("\"port\": 18840", "\"port\": 9", StringComparison.Ordinal));
            RobotResult away = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "3s", "--spool", spool);
            away.AssertNothingLost();

            RobotResult back = await RobotProcess.RunAsync("--duration", "3s", "--spool", spool);
            back.AssertNothingLost();
            double[] city = back.Numbers(@"City     (\d+) records \((\d+) simulated, (\d+) replayed\), (\d+) of this run");
            Assert.True(city[0] > city[3] + 50, $"{city[0]} records, {city[3]} of this run: those of the run before are missing");
            Assert.Equal(city[0], city[1]);
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [Fact]
    public async Task Desktop_AThreadForEachBoard_LosesNothingAndStillPerceives()
    {
        using TemporaryProfile profile = new(static text => text.Replace(
            "\"site\": \"lab\",",
            "\"site\": \"lab\", \"threads\": [ { \"name\": \"head\", \"boards\": [\"head\"] }, { \"name\": \"hand\", \"boards\": [\"right_hand\"] }, { \"name\": \"wrist\", \"boards\": [\"right_wrist\"] } ],",
            StringComparison.Ordinal));
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "6s");
        run.AssertNothingLost();
        Assert.Matches(@"  right_hand/touched +\d+ of \d+ agree", run.Output);
        Assert.DoesNotMatch("executor allocated [1-9]", run.Output);
        Assert.Equal(3, Regex.Count(run.Output, "^Board    .*, as the profile says; clock within ", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Desktop_StageMissesAFailSafeDeadline_DeclaresTheSafeStateOnTheRecordAndGoesOn()
    {
        // A tenth of a millisecond from the sensor's stamp to the model's answer is out of reach for any reading.
        using TemporaryProfile profile = new(static text => text.Replace("\"name\": \"right_hand/grasp\",", "\"name\": \"right_hand/grasp\", \"deadlineMilliseconds\": 0.1, \"onMiss\": \"fail-safe\",", StringComparison.Ordinal));
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "3s");
        run.AssertNothingLost();
        Assert.Single(Regex.Matches(run.Output, @"^robot \d+\.\d{3} s error 1003: stage 'right_hand/grasp' missed its deadline: safe state\r?$", RegexOptions.Multiline));
        Assert.Contains("Health   SAFE STATE DECLARED;", run.Output, StringComparison.Ordinal);
        Assert.True(run.Numbers(@"Deadline right_hand/grasp: missed (\d+), dropped (\d+)")[0] > 10);
    }

    [Fact]
    public async Task Desktop_OnTwoThreads_LosesNothingAndAllocatesNothing()
    {
        using TemporaryProfile profile = new(TwoThreads.Of);
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "5s");
        run.AssertNothingLost();
        Assert.Matches("executor allocated 0 B since its warm-up|executor still warming up", run.Output);
        Assert.Matches(@"  right_hand/touched +\d+ of \d+ agree", run.Output);
        Assert.Matches(@"  head/presence +\d+ of \d+ agree", run.Output);
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
