using System.Text.Json.Nodes;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Sessions;

public sealed class ModelSessionTests
{
    // Logarithms of another library may differ in the last bit, and move a window over a threshold of one tree.
    [Theory]
    [InlineData(ShippedModels.Grasp, 1e-4f)]
    [InlineData(ShippedModels.Wrench, 1e-4f)]
    [InlineData(ShippedModels.SlipOnset, 5e-3f)]
    [InlineData(ShippedModels.Joints, 1e-4f)]
    [InlineData(ShippedModels.Contact, 5e-3f)]
    public void Session_OnReferenceWindows_AnswersAsTrainingDid(string name, float tolerance)
    {
        using Model model = ShippedModels.Open(name);
        JsonArray windows = JsonNode.Parse(File.ReadAllText(Path.Combine(ShippedModels.FolderOf(name), "reference.json")))!["windows"]!.AsArray();
        Assert.InRange(windows.Count, 10, 100);
        foreach (JsonNode? window in windows)
        {
            Fill(model, window!["input"]!.AsArray());
            model.Session.Run();
            for (int output = 0; output < model.Card.Outputs.Length; output++)
            {
                float[] expected = [.. window["outputs"]![model.Card.Outputs[output].Name]!.AsArray().Select(static value => value!.GetValue<float>())];
                float[] actual = model.Session.Output(output).ToArray();
                Assert.Equal(expected.Length, actual.Length);
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            }
        }
    }

    [Theory]
    [InlineData(ShippedModels.Grasp)]
    [InlineData(ShippedModels.Wrench)]
    public void Session_InTheSteadyState_AllocatesNothing(string name)
    {
        using Model model = ShippedModels.Open(name);
        model.Session.Input<float>(0).Fill(17);
        model.Session.Run();
        Assert.Equal(0, Allocation.Of(() =>
        {
            model.Session.Input<float>(0)[0] += 1;
            model.Session.Run();
            Assert.True(model.Session.Output(0)[0] >= 0);
        }));
    }

    [Fact]
    public void Session_OpenedTwice_AnswersBitForBitAlike()
    {
        using Model first = ShippedModels.Open(ShippedModels.Grasp);
        using Model second = ShippedModels.Open(ShippedModels.Grasp);
        Random random = new(5);
        for (int window = 0; window < 200; window++)
        {
            for (int taxel = 0; taxel < first.Session.Input<float>(0).Length; taxel++)
            {
                first.Session.Input<float>(0)[taxel] = random.Next(4096);
            }

            first.Session.Input<float>(0).CopyTo(second.Session.Input<float>(0));
            first.Session.Run();
            second.Session.Run();
            Assert.Equal(first.Session.Output(0).ToArray(), second.Session.Output(0).ToArray());
        }
    }

    [Fact]
    public void Session_OnThisMachine_SaysThatItRunsOnTheCpu()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        Assert.Equal(ExecutionProvider.Cpu, model.Session.ExecutionProvider);
    }

    private static void Fill(Model model, JsonArray input)
    {
        for (int index = 0; index < input.Count; index++)
        {
            model.Session.Input<float>(0)[index] = input[index]!.GetValue<float>();
        }
    }
}
