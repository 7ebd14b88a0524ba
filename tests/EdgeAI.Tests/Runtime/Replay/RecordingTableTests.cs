using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Tests.Runtime.Recording;

namespace EdgeAI.Tests.Runtime.Replay;

public sealed class RecordingTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-table-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OfAStreamWithFaults_HasARowForEachReadingAndCountsTheRest()
    {
        JointState joints = new() { Count = 2, Parts = JointStateParts.Velocity | JointStateParts.Effort, EffortScale = new Scale(1, -3, Unit.Ampere) };
        Fault fault = new() { Status = SensorStatus.NotAcknowledged };
        string path = Record(index =>
        {
            joints.Effort[0] = 1500 + index;
            joints.Velocity[1] = -2_000_000;
            return index == 1 ? fault : joints;
        });

        StringWriter writer = new();
        RecordingTable table = new();
        Assert.True(FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem), problem);
        using (recording)
        {
            Assert.True(table.Write(recording, RecordedRobot.Force, writer));
        }

        Assert.Equal((3, 1), (table.Rows, table.LeftOut));
        string[] lines = writer.ToString().Split('\n');
        Assert.Equal("seconds,sequence,flags,value_0,value_1,value_2,value_3", lines[0]);
        Assert.StartsWith("0.000000,0,0,1.5,0,0,-2", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0.020000,2,0,1.502,0,0,-2", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public void Write_OfAStreamThatMakesNoRows_SaysSo()
    {
        string path = Record(static _ => new Temperature());
        Assert.True(FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem), problem);
        using (recording)
        {
            Assert.False(new RecordingTable().Write(recording, RecordedRobot.Force, new StringWriter()));
        }
    }

    private string Record(Func<int, Message> messageOf)
    {
        RecordedRobot robot = new();
        robot.Utc.Observe(0, 1_700_000_000_000_000_000, 0, 100);
        string path = Path.Combine(_folder, "a.mcap");
        RecorderOptions options = RecordedRobot.Options();
        options = options with
        {
            Streams = new Dictionary<StreamId, RosStream>(options.Streams) { [RecordedRobot.Force] = new("arm/joints", [MessageType.JointState, MessageType.Temperature, MessageType.Fault], "base_link", []) },
        };
        using Recorder recorder = new(new ReplayRecordingFile(path, new McapWriterOptions(), []), options, robot.Utc, robot.Clock);
        for (int index = 0; index < 4; index++)
        {
            robot.Clock.Advance(TimeSpan.FromMilliseconds(10));
            recorder.Accept(RecordedRobot.Force, new Stamp(robot.Clock.Nanoseconds, 2000), robot.Frame(messageOf(index), sequence: index));
        }

        return path;
    }
}
