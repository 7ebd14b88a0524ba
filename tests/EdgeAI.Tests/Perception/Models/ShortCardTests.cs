using System.Diagnostics;
using CsCheck;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Models;

public sealed class ShortCardTests : IDisposable
{
    private const string Mend = "mend it by edge-runtime/SESSIONS.md, \"The card\"";

    private const string TenLines = """
        "task": "finds screws", "head": "yolox", "classes": ["screw", "nut"],
        "image": { "fit": "letterbox-top-left", "colours": "bgr", "scale": 1, "mean": [0, 1, 2], "padding": 114 },
        "shapes": { "x": [1, 4] }, "scoreThreshold": 0.3, "overlapThreshold": 0.45, "licence": "mine"
        """;

    private readonly ModelFolder _folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, 1, 4));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Card_WithNameAndFileAlone_OpensUnpinned()
    {
        using Model model = _folder.Open();
        Assert.False(model.IsPinned);
        ModelCard card = model.Card;
        Assert.Equal(("", "", "", ""), (card.Task, card.Method, card.Licence, card.Command));
        Assert.Null(card.Head);
        Assert.Null(card.Image);
        Assert.Empty(card.Classes);
        Assert.Empty(card.Shapes);
        Assert.Empty(card.Outputs);
        Assert.Empty(card.Metrics);
        Assert.Empty(card.Limits);
        Assert.Empty(card.Generators);
        Assert.Empty(card.Split.Objects);
        Assert.Empty(card.Split.Indexes);
    }

    [Fact]
    public void Card_InTenLines_SaysWhatStandsInIt()
    {
        _folder.WriteCard(TenLines);
        using Model model = _folder.Open();
        ModelCard card = model.Card;
        Assert.Equal("yolox", card.Head);
        Assert.Equal(["screw", "nut"], card.Classes);
        Assert.Equal((0.3, 0.45), (card.ScoreThreshold, card.OverlapThreshold));
        ImageTensorOptions options = card.Image!.Over(new ImageTensorOptions { Width = 4, Height = 3, Fit = ImageFit.Crop, IsPlanar = false });
        Assert.Equal((4, 3, ImageFit.LetterboxTopLeft, false), (options.Width, options.Height, options.Fit, options.IsPlanar));
        Assert.Equal([1, 1, 1], options.Scale);
        Assert.Equal([0, 1, 2], options.Mean);
    }

    [Fact]
    public void Card_WithCocosClasses_HasEightyFromPersonToToothbrush()
    {
        _folder.WriteCard("\"classes\": \"coco\"");
        using Model model = _folder.Open();
        Assert.Equal(80, model.Card.Classes.Distinct().Count());
        Assert.Equal(("person", "toothbrush"), (model.Card.Classes[0], model.Card.Classes[79]));
    }

    [Fact]
    public void Card_ThatPinsAnotherFile_IsRefused()
    {
        _folder.WriteCard($"\"sha256\": \"{new string('0', 64)}\"");
        Assert.Equal(ModelRefusal.DigestDiffers, _folder.Refuse(out string problem));
        Assert.EndsWith(": copy it again from where it came from, or export it again", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"scoreTreshold\": 0.3", "$.scoreTreshold: is no property of a card")]
    [InlineData("\"scoreThreshold\": 30", "$.scoreThreshold: is not from 0 to 1")]
    [InlineData("\"overlapThreshold\": -0.1", "$.overlapThreshold: is not from 0 to 1")]
    [InlineData("\"sha256\": \"12\"", "$.sha256: is not 64 hexadecimal digits")]
    [InlineData("\"head\": \"YOLO X\"", "$.head: \"YOLO X\" is no head's name; leave it out and it is recognised from the graph")]
    [InlineData("\"shapes\": { \"x\": [0] }", "$.shapes.x: is not a list of sizes above 0 (-1 for one that stays open) with at most 16777216 elements")]
    [InlineData("\"shapes\": { \"x\": [65536, 65536] }", "$.shapes.x: is not a list of sizes above 0 (-1 for one that stays open) with at most 16777216 elements")]
    [InlineData("\"image\": { \"mean\": 300 }", "$.image.mean: is neither one number from 0 to 255 nor a list of 3 of them, one for each colour")]
    [InlineData("\"image\": { \"scale\": [1, 2] }", "$.image.scale: is neither one number other than 0 nor a list of 3 of them, one for each colour")]
    [InlineData("\"image\": { \"colours\": \"grey\", \"scale\": [1, 2, 3] }", "$.image.scale: is neither one number other than 0 nor a list of 1 of them, one for each colour")]
    [InlineData("\"outputs\": [null]", "$.outputs[0]: is null")]
    [InlineData("\"outputs\": [{ \"name\": \"y\", \"shape\": [1, 1], \"labels\": [null] }]", "$.outputs[0].labels: one is null")]
    [InlineData("\"metrics\": [null]", "$.metrics[0]: is null")]
    [InlineData("\"limits\": [\"a\", null]", "$.limits[1]: is null")]
    [InlineData("\"generators\": [null]", "$.generators[0]: is null")]
    [InlineData("\"split\": { \"how\": \"a\", \"seed\": 1, \"objects\": [null] }", "$.split.objects[0]: is null")]
    [InlineData("\"split\": { \"how\": \"a\", \"seed\": 1, \"indexes\": { \"a\": null } }", "$.split.indexes.a: is null")]
    public void Card_OutOfRange_IsRefusedNamingThePlace(string more, string fault)
    {
        _folder.WriteCard(more);
        Assert.Equal(ModelRefusal.CardInvalid, _folder.Refuse(out string problem));
        Assert.Equal($"{_folder.CardPath}: {fault}: {Mend}", problem);
    }

    [Theory]
    [InlineData("\"image\": { \"fit\": \"letterbx\" }", "$.image.fit: one of letterbox-top-left, letterbox-centre, stretch, crop is needed here")]
    [InlineData("\"image\": { \"fitt\": \"stretch\" }", "$.image.fitt: has a property that no card has")]
    [InlineData("\"image\": { \"scale\": [1, 2, 3, 4] }", "$.image.scale: a number or a list of one for each colour is needed here")]
    [InlineData("\"classes\": \"imagenet\"", "$.classes: a list of names or the word \"coco\" is needed here")]
    [InlineData("\"classes\": [null]", "$.classes: a list of names or the word \"coco\" is needed here")]
    [InlineData("\"classes\": [1]", "$.classes: a list of names or the word \"coco\" is needed here")]
    [InlineData("\"scoreThreshold\": \"high\"", "$.scoreThreshold: a value of another type is needed here")]
    public void Card_OfOtherTypes_IsRefusedNamingThePlace(string more, string fault)
    {
        _folder.WriteCard(more);
        Assert.Equal(ModelRefusal.CardInvalid, _folder.Refuse(out string problem));
        Assert.Equal($"{_folder.CardPath}:1: {fault}: {Mend}", problem);
    }

    [Fact]
    public async Task Card_ThatIsAPipe_IsRefusedAndNotWaitedFor()
    {
        File.Delete(_folder.CardPath);
        using (Process made = Process.Start("mkfifo", _folder.CardPath))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<ModelRefusal> opening = Task.Run(() => _folder.Refuse(out _), TestContext.Current.CancellationToken);
        Assert.Equal(ModelRefusal.CardInvalid, await opening.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Card_WithAnyBytesChanged_LoadsOrIsRefusedInOneLine()
    {
        _folder.WriteCard(TenLines);
        byte[] original = File.ReadAllBytes(_folder.CardPath);
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                byte[] damaged = [.. original];
                Array.ForEach(changes, change => damaged[change.Item1] = change.Item2);
                File.WriteAllBytes(_folder.CardPath, damaged);
                bool loads = ModelCard.TryLoad(_folder.CardPath, out ModelCard? card, out string problem);
                return loads == (card is not null) && loads == (problem.Length == 0) && !problem.Contains('\n', StringComparison.Ordinal);
            },
            iter: 2000,
            threads: 1);
    }
}
