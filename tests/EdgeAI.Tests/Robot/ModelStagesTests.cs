using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot;

/// <summary>Stages with a model as a profile names them, and what leaves the robot of a suspect answer.</summary>
public sealed class ModelStagesTests : IDisposable
{
    private static readonly StreamId Taxels = new(1, 1);
    private static readonly StreamId Grasp = new(0, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-stages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Grasp_OnReadings_LeavesTheRobotWithWhyItIsSuspect()
    {
        Profile profile = Load(Checkout.PathOf("hardware-profiles", "desktop.profile.json"));
        VirtualClock clock = new();
        using BoardEnds ends = BoardEnds.InMemory(profile);
        SeenFlags seen = new();
        using RobotParts parts = new(profile, ends, clock, replaying: true, _ => seen);
        ReplayBoard board = new(parts.FrameBoot);
        TactileArray reading = new(72, components: 1) { TaxelCount = 72 };
        foreach (short value in (short[])[2800, 4095])
        {
            reading.Values.AsSpan().Fill(value);
            clock.Advance(TimeSpan.FromMilliseconds(20));
            Assert.Equal(LinkStatus.Ok, board.Send(new RecordedReading(clock.Nanoseconds, new RecordedSource("grasp-stability", null), reading, "slip", "none"), Taxels, ends.MemoryOf(1)!));
            while (parts.Graph.Step())
            {
            }
        }

        Assert.Equal([FrameFlags.None, FrameFlags.None], seen.Of(Taxels));
        FrameFlags[] decided = seen.Of(Grasp);
        Assert.Equal(2, decided.Length);
        Assert.Equal(FrameFlags.None, decided[0] & FrameFlags.Saturated);
        Assert.Equal(FrameFlags.Saturated, decided[1] & FrameFlags.Saturated);
    }

    [Fact]
    public void Arm_WithAModelOverItsJoints_IsMadeAsTheProfileSays()
    {
        Profile profile = Load(ArmProfile(Checkout.PathOf("edge-runtime", "models", "external-contact")));
        using BoardEnds ends = BoardEnds.InMemory(profile);
        using RobotParts parts = new(profile, ends, new VirtualClock(), replaying: false, static _ => new SeenFlags());
        Assert.Contains("right_arm/touched", parts.Graph.Stages.Select(static stage => stage.Name));
    }

    [Fact]
    public void Arm_WithAModelThatDoesNotSayWhatItWasFed_CannotRun()
    {
        foreach (string file in (string[])["card.json", "model.onnx"])
        {
            File.Copy(Checkout.PathOf("edge-runtime", "models", "external-contact", file), Path.Combine(_folder, file));
        }

        Profile profile = Load(ArmProfile(_folder));
        using BoardEnds ends = BoardEnds.InMemory(profile);
        CannotRunException refused = Assert.Throws<CannotRunException>(() => new RobotParts(profile, ends, new VirtualClock(), replaying: false, static _ => new SeenFlags()));
        Assert.Contains("the model 'contact' is not one for it: model external-contact has no input.json that states periodMilliseconds: train it again", refused.Message, StringComparison.Ordinal);
    }

    private static Profile Load(string path)
    {
        Assert.True(ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems), string.Join('\n', problems));
        return profile;
    }

    private string ArmProfile(string contact)
    {
        string stages = $$"""
            "models": [ { "name": "contact", "folder": "{{contact.Replace('\\', '/')}}" } ],
              "stages": [
                { "stream": 12, "name": "right_arm/touched", "kind": "collision", "input": "right_arm/external_torques", "model": "contact", "allowedAgeMilliseconds": 500 },
            """;
        string path = Path.Combine(_folder, "arm.profile.json");
        File.WriteAllText(path, File.ReadAllText(Checkout.PathOf("hardware-profiles", "desktop-arm.profile.json"))
            .Replace("\"name\": \"desktop-arm\"", "\"name\": \"arm\"", StringComparison.Ordinal)
            .Replace("\"stages\": [", stages, StringComparison.Ordinal));
        return path;
    }

    private sealed class SeenFlags : IFrameSink
    {
        private readonly List<(StreamId Stream, FrameFlags Flags)> _frames = [];

        public FrameFlags[] Of(StreamId stream) => [.. _frames.Where(frame => frame.Stream == stream).Select(static frame => frame.Flags & FrameFlags.Suspect)];

        // WIRE.md, "Header": the flags are the third byte.
        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame) => _frames.Add((stream, (FrameFlags)frame[2]));
    }
}
