using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception.Stages;

public sealed class SightingStageTests
{
    private readonly SightingStage _stage = new(new SightingOptions { ClassIndex = 4, BeginScore = 0.5, EndScore = 0.3, MissesToEnd = 2, HeartbeatReadings = 100 });
    private readonly Detection2DArray _found = new();
    private readonly PerceptionEvent _event = new();

    [Fact]
    public void Sighting_OfTheClass_BeginsAtOneScoreAndGoesOnAtALowerOne()
    {
        Assert.Equal((StageOutcome.Decided, false), See(0.45));
        Assert.Equal((StageOutcome.Decided, true), See(0.55));
        Assert.Equal((PerceptionEventKind.Presence, 550, Unit.One), (_event.Kind, _event.Value, _event.Scale.Unit));
        Assert.Equal(StageOutcome.NeedsMore, See(0.35).Outcome);
    }

    [Fact]
    public void Sighting_OfABlinkingDetector_EndsAfterSeveralMisses()
    {
        See(0.9);
        Assert.Equal(StageOutcome.NeedsMore, See(0.1).Outcome);
        Assert.Equal(StageOutcome.NeedsMore, See(0.9).Outcome);
        Assert.Equal(StageOutcome.NeedsMore, See(0.1).Outcome);
        Assert.Equal((StageOutcome.Decided, false), See(0.1));
    }

    [Fact]
    public void Sighting_OfAnotherClass_IsNone() => Assert.Equal((StageOutcome.Decided, false), See(0.99, classIndex: 3));

    [Fact]
    public void Answer_Taken_AllocatesNothing() => Assert.Equal(0, Allocation.Of(() => See(0.6)));

    private (StageOutcome Outcome, bool Active) See(double score, ushort classIndex = 4)
    {
        _found.Count = 2;
        _found.ClassIndices[1] = classIndex;
        _found.Scores[1] = (ushort)(score * ushort.MaxValue);
        return (_stage.Process(new Sample<Detection2DArray>(_found, new Stamp(1, 0), new StreamId(0, 1), 1, FrameFlags.None), _event, out _), _event.Active);
    }
}
