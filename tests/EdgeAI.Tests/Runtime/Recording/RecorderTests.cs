using System.Globalization;
using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Tests.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Recording;

public sealed class RecorderTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;

    private readonly RecordedRobot _robot = new();
    private readonly KeptMessages _kept = new();

    public void Dispose() => _kept.Dispose();

    [Fact]
    public void Recorder_OfAFrame_KeepsItAsItIsAndDecoded()
    {
        using Recorder recorder = Make();
        _robot.Utc.Observe(0, 50 * Hour, 0, 10);
        _robot.Take(recorder, 41);
        byte[] frame = _robot.Reading(41, 9_000_000, 41).ToArray();

        Assert.True(FrameRecord.TryRead(Assert.Single(_kept.Of(RecordingNames.Frames)), out FrameRecord record));
        Assert.Equal(10_000_000, record.Taken);
        Assert.Equal((9_000_000, 2000), (record.Stamp.Nanoseconds, record.Stamp.UncertaintyNanoseconds));
        Assert.Equal(RecordedRobot.Force, record.Stream);
        Assert.Equal(frame, record.Frame.ToArray());

        (_, uint sequence, ulong logTime, ulong publishTime, byte[] data) = _kept.Messages.Single(static message => message.Topic == RecordedRobot.Bridge);
        Dictionary<string, string> values = CdrText.Read(RosSchema.Of("edgeai_msgs/msg/ForceStamped"), data);
        Assert.Equal(("0.041", "N", "r_wrist"), (values["force"], values["unit"], values["header.frame_id"]));
        Assert.Equal(((50 * 3600).ToString(CultureInfo.InvariantCulture), "9000000"), (values["header.stamp.sec"], values["header.stamp.nanosec"]));
        Assert.Equal((41u, (50UL * Hour) + 10_000_000, (50UL * Hour) + 9_000_000), (sequence, logTime, publishTime));
    }

    [Fact]
    public void Recorder_OfEachObservationOfUtc_SaysHowTheTimelineLies()
    {
        using Recorder recorder = Make();
        _robot.Take(recorder, 1);
        _robot.Take(recorder, 2);
        _robot.Utc.Observe(15_000_000, Hour, 15_000_000, 10);
        _robot.Take(recorder, 3);
        byte[][] clocks = [.. _kept.Of(RecordingNames.Clock)];
        Assert.Equal(2, clocks.Length);
        Assert.Equal(_robot.Utc.Latest, ClockRecord.Read(clocks[1]));
        Assert.Equal("-1", CdrText.Read(RosSchema.Of("edgeai_msgs/msg/ClockMapping"), clocks[0])["bound"]);
    }

    [Fact]
    public void Recorder_WhenUtcIsSetBack_GoesOnWithLogTimes()
    {
        using Recorder recorder = Make();
        _robot.Utc.Observe(0, 50 * Hour, 0, 10);
        _robot.Take(recorder, 1);
        _robot.Utc.Observe(0, 49 * Hour, 0, 10);
        _robot.Take(recorder, 2);
        _robot.Utc.Observe(0, 51 * Hour, 0, 10);
        _robot.Take(recorder, 3);
        ulong[] times = [.. _kept.Messages.Where(static message => message.Topic == RecordedRobot.Bridge).Select(static message => message.LogTime)];
        Assert.Equal([(50UL * Hour) + 10_000_000, (50UL * Hour) + 20_000_000, (51UL * Hour) + 30_000_000], times);
        ulong[] published = [.. _kept.Messages.Where(static message => message.Topic == RecordedRobot.Bridge).Select(static message => message.PublishTime)];
        Assert.Equal((49UL * Hour) + 19_000_000, published[1]);
    }

    [Fact]
    public void Recorder_OfALeftOutStream_KeepsNoTraceOfIt()
    {
        using Recorder recorder = new(_kept, RecordedRobot.Options(RecordedRobot.Force), _robot.Utc, _robot.Clock);
        _robot.Take(recorder, 1);
        Assert.Empty(_kept.Messages);
    }

    [Fact]
    public void Recorder_OfWhatABoardSaysOfItself_KeepsItAndLearnsVariances()
    {
        using Recorder recorder = Make();
        LogRecord log = new() { Level = LogLevel.Warning, Code = 11 };
        log.Text.TrySet("the bridge drifts");
        recorder.Accept(RecordedRobot.Board, default, _robot.Frame(log, BoardAddress.HousekeepingStream));
        StreamDescription description = new() { Stream = 7, Uncertainty = 3, Scale = new Scale(1, -3, Unit.Newton), ReadingType = MessageType.ForceStamped };
        recorder.Accept(RecordedRobot.Board, default, _robot.Frame(description, BoardAddress.HousekeepingStream));
        Dictionary<string, string> values = CdrText.Read(RosSchema.Of("rcl_interfaces/msg/Log"), Assert.Single(_kept.Of("/rosout")));
        Assert.Equal(("30", "wrist", "the bridge drifts", "11"), (values["level"], values["name"], values["msg"], values["line"]));
        Assert.Equal(2, _kept.Of(RecordingNames.Frames).Count());
    }

    [Fact]
    public void Recorder_OfAFault_KeepsItUnderTheStreamsName()
    {
        using Recorder recorder = Make();
        recorder.Accept(RecordedRobot.Force, default, _robot.Frame(new Fault { Status = SensorStatus.BusFault, FailedReadings = 9 }));
        Assert.Equal("9", CdrText.Read(RosSchema.Of("edgeai_msgs/msg/Fault"), Assert.Single(_kept.Of("/wrist/bridge/fault")))["failed_readings"]);
    }

    [Fact]
    public void Recorder_OfAnyBytes_KeepsThemAndGoesOn() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        using Recorder recorder = new(new KeptMessages(), RecordedRobot.Options(), _robot.Utc, _robot.Clock);
        recorder.Accept(RecordedRobot.Force, default, bytes);
        return recorder.File.Ledger.Written == 2 && recorder.Undecoded == 1;
    });

    [Fact]
    public void Recorder_InTheSteadyState_AllocatesNothing()
    {
        using Recorder recorder = Make();
        _kept.Keeps = false;
        long sequence = 0;
        Assert.Equal(0, Allocation.Of(() => _robot.Take(recorder, sequence++)));
    }

    [Fact]
    public void Recorder_OfACamerasImage_KeepsItOnceInItsOwnShapeBehindItsOrigin()
    {
        StreamId camera = new(0, 200);
        using Recorder recorder = MakeWithCamera(camera, new RosCamera(IsCompressed: true, new CameraInformation(640, 480, 500, 501, 320, 240, "plumb_bob", [0.1, 0, 0, 0, 0.2])));
        CompressedImage image = new(4) { Length = 3, Format = "jpeg", FrameId = "cam_optical" };
        recorder.Accept(new Sample<CompressedImage>(image, new Stamp(5, 7), camera, 17, FrameFlags.Simulated));
        (string Topic, uint Sequence, ulong, ulong, byte[] Data)[] messages = [.. _kept.Messages.Where(static message => message.Topic != RecordingNames.Clock)];
        Assert.Equal([(RecordingNames.Images, 0u), ("/head/camera", 17u), ("/head/camera/camera_info", 17u)], messages.Select(static message => (message.Topic, message.Sequence)));
        Assert.True(ImageOrigin.TryRead(messages[0].Data, out ImageOrigin origin));
        Assert.Equal(new ImageOrigin(_robot.Clock.Nanoseconds, new Stamp(5, 7), camera, 17, FrameFlags.Simulated), origin);
        Assert.Equal("3", CdrText.Read(RosSchema.Of("sensor_msgs/msg/CompressedImage"), messages[1].Data)["data"]);
        Dictionary<string, string> lens = CdrText.Read(RosSchema.Of("sensor_msgs/msg/CameraInfo"), messages[2].Data);
        Assert.Equal(("640", "plumb_bob", "500", "320", "501", "240", "1", "0.2", "501"), (lens["width"], lens["distortion_model"], lens["k[0]"], lens["k[2]"], lens["k[4]"], lens["k[5]"], lens["k[8]"], lens["d[4]"], lens["p[5]"]));
    }

    [Fact]
    public void Recorder_OfACameraThatLeavesInAnotherForm_KeepsNothing()
    {
        StreamId camera = new(0, 200);
        using Recorder recorder = MakeWithCamera(camera, new RosCamera(IsCompressed: false, null));
        recorder.Accept(new Sample<CompressedImage>(new CompressedImage(4), new Stamp(5, 0), camera, 17, default));
        Assert.Empty(_kept.Messages);
    }

    [Fact]
    public void Recorder_OfDetections_DrawsABoxAndATextForEach()
    {
        StreamId detector = new(0, 9);
        RecorderOptions options = RecordedRobot.Options();
        using Recorder recorder = new(_kept, options with { Streams = new Dictionary<StreamId, RosStream>(options.Streams) { [detector] = new("head/found", [MessageType.Detection2DArray], "cam_optical", ["cat", "person"]) } }, _robot.Utc, _robot.Clock);
        Detection2DArray found = new() { Count = 1, ImageWidth = 640, ImageHeight = 480 };
        (found.ClassIndices[0], found.Scores[0], found.CentreX[0], found.CentreY[0], found.SizeX[0], found.SizeY[0]) = (1, ushort.MaxValue / 2, 160, 320, 32, 64);
        FrameHeader header = new() { Board = 0, Stream = 9, Boot = 5 };
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        int length = FrameEncoder.Encode(header, found, frame, 0, frame.Length);
        recorder.Accept(detector, new Stamp(1000, 0), frame.AsSpan(0, length));
        Dictionary<string, string> drawn = CdrText.Read(RosSchema.Of("foxglove_msgs/msg/ImageAnnotations"), Assert.Single(_kept.Of("/head/found/annotations")));
        Assert.Equal(("0", "1", "2", "4"), (drawn["circles"], drawn["points"], drawn["points[0].type"], drawn["points[0].points"]));
        Assert.Equal(("9", "18", "11", "22"), (drawn["points[0].points[0].x"], drawn["points[0].points[0].y"], drawn["points[0].points[2].x"], drawn["points[0].points[2].y"]));
        Assert.Equal(("person 50 %", "9", "18"), (drawn["texts[0].text"], drawn["texts[0].position.x"], drawn["texts[0].position.y"]));
    }

    [Fact]
    public void Ledger_Recorded_HasEveryEdge()
    {
        using Recorder recorder = Make();
        recorder.RecordLedger([KeyValuePair.Create("wrist/bridge", new EdgeLedger(10, 7, new EdgeDrops(Thinned: 2), 1))]);
        Dictionary<string, string> values = CdrText.Read(RosSchema.Of("edgeai_msgs/msg/Ledger"), Assert.Single(_kept.Of(RecordingNames.Ledger)));
        Assert.Equal(("wrist/bridge", "10", "7", "2", "1", "2"), (values["edges[0].edge"], values["edges[0].produced"], values["edges[0].delivered"], values["edges[0].dropped"], values["edges[0].in_flight"], values["edges[0].dropped_thinned"]));
    }

    private Recorder Make() => new(_kept, RecordedRobot.Options(), _robot.Utc, _robot.Clock);

    private Recorder MakeWithCamera(StreamId id, RosCamera camera)
    {
        RecorderOptions options = RecordedRobot.Options();
        return new(_kept, options with { Streams = new Dictionary<StreamId, RosStream>(options.Streams) { [id] = new("head/camera", [], "cam_optical", [], camera) } }, _robot.Utc, _robot.Clock);
    }
}
