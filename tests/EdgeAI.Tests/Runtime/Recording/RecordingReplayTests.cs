using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Recording;

public sealed class RecordingReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Replay_OfARecording_GivesEveryFrameItsStampAtItsInstantAndMarksIt()
    {
        string path = Record("a.mcap", 50);
        List<(long Now, Stamp Stamp, long Sequence, int Value, FrameFlags Flags)> taken = [];
        RecordingPlayer player = Play(path, (sample, now) => taken.Add((now, sample.Stamp, sample.Sequence, sample.Value.Value, sample.Flags)));
        Assert.Equal(50, player.Played);
        Assert.Equal((2, 1, 0), (player.RecordedDecisions, player.Housekeeping, player.NotPlayed));
        for (int index = 0; index < taken.Count; index++)
        {
            long now = (index + 1) * 10_000_000L;
            Assert.Equal((now, new Stamp(now - 1_000_000, 2000), index, index, FrameFlags.Replayed), taken[index]);
        }
    }

    [Fact]
    public void Replay_OfACamerasImages_GivesTheSameBytesAtTheirInstants()
    {
        StreamId id = new(0, 200);
        RecordedRobot robot = new();
        robot.Utc.Observe(0, 1_700_000_000_000_000_000, 0, 100);
        string path = Path.Combine(_folder, "images.mcap");
        RecorderOptions options = RecordedRobot.Options();
        options = options with { Streams = new Dictionary<StreamId, RosStream>(options.Streams) { [id] = new("head/camera", [], "cam_optical", [], new RosCamera(IsCompressed: true, null)) } };
        CompressedImage image = new(64) { Format = "jpeg", FrameId = "cam_optical" };
        using (Recorder recorder = new(new ReplayRecordingFile(path, new McapWriterOptions(), []), options, robot.Utc, robot.Clock))
        {
            for (int index = 0; index < 5; index++)
            {
                robot.Clock.Advance(TimeSpan.FromMilliseconds(33));
                image.Length = 10 + index;
                image.Data.AsSpan(0, image.Length).Fill((byte)index);
                recorder.Accept(new Sample<CompressedImage>(image, new Stamp(robot.Clock.Nanoseconds - 5_000_123, 1000), id, index, FrameFlags.Simulated));
            }

            robot.Take(recorder, 0);
        }

        Assert.True(FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem), problem);
        using (recording)
        {
            VirtualClock clock = new();
            List<(long Now, Stamp Stamp, long Sequence, byte[] Data, FrameFlags Flags)> taken = [];
            ReplayedCamera camera = new("/head/camera", id, null, null, new CompressedImage(64), new ImageTaker(sample =>
                taken.Add((clock.Nanoseconds, sample.Stamp, sample.Sequence, sample.Value.Data[..sample.Value.Length], sample.Flags))));
            recording.Cameras = new HashSet<string> { camera.Topic };
            RecordingPlayer player = new(recording, clock, new UtcMapping(), new RecordedStamps(), static _ => null, new FrameTap(null), [camera]);
            while (player.Advance())
            {
                player.Send();
            }

            Assert.Equal((5, 1), (player.Images, player.NotPlayed));
            for (int index = 0; index < 5; index++)
            {
                long now = (index + 1) * 33_000_000L;
                Assert.Equal((now, now - 5_000_123, 1000, index, FrameFlags.Simulated | FrameFlags.Replayed), (taken[index].Now, taken[index].Stamp.Nanoseconds, taken[index].Stamp.UncertaintyNanoseconds, taken[index].Sequence, taken[index].Flags));
                Assert.Equal([.. Enumerable.Repeat((byte)index, 10 + index)], taken[index].Data);
            }
        }
    }

    [Fact]
    public void Replay_OfASplitRecording_PlaysItsFilesOneAfterTheOther()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "split"));
        Record("split/a.mcap", 5);
        Record("split/a-0002.mcap", 5, first: 5);
        Assert.True(FrameRecording.Recognises(Path.Combine(_folder, "split")));
        int seen = 0;
        Assert.Equal(10, Play(Path.Combine(_folder, "split"), (_, _) => seen++).Played);
        Assert.Equal(10, seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Record_DiskThatFillsUp_EndsWithTheLastWholeChunkAndCountsTheRest(bool onlyAtTheEnd)
    {
        FailingStream disk = new();
        ReplayRecordingFile file = new("a", new McapWriterOptions { ChunkBytes = 1024 }, [], _ => disk);
        ushort channel = file.AddChannel("/imu", "cdr", 0, new Dictionary<string, string>());
        for (uint index = 0; index < 100; index++)
        {
            disk.IsFull = !onlyAtTheEnd && index >= 50;
            file.Write(channel, index, index, index, new byte[100]);
        }

        disk.IsFull = true;
        file.Dispose();
        Assert.True(file.Ledger is { IsBalanced: true, Produced: 100, WriteFailed: > 0, Written: > 40 }, file.Ledger.ToString());
        Assert.Contains("No space left", file.Failure, StringComparison.Ordinal);
        McapReader reader = McapTestRecording.Open(disk.ToArray());
        Assert.Equal(new McapProblem(McapRejection.Truncated, reader.Problems.First[0].Offset), Assert.Single(reader.Problems.First));
        Assert.Equal(disk.ToArray().Length, reader.Problems.First[0].Offset);
        Assert.Equal(file.Ledger.Written, McapTestRecording.Read(reader).Count);
    }

    [Fact]
    public void Open_FolderWithFilesOfTwoRuns_IsRefusedAndNamesBoth()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mixed"));
        string first = Record("mixed/a.mcap", 5, boot: "6");
        string second = Record("mixed/b.mcap", 5, boot: "7");
        Assert.False(FrameRecording.TryOpen(Path.Combine(_folder, "mixed"), out _, out string problem));
        Assert.Equal($"{second}: is of another run than {first} (boot 7 instead of boot 6); give the files of each recording a folder of their own", problem);
    }

    [Fact]
    public void Replay_Twice_AllocatesNothingPerFrame()
    {
        string path = Record("a.mcap", 4000, chunkBytes: 4 << 20);
        (RecordingPlayer player, RobotGraph graph, FrameRecording recording) = Open(path, static (_, _) => { }, new FrameTap(null));
        using (recording)
        {
            // A chunk takes memory when it is unpacked: the recording is one.
            for (int frame = 0; frame < 100; frame++)
            {
                Step(player, graph);
            }

            Assert.Equal(0, Allocation.Of(() => Step(player, graph), calls: 500, warmUpCalls: 50));
        }
    }

    [Theory]
    [InlineData("nothing.mcap", "cannot be read")]
    [InlineData("text.mcap", "is no MCAP recording (NotMcap at byte 0)")]
    [InlineData("empty.mcap", "holds no frames of a robot")]
    public void Open_OfWhatIsNoRecording_NamesTheFileAndTheMend(string name, string problem)
    {
        File.WriteAllText(Path.Combine(_folder, "text.mcap"), "this is no recording");
        using (FileStream empty = File.Create(Path.Combine(_folder, "empty.mcap")))
        using (new McapWriter(empty))
        {
        }

        string path = Path.Combine(_folder, name);
        Assert.False(FrameRecording.TryOpen(path, out _, out string found));
        Assert.StartsWith(path + ": " + problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfATruncatedRecording_PlaysWhatIsThere()
    {
        byte[] whole = File.ReadAllBytes(Record("a.mcap", 3000));
        string cut = Path.Combine(_folder, "cut.mcap");
        File.WriteAllBytes(cut, whole[..(whole.Length / 2)]);
        if (FrameRecording.TryOpen(cut, out FrameRecording? recording, out string problem))
        {
            Assert.Equal(McapFileState.Truncated, Assert.Single(recording.Readers).State);
            recording.Dispose();
            Assert.InRange(Play(cut, static (_, _) => { }).Played, 1, 2999);
        }
        else
        {
            Assert.Fail(problem);
        }
    }

    [Fact]
    public void Replay_OfAMutatedRecording_NeverThrows()
    {
        byte[] whole = File.ReadAllBytes(Record("a.mcap", 60, McapCompression.None));
        string path = Path.Combine(_folder, "mutated.mcap");
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[1, 8], Gen.Int[0, whole.Length]).Sample(
            (at, value, count, length) =>
            {
                byte[] mutated = [.. whole[..length]];
                for (int index = at; index < Math.Min(at + count, length); index++)
                {
                    mutated[index] ^= value;
                }

                File.WriteAllBytes(path, mutated);
                if (FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem))
                {
                    recording.Dispose();
                    Assert.InRange(Play(path, static (_, _) => { }).Played, 0, 60);
                }
                else
                {
                    Assert.NotEmpty(problem);
                }
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Records_OfAnyBytes_AreReadOrRefused() => Gen.Byte.Array[0, 80].Sample(static bytes =>
    {
        byte[] cdr = [0, 1, 0, 0, .. bytes];
        FrameRecord.TryRead(cdr, out _);
        ClockRecord.Read(cdr);
        return true;
    });

    [Fact]
    public void Comparison_OfARecordingWithItself_FindsNothing()
    {
        string path = Record("a.mcap", 20);
        Assert.Null(Compare(path, path));
    }

    [Fact]
    public void Comparison_OfTwoRecordings_NamesTheFirstFieldThatDiffers()
    {
        RecordingDifference? difference = Compare(Record("a.mcap", 20), Record("b.mcap", 20, changed: 12));
        Assert.NotNull(difference);
        Assert.Equal((RecordingNames.Frames, 13L), (difference.Topic, difference.Message));
        difference = Compare(Path.Combine(_folder, "a.mcap"), Path.Combine(_folder, "b.mcap"), RecordingNames.Frames);
        Assert.NotNull(difference);
        Assert.Equal((RecordedRobot.Bridge, 12L, 12u), (difference.Topic, difference.Message, difference.Sequence));
        Assert.Equal(["force: 0.012 | 1.012"], difference.Lines);
    }

    [Fact]
    public void Comparison_OfALongerRecording_NamesWhatIsMissing()
    {
        RecordingDifference? difference = Compare(Record("a.mcap", 20), Record("b.mcap", 22));
        Assert.NotNull(difference);
        Assert.Equal(["nothing | 2 more messages"], difference.Lines);
    }

    private static RecordingDifference? Compare(string left, string right, params string[] ignored)
    {
        using FileStream leftFile = File.OpenRead(left);
        using FileStream rightFile = File.OpenRead(right);
        Assert.True(McapReader.TryOpen(leftFile, null, out McapReader? leftReader, out _));
        Assert.True(McapReader.TryOpen(rightFile, null, out McapReader? rightReader, out _));
        return new RecordingComparison(ignored.ToHashSet()).FindFirst(leftReader, rightReader);
    }

    private static void Step(RecordingPlayer player, RobotGraph graph)
    {
        if (!player.Advance())
        {
            throw new InvalidOperationException("the recording is too short for the test");
        }

        player.Send();
        graph.Step();
    }

    private static (RecordingPlayer Player, RobotGraph Graph, FrameRecording Recording) Open(string path, Action<Sample<ForceStamped>, long> take, FrameTap housekeeping)
    {
        Assert.True(FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem), problem);
        VirtualClock clock = new();
        RecordedStamps stamps = new();
        InProcessLink link = new(1 << 16);
        StreamRoute<ForceStamped> route = new(RecordedRobot.Force, "wrist/bridge", new StreamInlet<ForceStamped>(RecordedRobot.Force, new InletOptions("wrist/bridge", 4, DropPolicy.Block), static () => new ForceStamped(), [new Taker(take, clock)], clock));
        FrameIntake intake = new(RecordedRobot.Force.Board, link.RobotEnd, [route], null, new FrameTap(null), clock, stamps: stamps);
        RecordingPlayer player = new(recording, clock, new UtcMapping(), stamps, stream => stream.Board == 3 ? link.BoardEnd : null, housekeeping, []);
        return (player, new RobotGraph([intake], [route], []), recording);
    }

    private static RecordingPlayer Play(string path, Action<Sample<ForceStamped>, long> take)
    {
        (RecordingPlayer player, RobotGraph graph, FrameRecording recording) = Open(path, take, new FrameTap(null));
        using (recording)
        {
            while (player.Advance())
            {
                player.Send();
                graph.Step();
            }
        }

        return player;
    }

    private string Record(string name, int readings, McapCompression compression = McapCompression.Zstd, int first = 0, int changed = -1, int chunkBytes = 1 << 16, string boot = "1")
    {
        RecordedRobot robot = new();
        string path = Path.Combine(_folder, name);
        ReplayRecordingFile file = new(path, new McapWriterOptions { Compression = compression, ChunkBytes = chunkBytes }, [new McapMetadata(RecordingNames.Robot, new Dictionary<string, string> { ["format"] = "1", [RecordingNames.Boot] = boot })]);
        using Recorder recorder = new(file, RecordedRobot.Options(), robot.Utc, robot.Clock);
        recorder.Accept(RecordedRobot.Board, default, robot.Frame(new LogRecord { Code = 1 }, BoardAddress.HousekeepingStream));
        for (int index = first; index < first + readings; index++)
        {
            robot.Clock.Advance(TimeSpan.FromMilliseconds(10));
            Stamp stamp = new(robot.Clock.Nanoseconds - 1_000_000, 2000);
            recorder.Accept(RecordedRobot.Force, stamp, robot.Reading(index, stamp.Nanoseconds, index == changed ? index + 1000 : index));
        }

        // What a stage said is recorded, and not played.
        recorder.Accept(RecordedRobot.Decisions, default, robot.Frame(new PerceptionEvent { Kind = PerceptionEventKind.Force }, 1));
        recorder.Accept(RecordedRobot.Decisions, default, robot.Frame(new PerceptionEvent { Kind = PerceptionEventKind.Force, Active = true }, 1));
        return path;
    }

    private sealed class Taker(Action<Sample<ForceStamped>, long> take, IClock clock) : ISampleConsumer<ForceStamped>
    {
        public void Take(in Sample<ForceStamped> sample) => take(sample, clock.Nanoseconds);
    }

    private sealed class ImageTaker(Action<Sample<CompressedImage>> take) : ISampleConsumer<CompressedImage>
    {
        public void Take(in Sample<CompressedImage> sample) => take(sample);
    }
}
