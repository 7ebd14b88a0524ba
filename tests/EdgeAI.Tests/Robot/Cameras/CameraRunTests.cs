using EdgeAI.Perception.Images;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Tests.Robot.Cameras;

/// <summary>Cameras of a whole robot, as a person runs it.</summary>
public sealed class CameraRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-cameras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task DrawnCamera_RecordedRawAndReplayedTwice_GivesTheSameBytes()
    {
        using TemporaryProfile profile = new(static text => text.Replace("\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"recording\": { \"rawImages\": true }", StringComparison.Ordinal));
        await AssertReplaysAsync(profile.Path, "3s");
        Dictionary<string, long> messages = MessagesOf("live.mcap");
        long images = messages["/head/camera"];
        Assert.True(images > 10);
        Assert.Equal((images, images), (messages[RecordingNames.Images], messages["/head/camera/camera_info"]));
    }

    [Fact]
    public async Task DrawnCamera_OfTheDesktop_LeavesNoTraceInARecordingThatIsNotToHoldRawImages()
    {
        RobotResult run = await RobotProcess.RunAsync("--duration", "2s", "--record", PathOf("live.mcap"));
        run.AssertNothingLost();
        Assert.True(run.Numbers(@"head/camera +[\d.]+ Hz +(\d+) readings")[0] > 5);
        Assert.Equal(0, MessagesOf("live.mcap").GetValueOrDefault("/head/camera"));
    }

    [Fact]
    public async Task Detector_OnARecordedStreet_FindsPeopleAndDecidesTheSameInEachReplay()
    {
        string profile = WriteStreet();
        RobotResult live = await AssertReplaysAsync(profile, "6s");
        Assert.Matches(@"head/people .* found, person \d+ %", live.Output);
        Assert.Matches("head/person_near .* yes ", live.Output);
        Dictionary<string, long> messages = MessagesOf("first.mcap");
        Assert.True(messages["/head/people"] > 10);
        Assert.Equal(messages["/head/people"], messages["/head/people/annotations"]);
        RobotResult same = await RobotProcess.DiffAsync(PathOf("first.mcap"), PathOf("second.mcap"));
        Assert.StartsWith("same: ", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_ThatIsNotThere_IsOneLineWithTheMend()
    {
        using TemporaryProfile profile = new(static text => text.Replace("\"source\": \"test-pattern\"", "\"source\": \"v4l2\", \"path\": \"/dev/video-none\", \"format\": \"yuyv\"", StringComparison.Ordinal));
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--duration", "1s");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("edgeai-robot: camera 'head/camera': /dev/video-none is not there: plug the camera in, or name the right node in the profile (v4l2-ctl --list-devices shows them)", run.Errors.TrimEnd());
    }

    /// <summary>Records a live run, replays it twice, and holds the replays against each other.</summary>
    private async Task<RobotResult> AssertReplaysAsync(string profile, string duration)
    {
        RobotResult live = await RobotProcess.RunAsync("--profile", profile, "--duration", duration, "--record", PathOf("live.mcap"));
        live.AssertNothingLost();
        RobotResult first = await RobotProcess.RunAsync("--profile", profile, "--replay", PathOf("live.mcap"), "--record", PathOf("first.mcap"));
        RobotResult second = await RobotProcess.RunAsync("--profile", profile, "--replay", PathOf("live.mcap"), "--record", PathOf("second.mcap"));
        first.AssertNothingLost();
        Assert.Equal(first.Digest(), second.Digest());
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("first.mcap"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(PathOf("second.mcap"), TestContext.Current.CancellationToken));
        return live;
    }

    /// <summary>The profile that plays the shared street through a detector, its paths those of this machine.</summary>
    private string WriteStreet()
    {
        string frames = Checkout.SharedData("vision", "vtest");
        bool canDecode = JpegDecoder.TryOpen(out JpegDecoder? decoder, out string problem);
        decoder?.Dispose();
        Assert.SkipUnless(canDecode, problem);
        File.Copy(Checkout.PathOf("edge-runtime", "models", "person-lite", "card.json"), PathOf("card.json"));
        File.Copy(Checkout.SharedData("models", "person-lite", "model.onnx"), PathOf("model.onnx"));
        string text = File.ReadAllText(Checkout.PathOf("hardware-profiles", "desktop-camera.profile.json"));
        string changed = text.Replace("../../shared/data/vision/vtest", frames, StringComparison.Ordinal)
            .Replace("../edge-runtime/models/person-lite", ".", StringComparison.Ordinal)
            .Replace("\"liveView\": { \"port\": 8765 },", "", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        File.WriteAllText(PathOf("desktop-camera.profile.json"), changed);
        return PathOf("desktop-camera.profile.json");
    }

    private Dictionary<string, long> MessagesOf(string file)
    {
        using FileStream stream = File.OpenRead(PathOf(file));
        Assert.True(McapReader.TryOpen(stream, null, out McapReader? reader, out _));
        return reader.Channels.Values.ToDictionary(static channel => channel.Topic, channel => (long)reader.Statistics.ChannelMessageCounts.FirstOrDefault(count => count.Key == channel.Id).Value);
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
