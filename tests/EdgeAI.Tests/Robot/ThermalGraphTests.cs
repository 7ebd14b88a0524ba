using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.Tests.Robot.Boards;

namespace EdgeAI.Tests.Robot;

/// <summary>Temperatures on the robot from the registers of a simulated MLX90640, by a profile alone.</summary>
public sealed class ThermalGraphTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private const string Pages = "head/thermal_pages";
    private const string Eeprom = "head/thermal_calibration";

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-thermal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Step_PagesAndEeprom_BecomeTemperaturesWithoutAllocating()
    {
        Profile profile = Load(Pages, Eeprom, out IReadOnlyList<ProfileProblem> problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
        VirtualClock clock = new();
        SimulatedHumanoid world = new(1, clock);
        using BoardEnds ends = BoardEnds.InMemory(profile);
        Watcher watcher = new();
        using RobotParts parts = new(profile, ends, clock, replaying: false, static _ => new Watcher());
        parts.Observers.Add(watcher);
        SteppedBoard board = new(profile.Boards[0], world, new SimulatedParts(world, new GeneratorFiles(profile, new ModelFolders(profile)), clock), ends.MemoryOf(2)!, clock);
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
        Assert.True(watcher.Images > 10, string.Join("; ", parts.Graph.Stages.Select(stage => $"{stage.Name}: {stage.Published} published of {stage.Taken} taken, {stage.TooOld} too old, {stage.Unusable} unusable")));
        Assert.InRange(watcher.Coldest, 1000, 4500);
        Assert.InRange(watcher.Warmest, watcher.Coldest, 4500);
        Assert.Equal("head_wide_thermal_optical", watcher.Frame);

        // Two pages of 4 a second, one at the stamp and one before it.
        Assert.InRange(watcher.LongestSpan, 200 * Millisecond, 600 * Millisecond);
        Assert.True(watcher.Events > 0, "the presence stage takes the thermal image's stream, and said nothing");
    }

    [Theory]
    [InlineData(Eeprom, Pages, "a 'thermal-image' stage takes the pages and the EEPROM of an MLX90640; name here a stream of 'mlx90640'")]
    [InlineData(Pages, "head/thermal", "a 'thermal-image' stage takes the pages and the EEPROM of an MLX90640; name here a stream of 'mlx90640-eeprom'")]
    [InlineData(Pages, "other/thermal_calibration", "'other/thermal_calibration' is another chip than 'head/thermal_pages'; name the EEPROM of the same one: same board, bus and address")]
    public void Load_StreamsOfNoOneChip_AreRefusedWithTheMend(string pages, string eeprom, string message)
    {
        Assert.Null(Load(pages, eeprom, out IReadOnlyList<ProfileProblem> problems));
        Assert.Contains(message, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    private Profile? Load(string pages, string eeprom, out IReadOnlyList<ProfileProblem> problems)
    {
        string head = File.ReadAllText(Checkout.PathOf("hardware-profiles", "stm32f769i-head.profile.json"));
        File.WriteAllText(Path.Combine(_folder, "stm32f769i-head.profile.json"), head);
        File.WriteAllText(Path.Combine(_folder, "other.profile.json"), head.Replace("\"head/", "\"other/", StringComparison.Ordinal).Replace("\"name\": \"stm32f769i-head\"", "\"name\": \"other\"", StringComparison.Ordinal).Replace("\"id\": 2", "\"id\": 3", StringComparison.Ordinal));
        string path = Path.Combine(_folder, "head.profile.json");
        File.WriteAllText(path, $$"""
            {
              "version": 1,
              "name": "head",
              "site": "lab",
              "robot": { "id": "r1", "simulated": true },
              "boards": [
                { "id": 2, "profile": "stm32f769i-head.profile.json", "link": { "kind": "simulated-serial" } },
                { "id": 3, "profile": "other.profile.json", "link": { "kind": "simulated-serial" } }
              ],
              "stages": [
                { "stream": 1, "name": "head/warmth", "kind": "thermal-image", "emissivity": 0.98, "inputs": ["{{pages}}", "{{eeprom}}"], "allowedAgeMilliseconds": 1500 },
                { "stream": 2, "name": "head/person", "kind": "presence", "input": "head/warmth", "thresholdDegreesCelsius": 3, "minimumPixels": 8, "allowedAgeMilliseconds": 1500 }
              ],
              "gateway": { "id": "g1", "embedded": true, "port": 0, "spool": { "folder": "spool" } }
            }
            """);
        return ProfileLoader.TryLoad(path, out Profile? profile, out problems) ? profile : null;
    }

    private sealed class Watcher : IFrameSink, IStageObserver
    {
        public int Images { get; private set; }

        public int Events { get; private set; }

        public int Coldest { get; private set; } = int.MaxValue;

        public int Warmest { get; private set; } = int.MinValue;

        public long LongestSpan { get; private set; }

        public string Frame { get; private set; } = "";

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
        }

        public void Observe(in Sample<Message> output)
        {
            if (output.Value is not Image image)
            {
                Events++;
                return;
            }

            Images++;
            Frame = image.FrameId;
            LongestSpan = Math.Max(LongestSpan, output.SpanNanoseconds);
            foreach (short sample in image.Samples.AsSpan(0, image.Width * image.Height))
            {
                Coldest = Math.Min(Coldest, sample);
                Warmest = Math.Max(Warmest, sample);
            }
        }
    }
}
