using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.Tests.Robot.Boards;

namespace EdgeAI.Tests.Robot;

/// <summary>The estimates of a profile, from a simulated wrist's registers to the frames of board 0.</summary>
public sealed class EstimationGraphTests : IDisposable
{
    private const long Millisecond = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-estimation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Step_WristWithEveryEstimate_PublishesThemWithoutAllocating()
    {
        File.Copy(Checkout.PathOf("hardware-profiles", "rp2350-wrist.profile.json"), Path.Combine(_folder, "rp2350-wrist.profile.json"));
        string path = Path.Combine(_folder, "wrist.profile.json");
        File.WriteAllText(path, """
            {
              "version": 1,
              "name": "wrist",
              "site": "lab",
              "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 3, "profile": "rp2350-wrist.profile.json", "link": { "kind": "simulated-serial" } } ],
              "stages": [
                { "stream": 1, "name": "wrist/orientation", "kind": "orientation", "input": "right_wrist/motion", "allowedAgeMilliseconds": 100 },
                { "stream": 2, "name": "wrist/contact_wrench", "kind": "tool-weight", "join": "reproducible", "toolKilogram": 0.5, "toolCentre": [0, 0, 0.1],
                  "inputs": ["right_wrist/wrench", "wrist/orientation"], "allowedAgeMilliseconds": 200 },
                { "stream": 3, "name": "wrist/contact_wrench_now", "kind": "tool-weight", "join": "greedy", "toolKilogram": 0.5, "toolCentre": [0, 0, 0.1],
                  "inputs": ["right_wrist/wrench", "wrist/orientation"], "allowedAgeMilliseconds": 200 },
                { "stream": 4, "name": "wrist/wrench", "kind": "wrench-frame", "frame": "r_wrist", "input": "wrist/contact_wrench", "allowedAgeMilliseconds": 200 },
                { "stream": 5, "name": "wrist/motion", "kind": "imu-frame", "frame": "r_wrist", "input": "wrist/orientation", "allowedAgeMilliseconds": 100 },
                { "stream": 6, "name": "wrist/contact", "kind": "wrench-contact", "thresholdNewton": 5, "input": "wrist/wrench", "allowedAgeMilliseconds": 200 }
              ],
              "gateway": { "id": "g1", "embedded": true, "port": 0, "spool": { "folder": "spool" } }
            }
            """);
        Assert.True(ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems), string.Join('\n', problems));
        VirtualClock clock = new();
        SimulatedHumanoid world = new(1, clock);
        using BoardEnds ends = BoardEnds.InMemory(profile);
        Watcher watcher = new();
        using RobotParts parts = new(profile, ends, clock, replaying: false, static _ => new Watcher());
        parts.Observers.Add(watcher);
        SteppedBoard board = new(profile.Boards[0], world, new SimulatedParts(world, new GeneratorFiles(profile, new ModelFolders(profile)), clock), ends.MemoryOf(3)!, clock);
        AllocationMeter meter = default;
        for (long now = 0; now < 8000; now++)
        {
            if (now == 4000)
            {
                meter = AllocationMeter.Start();
            }

            clock.AdvanceTo(now * Millisecond);
            board.Step();
            parts.Graph.Step();
        }

        Assert.Equal(0, meter.Bytes);
        Assert.All(parts.Graph.Stages, stage => Assert.True(stage.Published > 5, $"{stage.Name}: {stage.Published} published of {stage.Taken} taken, {stage.TooOld} too old, {stage.Unusable} unusable"));
        Assert.Equal(
            "1 Imu r_wrist_imu,2 WrenchStamped r_wrist_wrench,3 WrenchStamped r_wrist_wrench,4 WrenchStamped r_wrist,5 Imu r_wrist,6 PerceptionEvent r_wrist",
            string.Join(',', watcher.Seen.Order()));
        Assert.Equal(FrameFlags.Simulated, watcher.CommonFlags);
        Assert.All(parts.Stages.Joins, static join => Assert.True(join.Account.Ledger.IsBalanced, join.Stage));
        Assert.Matches("^Join     wrist/contact_wrench: [1-9][0-9]* of [1-9][0-9]* joined, [01] wait.*; wrist/orientation: [1-9][0-9]* taken, [0-9]+ held", JoinLines.Of(parts.Stages.Joins[0].Stage, parts.Stages.Joins[0].Account));
    }

    [Fact]
    public void Step_StageThatDoesNotPublish_FeedsTheNextAndSendsNoFrame()
    {
        File.Copy(Checkout.PathOf("hardware-profiles", "rp2350-wrist.profile.json"), Path.Combine(_folder, "rp2350-wrist.profile.json"));
        string path = Path.Combine(_folder, "quiet.profile.json");
        File.WriteAllText(path, """
            {
              "version": 1,
              "name": "quiet",
              "site": "lab",
              "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 3, "profile": "rp2350-wrist.profile.json", "link": { "kind": "simulated-serial" } } ],
              "stages": [
                { "stream": 1, "name": "wrist/orientation", "kind": "orientation", "publish": false, "input": "right_wrist/motion", "allowedAgeMilliseconds": 100 },
                { "stream": 2, "name": "wrist/motion", "kind": "imu-frame", "frame": "r_wrist", "input": "wrist/orientation", "allowedAgeMilliseconds": 100 }
              ],
              "gateway": { "id": "g1", "embedded": true, "port": 0, "spool": { "folder": "spool" } }
            }
            """);
        Assert.True(ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems), string.Join('\n', problems));
        VirtualClock clock = new();
        SimulatedHumanoid world = new(1, clock);
        using BoardEnds ends = BoardEnds.InMemory(profile);
        Watcher watcher = new();
        using RobotParts parts = new(profile, ends, clock, replaying: false, _ => watcher);
        SteppedBoard board = new(profile.Boards[0], world, new SimulatedParts(world, new GeneratorFiles(profile, new ModelFolders(profile)), clock), ends.MemoryOf(3)!, clock);
        for (long now = 0; now < 3000; now++)
        {
            clock.AdvanceTo(now * Millisecond);
            board.Step();
            parts.Graph.Step();
        }

        Assert.All(parts.Graph.Stages, static stage => Assert.True(stage.Published > 5, stage.Name));
        Assert.DoesNotContain(new StreamId(0, 1), watcher.Frames);
        Assert.Contains(new StreamId(0, 2), watcher.Frames);
    }

    private sealed class Watcher : IFrameSink, IStageObserver
    {
        private readonly Dictionary<byte, string> _seen = [];

        public IEnumerable<string> Seen => _seen.Values;

        public FrameFlags CommonFlags { get; private set; } = FrameFlags.Simulated | FrameFlags.Replayed;

        public HashSet<StreamId> Frames { get; } = [];

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame) => Frames.Add(stream);

        public void Observe(in Sample<Message> output)
        {
            CommonFlags &= output.Flags;
            if (!_seen.ContainsKey(output.Source.Stream))
            {
                _seen.Add(output.Source.Stream, $"{output.Source.Stream} {output.Value.Type} {output.Value.FrameId}");
            }
        }
    }
}
