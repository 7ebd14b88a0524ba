using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class GraspStabilityStageTests
{
    private static readonly int[] Values = [.. Enumerable.Range(0, 72).Select(static taxel => 2400 + (taxel * 37 % 900))];

    [Fact]
    public void Grasp_ReadingOfTheRightShape_DecidesWithEverythingNeededToAskAgain()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        GraspStabilityStage stage = new(model);
        Classification decision = new();
        StageOutcome outcome = stage.Process(Readings.Of(Readings.Taxels(Values), 0, 777), decision, out long oldest);

        Assert.Equal(StageOutcome.Decided, outcome);
        Assert.Equal(777, oldest);
        Assert.Equal(["slip", "stable"], stage.Labels);
        Assert.Equal(2, decision.ClassCount);
        Assert.Equal(decision.Probabilities[1] > decision.Probabilities[0] ? 1 : 0, decision.ClassIndex);
        Assert.InRange(decision.Probabilities[0] + decision.Probabilities[1], 65534, 65536);
        Assert.Equal(model.Digest.ToArray(), decision.ModelDigest);
        float[] tensor = [.. Values.Select(static value => (float)value)];
        Assert.Equal(SHA256.HashData(MemoryMarshal.AsBytes(tensor.AsSpan())), decision.InputDigest);
        Assert.Equal(ExecutionProvider.Cpu, decision.Provider);
        Assert.Equal("l_gripper", decision.FrameId);
    }

    [Fact]
    public void Grasp_ReadingThatDoesNotFit_IsUnusable()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        GraspStabilityStage stage = new(model);
        TactileArray tooFew = Readings.Taxels(Values[..71]);
        TactileArray shear = Readings.Taxels([.. Values, .. Values, .. Values]);
        shear.TaxelCount = 72;
        shear.Components = 3;
        TactileArray newton = Readings.Taxels(Values);
        newton.Scale = new Scale(1, -3, Unit.Newton);
        foreach (TactileArray reading in new[] { tooFew, shear, newton })
        {
            Assert.Equal(StageOutcome.Unusable, stage.Process(Readings.Of(reading, 0, 0), new Classification(), out _));
        }
    }

    [Fact]
    public void Grasp_InTheSteadyState_AllocatesNothing()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        GraspStabilityStage stage = new(model);
        Classification decision = new();
        Sample<TactileArray> sample = Readings.Of(Readings.Taxels(Values), 0, 0);
        Assert.Equal(0, Allocation.Of(() => stage.Process(sample, decision, out _)));
    }

    [Fact]
    public void Grasp_OnAModelOfAnotherShape_NamesBoth()
    {
        using Model model = ShippedModels.Open(ShippedModels.Wrench);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new GraspStabilityStage(model));
        Assert.StartsWith("model force-torque-failure has no output \"probabilities\": use one of approach-to-grasp,", error.Message, StringComparison.Ordinal);
    }
}
