using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class HeadTableTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>Graphs by a name for people, with the classes that the card names and the head that they call for: one word, several, or none.</summary>
    private static IReadOnlyDictionary<string, (GraphShape Graph, int Classes, string Words)> Cases { get; } = new Dictionary<string, (GraphShape, int, string)>(StringComparer.Ordinal)
    {
        ["shared yolox-nano"] = (Graphs.OfImage(416, 416, Graphs.Spec("output", 1, 3549, 85)), 80, "yolox"),
        ["shared yolox-nano, classes not named"] = (Graphs.OfImage(416, 416, Graphs.Spec("output", 1, 3549, 85)), 0, "yolox"),
        ["shared person-lite"] = (Graphs.OfImage(192, 192, Graphs.Spec("output", 1, 756, 6)), 1, "yolox"),
        ["shared fastestdet"] = (Graphs.OfImage(352, 352, Graphs.Spec("758", 1, 85, 22, 22)), 80, "fastestdet"),
        ["shared yunet"] = (Graphs.YuNet(320), 0, "yunet"),
        ["shared yunet, bound to another size"] = (Graphs.YuNet(640), 1, "yunet"),
        ["yolox, wide"] = (Graphs.OfImage(640, 384, Graphs.Spec("output", 1, 5040, 7)), 2, "yolox"),
        ["yolov5s"] = (Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 25200, 85)), 80, "yolov5"),
        ["yolov5s6"] = (Graphs.OfImage(1280, 1280, Graphs.Spec("output0", 1, 102000, 85)), 80, "yolov5"),
        ["yolov8n"] = (Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 84, 8400)), 80, "yolov8"),
        ["yolo11n of one class"] = (Graphs.OfImage(320, 320, Graphs.Spec("output0", 1, 5, 2100)), 1, "yolov8"),
        ["yolov8n-pose, whose 56 rows are not 4 + 1"] = (Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 56, 8400)), 1, ""),
        ["yolov8n-seg"] = (Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 116, 8400), Graphs.Spec("output1", 1, 32, 160, 160)), 0, ""),
        ["boxes that are final already"] = (Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 300, 6)), 80, ""),
        ["nanodet-plus-m"] = (Graphs.OfImage(320, 320, Graphs.Spec("output", 1, 2125, 112)), 80, "nanodet"),
        ["nanodet-plus-m, classes not named"] = (Graphs.OfImage(416, 416, Graphs.Spec("output", 1, 3598, 112)), 0, "nanodet"),
        ["nanodet-m"] = (Graphs.NanoDetPairs(320, 80), 80, "nanodet"),
        ["deeplab"] = (Graphs.OfImage(513, 513, Graphs.Spec("logits", 1, 21, 513, 513)), 21, "segmentation"),
        ["segformer at a quarter"] = (Graphs.OfImage(512, 512, Graphs.Spec("logits", 1, 19, 128, 128)), 19, "segmentation"),
        ["segformer at a quarter, classes not named"] = (Graphs.OfImage(512, 512, Graphs.Spec("logits", 1, 19, 128, 128)), 0, "segmentation|keypoints"),
        ["finished class map"] = (Graphs.OfImage(512, 512, new TensorSpec("map", TensorElement.Int64, [1, 512, 512])), 0, "segmentation"),
        ["hrnet, a class for people"] = (Graphs.OfImage(192, 256, Graphs.Spec("heatmaps", 1, 17, 64, 48)), 1, "keypoints"),
        ["hrnet, classes not named"] = (Graphs.OfImage(192, 256, Graphs.Spec("heatmaps", 1, 17, 64, 48)), 0, "segmentation|keypoints"),
        ["mobilenet"] = (Graphs.OfImage(224, 224, Graphs.Spec("logits", 1, 1000)), 0, "classification"),
        ["mobilenet, pixels interleaved"] = (new GraphShape([Graphs.Spec("input", 1, 224, 224, 3)], [Graphs.Spec("logits", 1, 1000)]), 1000, "classification"),
        ["squeezenet"] = (Graphs.OfImage(224, 224, Graphs.Spec("pool", 1, 1000, 1, 1)), 1000, "classification"),
        ["wrist window"] = (new GraphShape([Graphs.Spec("window", 1, 15, 6)], [Graphs.Spec("probabilities", 1, 5)]), 5, "series"),
        ["window, a class for each step"] = (new GraphShape([Graphs.Spec("window", 1, 15, 6)], [Graphs.Spec("probabilities", 1, 15, 5)]), 5, "series"),
        ["two inputs"] = (new GraphShape([Graphs.Spec("a", 1, 3, 64, 64), Graphs.Spec("b", 1, 2)], [Graphs.Spec("output", 1, 84, 7)]), 0, ""),
        ["sizes still open"] = (new GraphShape([Graphs.Spec("images", 1, 3, -1, -1)], [Graphs.Spec("output", 1, -1, 85)]), 0, ""),
        ["no outputs"] = (Graphs.OfImage(64, 64), 0, ""),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Recognise_OfAGraph_NamesItsHeadOrTheWordsThatTheCardMayUse(string name)
    {
        (GraphShape graph, int classes, string expected) = Cases[name];
        string[] words = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        HeadRecognition recognition = HeadTable.Recognise(graph, new HeadOptions { ClassCount = classes });
        HeadVerdict verdict = words.Length switch { 0 => HeadVerdict.Unknown, 1 => HeadVerdict.Recognised, _ => HeadVerdict.Ambiguous };
        Assert.Equal((verdict, verdict == HeadVerdict.Recognised), (recognition.Verdict, recognition.Problem.Length == 0));
        if (verdict == HeadVerdict.Recognised)
        {
            Assert.Equal(expected, HeadTable.WordOf(recognition.Kind));
            Assert.True(HeadTable.TryMake(recognition.Kind, graph, new HeadOptions { ClassCount = classes }, out _, out string problem), problem);
        }
        else
        {
            Assert.All(words, word => Assert.Contains($"\"{word}\"", recognition.Problem, StringComparison.Ordinal));
            Assert.DoesNotContain("\n", recognition.Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("boxes that are final already", "inputs \"images\" [1, 3, 640, 640], outputs \"output0\" [1, 300, 6] and 80 classes: no head reads these: export the model as edge-runtime/DETECTORS.md shows")]
    [InlineData("sizes still open", "inputs \"images\" [1, 3, open, open], outputs \"output\" [1, open, 85]: no head reads these: export the model as edge-runtime/DETECTORS.md shows")]
    [InlineData("segformer at a quarter, classes not named", "inputs \"images\" [1, 3, 512, 512], outputs \"logits\" [1, 19, 128, 128]: more than one head has these: write \"head\": \"segmentation\" or \"keypoints\" into the card")]
    public void Recognise_OfAGraphThatIsNotClear_SaysSoInOneLine(string name, string line)
    {
        (GraphShape graph, int classes, _) = Cases[name];
        Assert.Equal(line, HeadTable.Recognise(graph, new HeadOptions { ClassCount = classes }).Problem);
    }

    [Fact]
    public void Recognise_OfRowsThatOneHeadCouldRead_NamesTheWord()
    {
        GraphShape graph = Graphs.OfImage(640, 640, Graphs.Spec("output0", 1, 1000, 85));
        HeadRecognition recognition = HeadTable.Recognise(graph, new HeadOptions { ClassCount = 80 });
        Assert.Equal(HeadVerdict.Unknown, recognition.Verdict);
        Assert.EndsWith("no head is known by these; \"head\": \"yolov5\" in the card could read them", recognition.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryMake_OfAHeadThatDoesNotFit_SaysWhatItNeeds()
    {
        GraphShape graph = Graphs.OfImage(416, 416, Graphs.Spec("output", 1, 3549, 85));
        Assert.False(HeadTable.TryMake(HeadKind.Yolox, graph, new HeadOptions { ClassCount = 3 }, out IDetectionHead? head, out string problem));
        Assert.Null(head);
        Assert.Equal(
            "head yolox needs one output [1, cells of the grids, 5 + classes]; the graph has inputs \"images\" [1, 3, 416, 416], outputs \"output\" [1, 3549, 85] and the card names 3 classes: "
            + "name another head, or export the model as edge-runtime/DETECTORS.md shows",
            problem);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 5)]
    public void TryMake_OfASeriesOfAGreyImagesShape_IsWhatTheCardSays(int classes, int known)
    {
        GraphShape graph = new([Graphs.Spec("window", 1, 1, 15, 6)], [Graphs.Spec("probabilities", 1, known)]);
        HeadOptions options = new() { ClassCount = classes };
        Assert.Equal((HeadVerdict.Recognised, HeadKind.Classification), (HeadTable.Recognise(graph, options).Verdict, HeadTable.Recognise(graph, options).Kind));
        Assert.True(HeadTable.TryMake(HeadKind.Series, graph, options, out _, out string problem), problem);
    }

    [Fact]
    public void TryParse_OfEveryWord_FindsItsHead()
    {
        Assert.Equal(Enum.GetValues<HeadKind>().Length, HeadTable.Words.Count);
        Assert.All(HeadTable.Words, static word => Assert.True(HeadTable.TryParse(word, out HeadKind kind) && HeadTable.WordOf(kind) == word));
        Assert.False(HeadTable.TryParse("yolo", out _));
    }

    [Fact]
    public void Page_OnDetectors_HasARowForEveryHead()
    {
        string[] lines = File.ReadAllLines(Checkout.PathOf("edge-runtime", "DETECTORS.md"));
        Assert.All(HeadTable.Words, word => Assert.Single(lines, line => line.StartsWith($"| `{word}` |", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("shared yolox-nano", ImageFit.LetterboxTopLeft, ImageColours.Bgr, 1f, 114)]
    [InlineData("shared person-lite", ImageFit.LetterboxTopLeft, ImageColours.Bgr, 1f, 114)]
    [InlineData("shared fastestdet", ImageFit.Stretch, ImageColours.Bgr, 1 / 255f, 114)]
    [InlineData("shared yunet", ImageFit.LetterboxTopLeft, ImageColours.Bgr, 1f, 0)]
    [InlineData("yolov8n", ImageFit.LetterboxCentre, ImageColours.Rgb, 1 / 255f, 114)]
    public void DefaultsOf_AHead_AreThoseItsModelsWereTrainedOn(string name, ImageFit fit, ImageColours colours, float scale, int padding)
    {
        (GraphShape graph, int classes, _) = Cases[name];
        ImageTensorOptions options = HeadImages.DefaultsOf(HeadTable.Recognise(graph, new HeadOptions { ClassCount = classes }).Kind, graph);
        Assert.Equal((fit, colours, scale, padding), (options.Fit, options.Colours, options.Scale[1], options.Padding));
        Assert.Equal((graph.Width, graph.Height, true), (options.Width, options.Height, options.IsPlanar));
    }

    [Fact]
    public void DefaultsOf_AGraphForGreyImages_HaveOneColour()
    {
        GraphShape graph = new([Graphs.Spec("input", 1, 28, 28, 1)], [Graphs.Spec("logits", 1, 10)]);
        ImageTensorOptions options = HeadImages.DefaultsOf(HeadKind.Classification, graph);
        Assert.Equal((ImageColours.Grey, 1, 1, false), (options.Colours, options.Mean.Count, options.Scale.Count, options.IsPlanar));
    }
}
