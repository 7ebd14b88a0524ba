using EdgeAI.Device.Messages;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class TouchStageTests
{
    private readonly TouchStage _stage = new(new TouchOptions { DebounceReadings = 3, HeartbeatReadings = 100 });
    private readonly PerceptionEvent _event = new();

    [Fact]
    public void Touch_ForFewerReadingsThanDebounced_IsNoTouch()
    {
        Assert.Equal([true, false, false, false, false, false], Decisions(0, 1, 1, 0, 1, 1));
        Assert.False(_event.Active);
    }

    [Fact]
    public void Touch_ForThreeReadings_BeginsAndEndsOnce()
    {
        Assert.Equal([true, false, false, true, false, false, false, true], Decisions(0, 5, 5, 5, 4, 0, 0, 0));
        Assert.False(_event.Active);
        Assert.Equal(0, _event.Value);
    }

    [Fact]
    public void Touch_BegunAndWithheld_IsSaidAgainAtTheNextReading()
    {
        Assert.Equal([true, false, false, true], Decisions(0, 5, 5, 5));
        ((IStage<TactileArray, PerceptionEvent>)_stage).DecisionWithheld();
        Assert.Equal([true, false], Decisions(5, 5));
        Assert.True(_event.Active);
    }

    [Fact]
    public void Touch_Begun_SaysHowManyTaxels()
    {
        Decisions(0, 5, 5, 5);
        Assert.True(_event.Active);
        Assert.Equal(5, _event.Value);
        Assert.Equal(PerceptionEventKind.Touch, _event.Kind);
        Assert.Equal(Unit.Count, _event.Scale.Unit);
    }

    [Fact]
    public void Touch_Unchanged_IsPublishedAtTheHeartbeat()
    {
        bool[] decisions = Decisions(new int[201]);
        Assert.Equal([0, 100, 200], Enumerable.Range(0, 201).Where(reading => decisions[reading]));
    }

    [Fact]
    public void Touch_ChipWithoutTouchBits_IsUnusable()
    {
        TactileArray reading = Reading(0);
        reading.HasTouch = false;
        Assert.Equal(StageOutcome.Unusable, _stage.Process(Readings.Of(reading, 0, 0), _event, out _));
        TactileArray overfull = Reading(0);
        overfull.TaxelCount = 99;
        Assert.Equal(StageOutcome.Unusable, _stage.Process(Readings.Of(overfull, 0, 0), _event, out _));
    }

    [Fact]
    public void Touch_InTheSteadyState_AllocatesNothing()
    {
        Sample<TactileArray> sample = Readings.Of(Reading(3), 0, 0);
        Assert.Equal(0, Allocation.Of(() => _stage.Process(sample, _event, out _)));
    }

    private static TactileArray Reading(int touched)
    {
        TactileArray array = new(12, 1) { TaxelCount = 12, HasTouch = true };
        for (int taxel = 0; taxel < touched; taxel++)
        {
            array.Touch[taxel >> 3] |= (byte)(1 << (taxel & 7));
        }

        return array;
    }

    private bool[] Decisions(params int[] touched) =>
        [.. touched.Select(count => _stage.Process(Readings.Of(Reading(count), 0, 0), _event, out _) == StageOutcome.Decided)];
}
