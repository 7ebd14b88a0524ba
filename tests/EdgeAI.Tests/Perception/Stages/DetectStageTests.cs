using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception.Stages;

public sealed class DetectStageTests
{
    private static readonly DetectOptions Options = new() { Width = 64, Height = 48, Format = PixelFormat.Grey };
    private readonly CameraImage _image = new(64 * 48) { Width = 64, Height = 48, Step = 64, Length = 64 * 48, Encoding = "mono8", FrameId = "cam_optical" };
    private readonly Detection2DArray _output = new();

    [Fact]
    public void Detections_OfAnImage_AreToldInSixteenthsWithTheirOrigin()
    {
        _image.Data[0] = 9;
        Assert.Equal(StageOutcome.Decided, Process(new DetectStage(new ScriptedDetector(new Detection(1, 2, 11, 22, 0.5f, 3)), Options)));
        Assert.Equal((1, 64, 48, ExecutionProvider.Cpu), (_output.Count, _output.ImageWidth, _output.ImageHeight, _output.Provider));
        Assert.Equal((3, 32768, 96, 192, 160, 320), (_output.ClassIndices[0], _output.Scores[0], _output.CentreX[0], _output.CentreY[0], _output.SizeX[0], _output.SizeY[0]));
        Assert.Equal(31, _output.ModelDigest[31]);
        Assert.All(_output.InputDigest, static value => Assert.Equal(9, value));
    }

    [Fact]
    public void Detections_OfOtherClasses_AreLeftOut()
    {
        ScriptedDetector detector = new(new Detection(0, 0, 1, 1, 0.9f, 1), new Detection(0, 0, 1, 1, 0.8f, 2), new Detection(0, 0, 1, 1, 0.7f, 1));
        Assert.Equal(StageOutcome.Decided, Process(new DetectStage(detector, Options with { Classes = new HashSet<int> { 2 } })));
        Assert.Equal((1, 2), (_output.Count, _output.ClassIndices[0]));
    }

    [Fact]
    public void Detections_OfAnyNumbers_CanBeFramed()
    {
        Detection[] wild = [.. Enumerable.Range(0, 100).Select(static index => new Detection(
            index % 2 == 0 ? float.NegativeInfinity : 5, index % 3 == 0 ? float.MaxValue : 3, index % 5 == 0 ? float.PositiveInfinity : 1, -7, index % 7 == 0 ? 2 : -1, index % 11 == 0 ? -5 : 1_000_000))];
        Assert.Equal(StageOutcome.Decided, Process(new DetectStage(new ScriptedDetector(wild), Options)));
        Assert.Equal(Detection2DArray.MaxDetections, _output.Count);
        Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader { Board = 0, Stream = 1, Boot = 1 }, _output));
    }

    [Fact]
    public void Image_OfAnotherShapeOrThatFails_IsUnusable()
    {
        ScriptedDetector detector = new();
        DetectStage stage = new(detector, Options);
        Assert.Equal(StageOutcome.Decided, Process(stage));
        Assert.Equal(0, _output.Count);
        detector.Fails = true;
        Assert.Equal(StageOutcome.Unusable, Process(stage));
        detector.Fails = false;
        _image.Width = 32;
        Assert.Equal(StageOutcome.Unusable, Process(stage));
    }

    [Fact]
    public void Answer_OnAnImageThatSaysNothing_IsToldAsSuspect()
    {
        DetectStage stage = new(new ScriptedDetector(), Options);
        Assert.Equal(FrameFlags.Saturated | FrameFlags.Stuck, Suspicion(stage));
        for (int at = 0; at < _image.Length; at++)
        {
            _image.Data[at] = (byte)(60 + ((at * 37) % 130));
        }

        Assert.Equal(FrameFlags.None, Suspicion(stage));
    }

    [Fact]
    public void Image_Searched_AllocatesNothing()
    {
        DetectStage stage = new(new ScriptedDetector(new Detection(1, 2, 11, 22, 0.5f, 3)), Options with { Classes = new HashSet<int> { 3 } });
        Assert.Equal(0, Allocation.Of(() => Process(stage)));
    }

    private FrameFlags Suspicion(DetectStage stage)
    {
        Assert.Equal(StageOutcome.Decided, Process(stage));
        long uncertainty = 0;
        FrameFlags flags = FrameFlags.None;
        stage.Widen(ref uncertainty, ref flags);
        return flags;
    }

    private StageOutcome Process(DetectStage stage) =>
        stage.Process(new Sample<CameraImage>(_image, new Stamp(1000, 5), new StreamId(0, 20), 1, FrameFlags.None), _output, out _);
}
