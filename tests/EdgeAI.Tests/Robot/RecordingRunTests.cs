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
    public async Task ToolWeightJoinedByTime_ReplayedOnAnyThreads_GivesTheSameBytes()
    {
        File.Copy(Checkout.PathOf("hardware-profiles", "rp2350-wrist.profile.json"), PathOf("rp2350-wrist.profile.json"));
        string one = WriteWrist("one", "");
        string three = WriteWrist("three", "\"threads\": [ { \"name\": \"wrist\" }, { \"name\": \"turn\" }, { \"name\": \"load\" } ],");
        RobotResult live = await RobotProcess.RunAsync("--profile", three, "--record", PathOf("live.mcap"), "--duration", "4s");
        live.AssertNothingLost();

        RobotResult first = await RobotProcess.RunAsync("--profile", three, "--replay", PathOf("live.mcap"), "--record", PathOf("first.mcap"));
        RobotResult second = await RobotProcess.RunAsync("--profile", three, "--replay", PathOf("live.mcap"), "--record", PathOf("second.mcap"));
        first.AssertNothingLost();
        second.AssertNothingLost();
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("first.mcap"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(PathOf("second.mcap"), TestContext.Current.CancellationToken));
        double[] joined = first.Numbers(@"Join     wrist/load: (\d+) of (\d+) joined");
        Assert.True(joined[0] > 20 && joined[0] > 0.8 * joined[1], $"{joined[0]} of {joined[1]} joined");

        RobotResult undivided = await RobotProcess.RunAsync("--profile", one, "--replay", PathOf("live.mcap"), "--any-profile");
        Assert.Equal(first.Digest(), second.Digest());
        Assert.Equal(first.Digest(), undivided.Digest());
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

    /// <summary>A wrist whose tool is weighed by a reproducible join, with threads for its stages where the profile has any.</summary>
    private string WriteWrist(string name, string threads)
    {
        string turn = threads.Length > 0 ? "\"thread\": \"turn\", " : "";
        string load = threads.Length > 0 ? "\"thread\": \"load\", " : "";
        string path = PathOf($"{name}.profile.json");
        File.WriteAllText(path, $$"""
            {
              "version": 1,
              "name": "{{name}}",
              "site": "lab",
              "robot": { "id": "r1", "simulated": true },
              {{threads}}
              "boards": [ { "id": 3, "profile": "rp2350-wrist.profile.json", "link": { "kind": "simulated-serial" } } ],
              "stages": [
                { "stream": 1, "name": "wrist/orientation", "kind": "orientation", {{turn}}"input": "right_wrist/motion", "allowedAgeMilliseconds": 500 },
                { "stream": 2, "name": "wrist/load", "kind": "tool-weight", {{load}}"join": "reproducible", "toolKilogram": 0.5, "toolCentre": [0, 0, 0.1],
                  "inputs": ["right_wrist/wrench", "wrist/orientation"], "allowedAgeMilliseconds": 500 }
              ],
              "gateway": { "id": "g1", "embedded": true, "port": 0, "spool": { "folder": "spool-{{name}}" } }
            }
            """);
        return path;
    }

    private string WriteSet(int force)
    {
        string folder = Directory.CreateDirectory(PathOf($"set-{force}")).FullName;
        string row = $"\t-1\t-1\t{force}\t-3\t-1\t0\n";
        File.WriteAllText(Path.Combine(folder, "lp1.data"), "normal\n" + string.Concat(Enumerable.Repeat(row, 15)) + "\n");
        return folder;
    }
}
