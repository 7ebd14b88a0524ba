using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class SlipOnsetStageTests
{
    private const long Period = 5 * Readings.Millisecond;
    private const int Window = 32;

    [Fact]
    public void Slip_OnWholeSequences_AnswersWhenAndAsTrainingDid()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        InputStatistics statistics = model.Statistics!;
        SequenceFile file = SequenceFile.Of(ShippedModels.SlipOnset);
        Assert.Equal(SlipOnsetStage.Stride, file.Stride);
        int alarms = 0;
        foreach ((double[][] readings, double[] expected) in file.Sequences)
        {
            SlipOnsetStage stage = new(model, statistics);
            Classification decision = new();
            int next = 0;
            for (int reading = 0; reading < readings.Length; reading++)
            {
                bool isTurn = reading >= Window - 1 && (reading - (Window - 1)) % SlipOnsetStage.Stride == 0;
                Assert.Equal(isTurn ? StageOutcome.Decided : StageOutcome.NeedsMore, Take(stage, readings[reading], reading, decision));
                if (isTurn)
                {
                    Assert.Equal(expected[next], decision.Probabilities[1] / 65535.0, 0.02);
                    bool isAlarm = decision.Probabilities[1] >= statistics.AlarmAt!.Value * 65535;
                    Assert.Equal(isAlarm ? 1 : 0, decision.ClassIndex);
                    alarms += isAlarm ? 1 : 0;
                    next++;
                }
            }

            Assert.Equal(expected.Length, next);
        }

        Assert.NotEqual(0, alarms);
    }

    [Fact]
    public void Slip_AfterAHole_BeginsAnewAndRestsOnNothingFromBefore()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        SlipOnsetStage stage = new(model);
        Classification decision = new();
        double[][] readings = SequenceFile.Of(ShippedModels.SlipOnset).Sequences[0].Readings;
        for (int reading = 0; reading < Window; reading++)
        {
            Take(stage, readings[reading], reading, decision);
        }

        Assert.Equal(StageOutcome.Unusable, Take(stage, readings[Window], Window + 1, decision));
        for (int reading = 1; reading < Window - 1; reading++)
        {
            Assert.Equal(StageOutcome.NeedsMore, Take(stage, readings[reading], Window + 1 + reading, decision));
        }

        TactileArray last = Readings.Taxels([.. readings[Window].Select(static value => (int)value)]);
        Assert.Equal(StageOutcome.Decided, stage.Process(Readings.Of(last, 2 * Window, 2 * Window * Period), decision, out long oldest));
        Assert.Equal((Window + 1) * Period, oldest);
    }

    [Fact]
    public void Slip_WhenATaxelDies_FlagsTheAnswerAsStuck()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        SlipOnsetStage stage = new(model);
        Classification decision = new();
        double[][] readings = SequenceFile.Of(ShippedModels.SlipOnset).Sequences[0].Readings;
        FrameFlags atFirst = FrameFlags.None;
        FrameFlags atLast = FrameFlags.None;
        for (int reading = 0; reading < ChannelWatch.Patience + (2 * Window); reading++)
        {
            double[] damaged = [.. readings[reading]];
            damaged[5] = readings[0][5];
            if (Take(stage, damaged, reading, decision) == StageOutcome.Decided)
            {
                atLast = Suspicion.Of(stage.Widen);
                atFirst = reading < ChannelWatch.Patience ? atFirst | atLast : atFirst;
            }
        }

        Assert.Equal(FrameFlags.None, atFirst & FrameFlags.Stuck);
        Assert.Equal(FrameFlags.Stuck, atLast & FrameFlags.Stuck);
    }

    [Fact]
    public void Slip_RestsOnAReplayedReading_SaysSoAsLongAsItIsInTheWindow()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        SlipOnsetStage stage = new(model);
        Classification decision = new();
        double[][] readings = SequenceFile.Of(ShippedModels.SlipOnset).Sequences[0].Readings;
        for (int reading = 0; reading < 3 * Window; reading++)
        {
            TactileArray taxels = Readings.Taxels([.. readings[reading].Select(static value => (int)value)]);
            Sample<TactileArray> plain = Readings.Of(taxels, reading, reading * Period);
            Sample<TactileArray> sample = new(taxels, plain.Stamp, plain.Source, plain.Sequence, reading == Window ? FrameFlags.Replayed : FrameFlags.None);
            if (stage.Process(sample, decision, out _) == StageOutcome.Decided)
            {
                long uncertainty = 0;
                FrameFlags flags = FrameFlags.None;
                stage.Widen(ref uncertainty, ref flags);
                Assert.Equal(reading is >= Window and < 2 * Window, (flags & FrameFlags.Replayed) != 0);
            }
        }
    }

    [Fact]
    public void Slip_ReadingThatDoesNotFit_IsUnusable()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        SlipOnsetStage stage = new(model);
        TactileArray newton = Readings.Taxels(new int[24]);
        newton.Scale = new Scale(1, -3, Unit.Newton);
        Assert.Equal(StageOutcome.Unusable, stage.Process(Readings.Of(newton, 0, 0), new Classification(), out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(Readings.Of(Readings.Taxels(new int[72]), 0, 0), new Classification(), out _));
    }

    [Fact]
    public void Slip_OnAModelOfAnotherShape_NamesIt()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SlipOnsetStage(model));
        Assert.StartsWith("model grasp-stability takes [1, 72], and a window is [1, readings, values]: use another model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slip_InTheSteadyState_AllocatesNothing()
    {
        using Model model = ShippedModels.Open(ShippedModels.SlipOnset);
        SlipOnsetStage stage = new(model);
        Classification decision = new();
        TactileArray reading = Readings.Taxels([.. Enumerable.Range(0, 24).Select(static taxel => 900 + taxel)]);
        long sequence = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            reading.Values[sequence % 24]++;
            stage.Process(Readings.Of(reading, sequence, sequence * Period), decision, out _);
            sequence++;
        }));
    }

    private static StageOutcome Take(SlipOnsetStage stage, double[] values, long sequence, Classification decision) =>
        stage.Process(Readings.Of(Readings.Taxels([.. values.Select(static value => (int)value)]), sequence, sequence * Period), decision, out _);
}
