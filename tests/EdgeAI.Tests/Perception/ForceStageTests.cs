using EdgeAI.Device.Messages;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class ForceStageTests
{
    private readonly ForceStage _stage = new(new ForceOptions { Unit = Unit.Newton, Begin = 5, End = 3, HeartbeatReadings = 100 });
    private readonly PerceptionEvent _event = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Force_InEitherDirection_BeginsAndEndsWithHysteresis(int sign)
    {
        Assert.Equal(
            [StageOutcome.Decided, StageOutcome.NeedsMore, StageOutcome.Decided, StageOutcome.NeedsMore, StageOutcome.Decided, StageOutcome.NeedsMore],
            new[] { 0, 4999, 5000, 3000, 2999, 4999 }.Select(millinewton => Feed(sign * millinewton)));
        Assert.False(_event.Active);
    }

    [Fact]
    public void Force_Begun_CarriesTheSignedReadingAndItsScale()
    {
        Feed(0);
        Feed(-7000);
        Assert.True(_event.Active);
        Assert.Equal(-7000, _event.Value);
        Assert.Equal(-3, _event.Scale.Exponent);
        Assert.Equal(PerceptionEventKind.Force, _event.Kind);
    }

    [Fact]
    public void Force_Unchanged_IsPublishedAtTheHeartbeat()
    {
        StageOutcome[] outcomes = [.. Enumerable.Range(0, 201).Select(_ => Feed(100))];
        Assert.Equal([0, 100, 200], Enumerable.Range(0, 201).Where(reading => outcomes[reading] == StageOutcome.Decided));
    }

    [Fact]
    public void Force_InAnotherUnit_IsUnusable()
    {
        ForceStamped reading = new() { Value = 9, Scale = new Scale(1, 0, Unit.Count) };
        Assert.Equal(StageOutcome.Unusable, _stage.Process(Readings.Of(reading, 0, 0), _event, out _));
        reading.Scale = new Scale(0, 0, Unit.Newton);
        Assert.Equal(StageOutcome.Unusable, _stage.Process(Readings.Of(reading, 0, 0), _event, out _));
    }

    [Fact]
    public void Force_LargestNegativeReading_IsStrong()
    {
        Feed(0);
        Assert.Equal(StageOutcome.Decided, Feed(int.MinValue));
        Assert.True(_event.Active);
    }

    [Fact]
    public void Force_InTheSteadyState_AllocatesNothing()
    {
        Sample<ForceStamped> sample = Readings.Of(new ForceStamped { Value = 1, Scale = new Scale(1, -3, Unit.Newton) }, 0, 0);
        Assert.Equal(0, Allocation.Of(() => _stage.Process(sample, _event, out _)));
    }

    [Fact]
    public void Force_ThresholdsTheWrongWayRound_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForceStage(new ForceOptions { Begin = 1, End = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForceStage(new ForceOptions { End = 0 }));
    }

    private StageOutcome Feed(int millinewton) =>
        _stage.Process(Readings.Of(new ForceStamped { Value = millinewton, Scale = new Scale(1, -3, Unit.Newton) }, 0, 0), _event, out _);
}
