using System.Diagnostics;

namespace EdgeAI.Tests.Robot;

/// <summary>--record, --replay of what it wrote, and --diff, as a person uses them.</summary>
public sealed class RecordingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task LiveRun_RecordedAndReplayedTwice_GivesTheSameBytes()
    {
        RobotResult live = await RobotProcess.RunAsync(
            async (process, _) =>
            {
                await GrowsAsync(process, PathOf("live.mcap"));
                using Process interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
                await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
            },
            "--record",
            PathOf("live.mcap"));
        live.AssertNothingLost();
        Assert.True(live.Numbers(@"Recorded (\d+) messages in .*live\.mcap")[0] > 100);

        RobotResult first = await RobotProcess.RunAsync("--replay", PathOf("live.mcap"), "--record", PathOf("first.mcap"));
        RobotResult second = await RobotProcess.RunAsync("--replay", PathOf("live.mcap"), "--record", PathOf("second.mcap"));
        first.AssertNothingLost();
        second.AssertNothingLost();
        Assert.Equal(first.Digest(), second.Digest());
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("first.mcap"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(PathOf("second.mcap"), TestContext.Current.CancellationToken));

        RobotResult same = await RobotProcess.DiffAsync(PathOf("first.mcap"), PathOf("second.mcap"));
        Assert.Equal((0, ""), (same.ExitCode, same.Errors));
        Assert.StartsWith("same: ", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_OfAKilledRobot_ReplaysUpToItsLastChunk()
    {
        string path = PathOf("killed.mcap");
        await RobotProcess.RunAsync(
            async (process, _) =>
            {
                await GrowsAsync(process, path);
                process.Kill();
            },
            "--record",
            path);
        RobotResult replay = await RobotProcess.RunAsync("--replay", path);
        replay.AssertNothingLost();
        Assert.Contains("Damage   the recording was cut off", replay.Output, StringComparison.Ordinal);
        Assert.True(replay.Numbers(@"Played   (\d+) of")[0] > 100);
    }

    [Fact]
    public async Task DataSet_ReplayedAndRecorded_IsARecordingThatReplaysToTheSameDecisions()
    {
        string set = WriteSet(60);
        RobotResult run = await RobotProcess.RunAsync("--replay", set, "--record", PathOf("set.mcap"));
        RobotResult again = await RobotProcess.RunAsync("--replay", PathOf("set.mcap"));
        run.AssertNothingLost();
        again.AssertNothingLost();
        Assert.Equal(run.Digest(), again.Digest());
    }

    [Fact]
    public async Task Diff_OfRunsOnOtherReadings_NamesTopicFieldAndBothValues()
    {
        await RobotProcess.RunAsync("--replay", WriteSet(60), "--record", PathOf("a.mcap"));
        await RobotProcess.RunAsync("--replay", WriteSet(61), "--record", PathOf("b.mcap"));
        RobotResult diff = await RobotProcess.DiffAsync(PathOf("a.mcap"), PathOf("b.mcap"), "--ignore", "/edgeai/frames");
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("differ: /right_wrist/approach, message 0, sequence 0", diff.Output, StringComparison.Ordinal);
        Assert.Contains("  wrench.force.z: 60 | 61", diff.Output, StringComparison.Ordinal);
        RobotResult decision = await RobotProcess.DiffAsync(PathOf("a.mcap"), PathOf("b.mcap"), "--ignore", "/edgeai/frames", "--ignore", "wrench");
        Assert.Contains("differ: /right_wrist/approach_failure, message 0", decision.Output, StringComparison.Ordinal);
        Assert.Contains("  input_sha256: ", decision.Output, StringComparison.Ordinal);
        Assert.Contains("  model_sha256: the same", decision.Output, StringComparison.Ordinal);
        RobotResult missing = await RobotProcess.DiffAsync(PathOf("a.mcap"), PathOf("nothing.mcap"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("nothing.mcap: cannot be read", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfAnotherProfilesRecording_NamesWhatDiffersAndPlaysTheRestWhenAsked()
    {
        await RobotProcess.RunAsync("--replay", WriteSet(60), "--record", PathOf("a.mcap"));
        using TemporaryProfile other = new(static text => text.Replace("\"right_wrist/motion\"", "\"right_wrist/moving\"", StringComparison.Ordinal));
        RobotResult refused = await RobotProcess.RunAsync("--profile", other.Path, "--replay", PathOf("a.mcap"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("is a recording of another profile: its profile 'desktop' has SHA-256 ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("stream 3/5 was 'right_wrist/motion WrenchStamped r_wrist_wrench' and is 'right_wrist/moving WrenchStamped r_wrist_wrench' here", refused.Errors, StringComparison.Ordinal);
        RobotResult played = await RobotProcess.RunAsync("--profile", other.Path, "--replay", PathOf("a.mcap"), "--any-profile");
        played.AssertNothingLost();
        Assert.Contains("Played   15 of 15 readings", played.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_OverAFileThatIsThere_IsRefusedWithTheMend()
    {
        await File.WriteAllTextAsync(PathOf("there.mcap"), "precious", TestContext.Current.CancellationToken);
        RobotResult refused = await RobotProcess.RunAsync("--record", PathOf("there.mcap"), "--duration", "1s");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("name a file that is not there yet", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(PathOf("there.mcap"), TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until a recording has a good many frames.</summary>
    private static async Task GrowsAsync(Process process, string path)
    {
        const int ManyFrames = 60_000;
        while (!process.HasExited && (!File.Exists(path) || new FileInfo(path).Length < ManyFrames))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string WriteSet(int force)
    {
        string folder = Directory.CreateDirectory(PathOf($"set-{force}")).FullName;
        string row = $"\t-1\t-1\t{force}\t-3\t-1\t0\n";
        File.WriteAllText(Path.Combine(folder, "lp1.data"), "normal\n" + string.Concat(Enumerable.Repeat(row, 15)) + "\n");
        return folder;
    }
}
