using EdgeAI.Device.Messages;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class DetectorTests
{
    /// <summary>Another engine and other sums move a score by so much at most; what lies this close to the threshold may be found by one and not by the other.</summary>
    private const float ScoreTolerance = 0.03f;

    private const float LeastOverlap = 0.9f;

    private static readonly string[] Pictures = ["vtest/f0000.jpg", "vtest/f0020.jpg", "vtest/f0040.jpg", "vtest/f0060.jpg", "vtest/f0078.jpg", "photos/astronaut.png"];

    public static TheoryData<string> Models => [.. DetectorFolder.Files.Keys];

    public static TheoryData<string, string> ModelsAndPictures => new(from model in DetectorFolder.Files.Keys from picture in Pictures select (model, picture));

    [Theory]
    [MemberData(nameof(ModelsAndPictures))]
    public void Detector_OnASharedPicture_FindsWhatTheReferenceFound(string name, string picture)
    {
        SharedImage image = SharedImage.Load(picture);
        FoundByReference reference = FoundByReference.Of(name, picture);
        using DetectorFolder folder = DetectorFolder.Shipped(name);
        using Model model = folder.Open();
        using Detector detector = Make(model, image, new DetectorOptions());
        Assert.True(detector.TryDetect(image.View, out string problem), problem);

        Detection[] found = detector.Found.Items.ToArray();
        float sure = reference.ScoreThreshold + ScoreTolerance;
        Assert.All(reference.Items.Where(item => item.Score > sure), item => Assert.Contains(found, other => IsSame(item, other, image)));
        Assert.All(found.Where(item => item.Score > sure), item => Assert.Contains(reference.Items, other => IsSame(other, item, image)));
        Assert.Equal(found.OrderByDescending(static item => item.Score), found);
    }

    [Theory]
    [InlineData("yolox-nano")]
    [InlineData("person-lite")]
    [InlineData("fastestdet")]
    public void Detector_OnEveryFrameOfTheStreet_FindsAsManyPeopleAsTheReference(string name)
    {
        IReadOnlyDictionary<string, (int Surely, int Perhaps)> people = FoundByReference.PeopleOf(name);
        using DetectorFolder folder = DetectorFolder.Shipped(name);
        using Model model = folder.Open();
        using Detector detector = Make(model, SharedImage.Load("vtest/f0000.jpg"), new DetectorOptions());
        Assert.Equal(40, people.Count);
        Assert.All(people, frame =>
        {
            Assert.True(detector.TryDetect(SharedImage.Load("vtest/" + frame.Key).View, out string problem), problem);
            Assert.InRange(detector.Found.Items.ToArray().Count(static item => item.ClassIndex == 0), Math.Max(1, frame.Value.Surely), frame.Value.Perhaps);
        });
    }

    [Fact]
    public void YuNet_OnThePortrait_FindsOneFaceWithItsLandmarks()
    {
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Shipped("yunet");
        using Model model = folder.Open();
        using Detector detector = Make(model, image, new DetectorOptions());
        Assert.True(detector.TryDetect(image.View, out string problem), problem);
        Assert.Equal((1, 5), (detector.Found.Count, detector.Found.LandmarksEach));
        float[] expected = FoundByReference.Of("yunet", "photos/astronaut.png").Landmarks[0];
        for (int point = 0; point < 5; point++)
        {
            Assert.Equal(expected[2 * point], detector.Found.LandmarksOf(0)[point].X, 1f);
            Assert.Equal(expected[(2 * point) + 1], detector.Found.LandmarksOf(0)[point].Y, 1f);
        }
    }

    [Fact]
    public void YuNet_WithOpenSizesBoundByItsCard_FindsTheFace()
    {
        const string card = """{ "format": "edgeai-model-card/2", "name": "faces", "file": "faces.onnx", "classes": ["face"], "shapes": { "input": [1, 3, 480, 640] } }""";
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Of(card, Checkout.SharedData("models", "yunet", "yunet_n_dynamic.onnx"), "faces.onnx");
        using Model model = folder.Open();
        using Detector detector = Make(model, image, new DetectorOptions { ScoreThreshold = 0.6f });
        Assert.True(detector.TryDetect(image.View, out string problem), problem);
        Assert.Equal(HeadKind.YuNet, detector.Kind);
        Detection face = Assert.Single(detector.Found.Items.ToArray());
        Assert.True(FoundByReference.Overlap(face, FoundByReference.Of("yunet", "photos/astronaut.png").Items[0]) > 0.8f);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Detector_InTheSteadyState_AllocatesNothing(string name)
    {
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Shipped(name);
        using Model model = folder.Open();
        using Detector detector = Make(model, image, new DetectorOptions());
        byte[] digest = new byte[32];
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                Assert.True(detector.TryDetect(image.View, out _));
                detector.HashInput(digest);
            },
            calls: 15,
            warmUpCalls: 5));
        Assert.NotEqual(0, detector.Found.Count);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Detector_MadeTwice_AnswersBitForBitAlike(string name)
    {
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Shipped(name);
        using Model first = folder.Open();
        using Model second = folder.Open();
        using Detector one = Make(first, image, new DetectorOptions());
        using Detector other = Make(second, image, new DetectorOptions { ImageThreads = 2 });
        Assert.True(one.TryDetect(image.View, out _));
        Assert.True(other.TryDetect(image.View, out _));
        Assert.Equal(one.Found.Items.ToArray(), other.Found.Items.ToArray());
    }

    [Fact]
    public void Detector_OfAFileAndTheCardOfThePage_RecognisesItsHead()
    {
        string page = File.ReadAllText(Checkout.PathOf("edge-runtime", "DETECTORS.md"));
        string card = page.Split("```json")[1].Split("```")[0].Trim();
        Assert.InRange(card.Split('\n').Length, 5, 10);
        Assert.DoesNotContain("\"head\"", card, StringComparison.Ordinal);
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Of(card, Checkout.SharedData("models", "yolox-nano", "yolox_nano.onnx"), "street.onnx");
        using Model model = folder.Open();
        Assert.False(model.IsPinned);
        using Detector detector = Make(model, image, new DetectorOptions());
        Assert.True(detector.TryDetect(image.View, out string problem), problem);
        Assert.Equal((HeadKind.Yolox, "person"), (detector.Kind, detector.Classes[detector.Found.Items[0].ClassIndex]));
        Assert.Equal(ExecutionProvider.Cpu, detector.Provider);
        Assert.True(detector.ModelDigest.SequenceEqual(model.Digest));
    }

    [Theory]
    [InlineData("\"classes\": [\"one\", \"two\"]", "model street: inputs \"images\" [1, 3, 416, 416], outputs \"output\" [1, 3549, 85] and 2 classes: no head reads these: export the model as edge-runtime/DETECTORS.md shows")]
    [InlineData("\"head\": \"yolo\"", "model street: the card's \"head\": \"yolo\" is none of yolox, yolov5, yolov8, nanodet, fastestdet, yunet, segmentation, keypoints, classification, series")]
    [InlineData("\"head\": \"series\"", "model street: head series needs an input that is no colour image, and one output [1, classes] or [1, steps, classes]; the graph has inputs \"images\" [1, 3, 416, 416], outputs \"output\" [1, 3549, 85]: name another head, or export the model as edge-runtime/DETECTORS.md shows")]
    [InlineData("\"image\": { \"colours\": \"grey\" }", "model street: the card's image makes 173056 numbers, the input \"images\" [1, 3, 416, 416] takes 519168: mend \"colours\" in the card's \"image\", or leave it out")]
    public void TryMake_OfACardThatDoesNotFit_SaysSoInOneLine(string property, string line)
    {
        string card = $$"""{ "format": "edgeai-model-card/2", "name": "street", "file": "street.onnx", {{property}} }""";
        using DetectorFolder folder = DetectorFolder.Of(card, Checkout.SharedData("models", "yolox-nano", "yolox_nano.onnx"), "street.onnx");
        using Model model = folder.Open();
        Assert.False(Detector.TryMake(model, 64, 64, PixelFormat.Bgr, new DetectorOptions(), out Detector? detector, out string problem));
        Assert.Null(detector);
        Assert.Equal(line, problem);
    }

    [Fact]
    public void TryDetect_OfAnImageOfAnotherShape_SaysSoAndFindsNothing()
    {
        SharedImage image = SharedImage.Load("photos/astronaut.png");
        using DetectorFolder folder = DetectorFolder.Shipped("yunet");
        using Model model = folder.Open();
        using Detector detector = Make(model, image, new DetectorOptions());
        Assert.True(detector.TryDetect(image.View, out _));
        Assert.False(detector.TryDetect(new ImageView(new byte[300], 10, 10, 30, PixelFormat.Bgr), out string problem));
        Assert.Equal("model yunet: the image is refused: OtherGeometry", problem);
        Assert.Equal(0, detector.Found.Count);
    }

    private static bool IsSame(Detection expected, Detection found, SharedImage image)
    {
        // The reference leaves boxes that reach out of the picture as they are.
        Detection inside = expected with
        {
            Left = Math.Max(0, expected.Left),
            Top = Math.Max(0, expected.Top),
            Right = Math.Min(image.Width, expected.Right),
            Bottom = Math.Min(image.Height, expected.Bottom),
        };
        return inside.ClassIndex == found.ClassIndex && Math.Abs(inside.Score - found.Score) <= ScoreTolerance && FoundByReference.Overlap(inside, found) >= LeastOverlap;
    }

    private static Detector Make(Model model, SharedImage image, DetectorOptions options)
    {
        Assert.True(Detector.TryMake(model, image.Width, image.Height, PixelFormat.Bgr, options, out Detector? detector, out string problem), problem);
        return detector!;
    }
}
