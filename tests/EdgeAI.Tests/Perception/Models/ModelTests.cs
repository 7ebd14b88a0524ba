using System.Security.Cryptography;
using System.Text;
using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Models;

public sealed class ModelTests
{
    private const string Restore = "restore it from version control or train it again with edge-runtime/training/train.sh";
    private const string MendCard = "restore it from version control or write it again with edge-runtime/training/train.sh";

    [Theory]
    [InlineData(ShippedModels.Grasp)]
    [InlineData(ShippedModels.Wrench)]
    public void Model_AsShipped_OpensWithItsFilesDigest(string name)
    {
        using Model model = ShippedModels.Open(name);
        byte[] content = File.ReadAllBytes(Path.Combine(ShippedModels.FolderOf(name), model.Card.File));
        Assert.Equal(SHA256.HashData(content), model.Digest.ToArray());
        Assert.Equal(content.Length, model.Card.Bytes);
        Assert.InRange(content.Length, 1, 1_000_000);
        Assert.Equal(name, model.Card.Name);
    }

    [Fact]
    public void Model_FolderMissing_IsRefusedWithTheMend()
    {
        string folder = Path.Combine(Path.GetTempPath(), "edgeai-no-such-model");
        ModelRefusal refusal = Model.Open(folder, new ModelOptions(), out Model? model, out string problem);
        Assert.Equal(ModelRefusal.Missing, refusal);
        Assert.Null(model);
        Assert.Equal(
            $"{folder}/card.json: no such file: name a folder that holds a model and its card, such as edge-runtime/models/grasp-stability",
            problem);
    }

    [Fact]
    public void Model_FileMissing_IsRefusedWithTheMend()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        File.Delete(folder.ModelPath);
        Assert.Equal(ModelRefusal.Missing, folder.Open(out string problem));
        Assert.Equal($"{folder.ModelPath}: no such file, although its card names it: {Restore}", problem);
    }

    [Fact]
    public void Model_OneBitFlipped_IsRefusedByItsDigest()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        byte[] content = File.ReadAllBytes(folder.ModelPath);
        string was = Convert.ToHexStringLower(SHA256.HashData(content));
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(folder.ModelPath, content);
        string now = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.Equal(ModelRefusal.DigestDiffers, folder.Open(out string problem));
        Assert.Equal(
            $"{folder.ModelPath}: its SHA-256 is {now} where {folder.CardPath} says {was}: the file is damaged or another version: {Restore}",
            problem);
    }

    [Theory]
    [InlineData("this is no model")]
    [InlineData("")]
    public void Model_NotOnnxButTheCardsDigest_IsRefusedInOneLine(string text)
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        byte[] content = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(folder.ModelPath, content);
        folder.EditCard(card => card["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal(ModelRefusal.NotAModel, folder.Open(out string problem));
        Assert.StartsWith($"{folder.ModelPath}: is no ONNX model, or a damaged one: ", problem, StringComparison.Ordinal);
        Assert.EndsWith($": {Restore}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Model_TruncatedAnywhereWithTheCardsDigest_IsRefusedAndNeverThrows()
    {
        using DamagedFolder folder = new(ShippedModels.Wrench);
        byte[] content = File.ReadAllBytes(folder.ModelPath);
        for (int part = 1; part < 8; part++)
        {
            byte[] cut = content[..(content.Length * part / 8)];
            File.WriteAllBytes(folder.ModelPath, cut);
            folder.EditCard(card => card["sha256"] = Convert.ToHexStringLower(SHA256.HashData(cut)));
            Assert.Equal(ModelRefusal.NotAModel, folder.Open(out _));
        }
    }

    [Fact]
    public void Model_CardWithAnotherShape_IsRefusedNamingBoth()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        folder.EditCard(card => card["input"]!["shape"]![1] = 71);
        Assert.Equal(ModelRefusal.ShapeDiffers, folder.Open(out string problem));
        Assert.Equal(
            $"{folder.ModelPath}: the graph's input \"taxels\" has shape [1, 72] where the card says [1, 71]: mend the card or use the model that it was written for",
            problem);
    }

    [Fact]
    public void Model_CardWithAnotherOutput_IsRefusedNamingTheGraphs()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        folder.EditCard(card => card["outputs"]![0]!["name"] = "logits");
        Assert.Equal(ModelRefusal.ShapeDiffers, folder.Open(out string problem));
        Assert.Equal(
            $"{folder.ModelPath}: the graph has no output \"logits\" (it has probabilities): mend the card or use the model that it was written for",
            problem);
    }

    [Fact]
    public void Model_LargerThanAllowed_IsRefusedBeforeItIsRead()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        long length = new FileInfo(folder.ModelPath).Length;
        Assert.Equal(ModelRefusal.TooLarge, folder.Open(new ModelOptions { MaxFileBytes = 1000 }, out string problem));
        Assert.Equal($"{folder.ModelPath}: {length} bytes, more than the 1000 allowed: raise the limit in the profile or use a smaller model", problem);
    }

    [Fact]
    public void Model_CardBrokenAtALine_IsRefusedNamingTheLine()
    {
        using DamagedFolder folder = new(ShippedModels.Grasp);
        File.WriteAllText(folder.CardPath, "{\n  \"format\": \"edgeai-model-card/1\",\n  \"bytes\": \"many\"\n}\n");
        Assert.Equal(ModelRefusal.CardInvalid, folder.Open(out string problem));
        Assert.Equal($"{folder.CardPath}:3: $.bytes: a value of another type is needed here: {MendCard}", problem);
    }

    [Fact]
    public void Model_OptionOutOfRange_Throws()
    {
        ModelOptions options = new() { IntraOpThreads = 0 };
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.TryOpen(ShippedModels.FolderOf(ShippedModels.Grasp), options, out _, out _));
    }
}
