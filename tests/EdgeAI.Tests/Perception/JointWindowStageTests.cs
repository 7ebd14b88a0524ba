using System.Text.Json.Nodes;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception;

public sealed class JointWindowStageTests
{
    private const long Period = 8 * Readings.Millisecond;
    private const int Joints = 3;

    [Fact]
    public void Contact_OnWholeSequences_AnswersAtEachStateAsTrainingDid()
    {
        using Model model = ShippedModels.Open(ShippedModels.Contact);
        int length = model.Session.Inputs[0].Shape[1];
        int alarms = 0;
        foreach ((double[][] readings, double[] expected) in SequenceFile.Of(ShippedModels.Contact).Sequences)
        {
            JointWindowStage stage = new(model, Unit.NewtonMetre);
            Classification decision = new();
            for (int reading = 0; reading < readings.Length; reading++)
            {
                StageOutcome outcome = Take(stage, readings[reading], reading, decision, Unit.NewtonMetre);
                Assert.Equal(reading < length - 1 ? StageOutcome.NeedsMore : StageOutcome.Decided, outcome);
                if (reading >= length - 1)
                {
                    Assert.Equal(expected[reading - (length - 1)], decision.Probabilities[1] / 65535.0, 0.02);
                    alarms += decision.ClassIndex;
                }
            }
        }

        Assert.NotEqual(0, alarms);
    }

    [Fact]
    public void Observer_OnTheTrainingsArm_SeesWhatTheTrainingSaw()
    {
        JsonNode file = JsonNode.Parse(File.ReadAllText(Path.Combine(ShippedModels.FolderOf(ShippedModels.Contact), "observer.json")))!;
        ArmLink[] links = [.. Enumerable.Range(0, Joints).Select(joint => new ArmLink
        {
            Joint = $"joint {joint}",
            ToParent = new RigidTransform(Rotation.None, VectorOf(file["offset"]![joint]!)),
            Axis = VectorOf(file["axes"]![joint]!),
            Mass = (double)file["mass"]![joint]!,
            Centre = VectorOf(file["centre"]![joint]!),
            Inertia = new Inertia((double)file["inertia"]![joint]![0]!, (double)file["inertia"]![joint]![1]!, (double)file["inertia"]![joint]![2]!, 0, 0, 0),
            RotorInertia = (double)file["rotor"]![joint]!,
            ViscousFriction = (double)file["viscous"]![joint]!,
            CoulombFriction = (double)file["coulomb"]![joint]!,
        })];
        Assert.True(ArmModel.TryBuild(links, out ArmModel? arm, out string problem), problem);
        MomentumObserver observer = new(arm!, (double)file["gain"]!, new Vector(0, 0, -OrientationFilter.Gravity));
        JsonArray external = file["external"]!.AsArray();
        for (int reading = 0; reading < external.Count; reading++)
        {
            observer.Take(NumbersOf(file["positions"]![reading]!), NumbersOf(file["rates"]![reading]!), NumbersOf(file["motor"]![reading]!), (double)file["periodSeconds"]!);
            Assert.All(NumbersOf(external[reading]!).Zip(observer.ExternalTorques.ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Joints_StateThatDoesNotFit_IsUnusable()
    {
        using Model model = ShippedModels.Open(ShippedModels.Contact);
        JointWindowStage stage = new(model, Unit.NewtonMetre);
        Classification decision = new();
        double[] values = new double[2 * Joints];
        JointState withoutRates = Readings.Joints(values[..Joints], values[Joints..], Unit.NewtonMetre);
        withoutRates.Parts = JointStateParts.Effort;
        Assert.Equal(StageOutcome.Unusable, stage.Process(Readings.Of(withoutRates, 0, 0), decision, out _));
        Assert.Equal(StageOutcome.Unusable, Take(stage, values, 0, decision, Unit.Ampere));
        Assert.Equal(StageOutcome.Unusable, Take(stage, values[..4], 0, decision, Unit.NewtonMetre));
    }

    [Theory]
    [InlineData(ShippedModels.Contact, Unit.NewtonMetre, 8)]
    [InlineData(ShippedModels.Joints, Unit.Ampere, 1005)]
    public void Joints_InTheSteadyState_AllocatesNothing(string name, Unit effort, int milliseconds)
    {
        using Model model = ShippedModels.Open(name);
        JointWindowStage stage = new(model, effort);
        Classification decision = new();
        double[] values = new double[model.Session.Inputs[0].Shape[2] / 2];
        JointState state = Readings.Joints(values, values, effort);
        long sequence = 0;
        int decided = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            Sample<JointState> sample = Readings.Of(state, sequence, sequence * milliseconds * Readings.Millisecond);
            decided += stage.Process(sample, decision, out _) == StageOutcome.Decided ? 1 : 0;
            sequence++;
        }));
        Assert.True(decided > 500, $"{decided} decisions");
    }

    private static StageOutcome Take(JointWindowStage stage, double[] values, long sequence, Classification decision, Unit effort) =>
        stage.Process(Readings.Of(Readings.Joints(values.AsSpan(0, values.Length / 2), values.AsSpan(values.Length / 2), effort), sequence, sequence * Period), decision, out _);

    private static double[] NumbersOf(JsonNode row) => [.. row.AsArray().Select(static value => value!.GetValue<double>())];

    private static Vector VectorOf(JsonNode row) => new((double)row[0]!, (double)row[1]!, (double)row[2]!);
}
