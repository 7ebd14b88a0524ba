using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class WrenchFailureStageTests : IDisposable
{
    private const long Period = 21 * Readings.Millisecond;

    private readonly Model _model = ShippedModels.Open(ShippedModels.Wrench);
    private readonly Classification _decision = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Wrench_FifteenReadingsInARow_DecideOnceAndBeginAgain()
    {
        WrenchFailureStage stage = NewStage();
        for (int window = 0; window < 3; window++)
        {
            for (int row = 0; row < 15; row++)
            {
                int sequence = (window * 15) + row;
                StageOutcome outcome = Feed(stage, sequence, sequence * Period, out long oldest);
                Assert.Equal(row == 14 ? StageOutcome.Decided : StageOutcome.NeedsMore, outcome);
                Assert.Equal(window * 15 * Period, oldest);
            }
        }

        Assert.Equal(4, _decision.ClassCount);
        Assert.Equal(_model.Digest.ToArray(), _decision.ModelDigest);
        Assert.InRange(_decision.Probabilities[..4].Sum(static probability => probability), 65533, 65537);
    }

    [Theory]
    [InlineData(6, 5 * Period, "a hole in the sequence")]
    [InlineData(5, (4 * Period) + 52_500_001, "a gap longer than 2.5 periods")]
    [InlineData(5, 4 * Period, "time that does not advance")]
    [InlineData(4, 5 * Period, "a reading twice")]
    public void Wrench_WindowBroken_IsCountedAndTheReadingBeginsTheNext(int sequence, long stamp, string because)
    {
        WrenchFailureStage stage = NewStage();
        for (int row = 0; row < 5; row++)
        {
            Feed(stage, row, row * Period, out _);
        }

        Assert.True(StageOutcome.Unusable == Feed(stage, sequence, stamp, out _), because);
        Assert.Equal(1, stage.Collected);
        for (int row = 1; row < 15; row++)
        {
            StageOutcome outcome = Feed(stage, sequence + row, stamp + (row * Period), out long oldest);
            Assert.Equal(row == 14 ? StageOutcome.Decided : StageOutcome.NeedsMore, outcome);
            Assert.Equal(stamp, oldest);
        }
    }

    [Fact]
    public void Wrench_GapOfExactlyTwoAndAHalfPeriods_GoesOn()
    {
        WrenchFailureStage stage = NewStage();
        Feed(stage, 0, 0, out _);
        Assert.Equal(StageOutcome.NeedsMore, Feed(stage, 1, 52_500_000, out _));
        Assert.Equal(2, stage.Collected);
    }

    [Fact]
    public void Wrench_HoleBetweenTwoWindows_BreaksNone()
    {
        WrenchFailureStage stage = NewStage();
        for (int row = 0; row < 15; row++)
        {
            Feed(stage, row, row * Period, out _);
        }

        Assert.Equal(StageOutcome.NeedsMore, Feed(stage, 99, 99 * Period, out _));
    }

    [Fact]
    public void Wrench_AnotherStreamInsideAWindow_BreaksIt()
    {
        WrenchFailureStage stage = NewStage();
        Feed(stage, 0, 0, out _);
        Sample<WrenchStamped> other = Readings.Of(Row(1), 1, Period, board: 7);
        Assert.Equal(StageOutcome.Unusable, stage.Process(other, _decision, out _));
    }

    [Fact]
    public void Wrench_ReadingInNewton_IsUnusableAndLeavesAHole()
    {
        WrenchFailureStage stage = NewStage();
        Feed(stage, 0, 0, out _);
        WrenchStamped newton = Row(1);
        newton.ForceScale = new Scale(1, -3, Unit.Newton);
        Assert.Equal(StageOutcome.Unusable, stage.Process(Readings.Of(newton, 1, Period), _decision, out _));
        Assert.Equal(1, stage.Collected);
        Assert.Equal(StageOutcome.Unusable, Feed(stage, 2, 2 * Period, out _));
    }

    [Fact]
    public void Wrench_FiveStagesOnOneSession_AnswerAsEachAlone()
    {
        string[] activities = [.. _model.Card.Outputs.Select(static output => output.Name)];
        WrenchFailureStage[] together = [.. activities.Select(NewStage)];
        ushort[][] answers = new ushort[activities.Length][];
        for (int row = 0; row < 15; row++)
        {
            for (int stage = 0; stage < together.Length; stage++)
            {
                Sample<WrenchStamped> sample = Readings.Of(Row(row + stage), row, row * Period);
                if (together[stage].Process(sample, _decision, out _) == StageOutcome.Decided)
                {
                    answers[stage] = [.. _decision.Probabilities];
                }
            }
        }

        for (int index = 0; index < activities.Length; index++)
        {
            WrenchFailureStage alone = NewStage(activities[index]);
            Classification decision = new();
            for (int row = 0; row < 15; row++)
            {
                alone.Process(Readings.Of(Row(row + index), row, row * Period), decision, out _);
            }

            Assert.Equal(decision.Probabilities[..decision.ClassCount], answers[index][..decision.ClassCount]);
        }
    }

    [Fact]
    public void Wrench_InTheSteadyState_AllocatesNothing()
    {
        WrenchFailureStage stage = NewStage();
        WrenchStamped row = Row(3);
        long sequence = 0;
        int decided = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            sequence++;
            decided += stage.Process(Readings.Of(row, sequence, sequence * Period), _decision, out _) == StageOutcome.Decided ? 1 : 0;
        }));
        Assert.Equal(550 / 15, decided);
    }

    [Fact]
    public void Wrench_UnknownActivity_NamesTheKnown()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => NewStage("dancing"));
        Assert.StartsWith(
            "model force-torque-failure has no output \"dancing\": use one of approach-to-grasp, transfer-of-part, position-after-transfer-failure, approach-to-ungrasp, motion-with-part",
            error.Message,
            StringComparison.Ordinal);
    }

    private static WrenchStamped Row(int row) => Readings.Wrench([row, -row, 60 + row, -3, row / 2, 0]);

    private WrenchFailureStage NewStage() => NewStage("approach-to-grasp");

    private WrenchFailureStage NewStage(string activity) => new(_model, activity, new WrenchFailureOptions());

    private StageOutcome Feed(WrenchFailureStage stage, long sequence, long nanoseconds, out long oldest) =>
        stage.Process(Readings.Of(Row((int)sequence), sequence, nanoseconds), _decision, out oldest);
}
