namespace EdgeAI.Tests.Robot;

public sealed class ReplayRunTests
{
    [Fact]
    public async Task Replay_OfBioTacGrasps_ScoresTheHeldBackObjectsAndRepeatsBitForBit()
    {
        string recording = Checkout.SharedData("tactile", "biotac-sp-stability-v2");
        RobotResult first = await RobotProcess.RunAsync("--replay", recording);
        RobotResult second = await RobotProcess.RunAsync("--replay", recording);
        first.AssertNothingLost();
        second.AssertNothingLost();
        Assert.Equal(first.Digest(), second.Digest());

        double[] score = first.Numbers(@"  right_hand/grasp +accuracy ([\d.]+), macro F1 ([\d.]+) on (\d+) held back");
        Assert.True(score[0] > 0.8 && score[1] > 0.8, $"accuracy {score[0]}, F1 {score[1]}");
        Assert.Equal(1030, score[2]);
        double[] city = first.Numbers(@"City     (\d+) records \((\d+) simulated, (\d+) replayed\)");
        Assert.Equal([2 * 4682, 0, 2 * 4682], city);
        Assert.Equal(0, first.Numbers(@"executor allocated (\d+) B since its warm-up")[0]);
    }

    [Fact]
    public async Task Replay_OfExecutionFailures_ScoresEveryActivityAndRepeatsBitForBit()
    {
        string recording = Checkout.SharedData("force-torque", "robot-execution-failures");
        RobotResult first = await RobotProcess.RunAsync("--replay", recording);
        RobotResult second = await RobotProcess.RunAsync("--replay", recording);
        first.AssertNothingLost();
        Assert.Equal(first.Digest(), second.Digest());
        double heldBack = 0;
        foreach (string stage in (string[])["approach", "transfer", "position", "ungrasp", "motion"])
        {
            heldBack += first.Numbers($@"  right_wrist/{stage}_failure +accuracy [\d.]+, macro F1 [\d.]+ on (\d+) held back")[0];
        }

        Assert.Equal(89, heldBack);
        Assert.Equal(0, first.Numbers(@"executor allocated (\d+) B since its warm-up")[0]);
        Assert.Equal(349, first.Numbers(@"Digest   [0-9a-f]+ over (\d+) decisions")[0]);
    }

    [Fact]
    public async Task Replay_OfAnotherRecording_HasAnotherDigest()
    {
        using TemporaryProfile folder = new(static text => text + " ");
        RobotResult first = await RobotProcess.RunAsync("--replay", Write(folder.Folder, "one", 60));
        RobotResult same = await RobotProcess.RunAsync("--replay", Write(folder.Folder, "same", 60));
        RobotResult other = await RobotProcess.RunAsync("--replay", Write(folder.Folder, "other", 61));
        first.AssertNothingLost();
        Assert.Equal(first.Digest(), same.Digest());
        Assert.NotEqual(first.Digest(), other.Digest());
    }

    [Fact]
    public async Task Replay_WithoutAGateway_EndsWhenAskedAndFails()
    {
        using TemporaryProfile profile = new(static text => text.Replace("\"embedded\": true", "\"embedded\": false", StringComparison.Ordinal)
            .Replace("\"standIn\": true", "\"standIn\": false", StringComparison.Ordinal)
            .Replace("\"capacity\": 8192", "\"capacity\": 16", StringComparison.Ordinal));
        string recording = Write(profile.Folder, "many", 60, instances: 10);
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--replay", recording, "--gateway-port", "9", "--duration", "6s");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the gateway could not be reached", run.Errors, StringComparison.Ordinal);
        Assert.Contains("of the part that was played", run.Output, StringComparison.Ordinal);
    }

    private static string Write(string folder, string name, int force, int instances = 1)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, "lp1.data");
        string row = $"\t-1\t-1\t{force}\t-3\t-1\t0\n";
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("normal\n" + string.Concat(Enumerable.Repeat(row, 15)) + "\n", instances)));
        return file;
    }
}
