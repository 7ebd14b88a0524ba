using System.Text.Json.Nodes;
using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Models;

public sealed class ModelCardTests
{
    private const string Mend = "restore it from version control or write it again with edge-runtime/training/train.sh";

    [Fact]
    public void Card_OfTheGraspModel_NamesLabelsSplitAndLimits()
    {
        ModelCard card = Load(ShippedModels.Grasp);
        Assert.Equal([1, 72], card.Input!.Shape);
        ModelOutput output = Assert.Single(card.Outputs);
        Assert.Equal(["slip", "stable"], output.Labels);
        Assert.Equal(9, card.Split.Objects.Distinct().Count());
        Assert.NotEmpty(card.Limits);
        Assert.Contains(card.Metrics, static metric => metric is { Name: "accuracy", On: "held-out objects", Low: not null, High: not null });
    }

    [Fact]
    public void Card_OfTheWrenchModel_HasOneHeadPerActivityAndHeldBackRowsPerFile()
    {
        ModelCard card = Load(ShippedModels.Wrench);
        Assert.Equal([1, 15, 6], card.Input!.Shape);
        Assert.Equal(
            ["approach-to-grasp", "transfer-of-part", "position-after-transfer-failure", "approach-to-ungrasp", "motion-with-part"],
            card.Outputs.Select(static output => output.Name));
        Assert.Equal(["lp1", "lp2", "lp3", "lp4", "lp5"], card.Split.Indexes.Keys);
        Assert.All(card.Split.Indexes.Values, Assert.NotEmpty);
    }

    [Theory]
    [InlineData(ShippedModels.Grasp)]
    [InlineData(ShippedModels.Slip)]
    [InlineData(ShippedModels.Wrench)]
    [InlineData(ShippedModels.SlipOnset)]
    [InlineData(ShippedModels.Joints)]
    [InlineData(ShippedModels.Contact)]
    public void Card_OfAShippedModel_NamesTheSimplestOfTheBestCandidatesOfTheCommittedSelection(string name)
    {
        JsonNode selection = JsonNode.Parse(File.ReadAllText(Path.Combine(ShippedModels.FolderOf(name), ModelCard.FileName)))!["selection"]!;
        JsonNode committed = JsonNode.Parse(File.ReadAllText(Checkout.PathOf("edge-runtime", "training", "selection.json")))![name]!;
        Assert.All((string[])["rule", "chosen", "candidates"], key => Assert.True(JsonNode.DeepEquals(committed[key], selection[key]), key));

        // MaxBy keeps the first of equals, and the candidates stand simplest first.
        JsonNode? best = selection["candidates"]!.AsArray().MaxBy(static candidate => (double)candidate!["score"]!);
        Assert.Equal((string?)best!["name"], (string?)selection["chosen"]);
    }

    [Theory]
    [InlineData(ShippedModels.SlipOnset)]
    [InlineData(ShippedModels.Contact)]
    public void Card_OfAModelFromASimulation_SaysSoFirst(string name)
    {
        ModelCard card = Load(name);
        Assert.StartsWith("SYNTHETIC DATA ONLY", card.Task, StringComparison.Ordinal);
        Assert.StartsWith("SYNTHETIC DATA ONLY", card.Limits[0], StringComparison.Ordinal);
        Assert.Contains(card.Metrics, static metric => metric is { Name: "false-alarms-per-hour", Low: not null, High: not null });
    }

    [Fact]
    public void Card_Missing_IsRefusedInOneLine()
    {
        string path = Path.Combine(Path.GetTempPath(), "edgeai-no-such-card.json");
        Assert.False(ModelCard.TryLoad(path, out ModelCard? card, out string problem));
        Assert.Null(card);
        Assert.Equal($"{path}: cannot be read (Could not find file '{path}'): {Mend}", problem);
    }

    [Theory]
    [InlineData("format", "\"edgeai-model-card/9\"", "$.format: \"edgeai-model-card/9\" is neither \"edgeai-model-card/1\" nor \"edgeai-model-card/2\"")]
    [InlineData("file", "\"../model.onnx\"", "$.file: \"../model.onnx\" is not the name of a file in the card's folder")]
    [InlineData("file", "\"\"", "$.file: \"\" is not the name of a file in the card's folder")]
    [InlineData("sha256", "\"abc\"", "$.sha256: is not 64 hexadecimal digits")]
    [InlineData("outputs", "[]", "$.outputs: is empty")]
    [InlineData("input", """{"name":"taxels","type":"int7","shape":[1,72],"meaning":""}""", "$.input.type: \"int7\" is none of float32, float16, int8, uint8, int32, int64, bool, float64, int16, uint16, uint32, uint64")]
    [InlineData("input", """{"name":"taxels","type":"float32","shape":[1,-72],"meaning":""}""", "$.input.shape: is not a list of positive sizes that begins with 1")]
    [InlineData("input", """{"name":"taxels","type":"float32","shape":[1,65536,65536],"meaning":""}""", "$.input.shape: is not a list of positive sizes that begins with 1")]
    [InlineData("outputs", """[{"name":"p","shape":[2],"labels":["a","b"]}]""", "$.outputs[0].shape: is not [1, number of labels]")]
    [InlineData("outputs", """[{"name":"p","shape":[1,2],"labels":[]}]""", "$.outputs[0].labels: has 0 labels where 1 to 32 fit a message")]
    [InlineData("outputs", """[{"name":"p","shape":[1,3],"labels":["a","b"]}]""", "$.outputs[0].shape: has room for 3 classes where 2 are labelled")]
    public void Card_ContradictingItself_IsRefusedNamingThePlace(string key, string json, string fault)
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        folder.EditCard(card => card[key] = JsonNode.Parse(json));
        Assert.False(ModelCard.TryLoad(folder.CardPath, out ModelCard? loaded, out string problem));
        Assert.Null(loaded);
        Assert.Equal($"{folder.CardPath}: {fault}: {Mend}", problem);
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("split")]
    [InlineData("limits")]
    public void Card_WithoutAField_IsRefusedNamingIt(string key)
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        folder.EditCard(card => card.Remove(key));
        Assert.False(ModelCard.TryLoad(folder.CardPath, out _, out string problem));
        Assert.Contains($": $: lacks '{key}': ", problem, StringComparison.Ordinal);
        Assert.EndsWith(Mend, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"input\":null}")]
    public void Card_ThatIsNoCard_IsRefusedInOneLine(string text)
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        File.WriteAllText(folder.CardPath, text);
        Assert.False(ModelCard.TryLoad(folder.CardPath, out _, out string problem));
        Assert.StartsWith(folder.CardPath, problem, StringComparison.Ordinal);
        Assert.EndsWith(Mend, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Card_WithRandomBytesChanged_LoadsOrIsRefusedInOneLine()
    {
        using DamagedFolder folder = new(ShippedModels.Wrench);
        byte[] original = File.ReadAllBytes(folder.CardPath);
        Random random = new(20261123);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. original];
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(folder.CardPath, damaged);
            bool loads = ModelCard.TryLoad(folder.CardPath, out ModelCard? card, out string problem);
            Assert.Equal(loads, card is not null);
            Assert.Equal(loads, problem.Length == 0);
            Assert.DoesNotContain('\n', problem);
        }
    }

    private static ModelCard Load(string name)
    {
        string path = Path.Combine(ShippedModels.FolderOf(name), ModelCard.FileName);
        Assert.True(ModelCard.TryLoad(path, out ModelCard? card, out string problem), problem);
        return card!;
    }
}
