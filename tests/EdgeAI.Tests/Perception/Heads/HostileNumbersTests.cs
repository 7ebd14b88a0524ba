using CsCheck;
using EdgeAI.Perception.Heads;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class HostileNumbersTests
{
    private const int Size = 64;

    private static readonly float[] Hostile =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -0f, 1e30f, -1e30f, 88.8f, -1, 1.0001f, 1.5f,
    ];

    private static readonly Gen<float> Number = Gen.OneOf(
        Gen.Int[0, Hostile.Length - 1].Select(static index => Hostile[index]),
        Gen.Float[0, 1],
        Gen.Float[-8, 8],
        Gen.Int[int.MinValue, int.MaxValue].Select(BitConverter.Int32BitsToSingle));

    public static TheoryData<string> Names => [.. Layouts.Keys];

    private static IReadOnlyDictionary<string, (HeadKind Kind, GraphShape Graph)> Layouts { get; } = new Dictionary<string, (HeadKind, GraphShape)>(StringComparer.Ordinal)
    {
        ["yolox"] = (HeadKind.Yolox, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 84, 8))),
        ["yolov5"] = (HeadKind.YoloV5, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 50, 8))),
        ["yolov8"] = (HeadKind.YoloV8, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 7, 84))),
        ["nanodet-plus"] = (HeadKind.NanoDet, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 85, 35))),
        ["nanodet"] = (HeadKind.NanoDet, Graphs.NanoDetPairs(Size, 3)),
        ["fastestdet"] = (HeadKind.FastestDet, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 8, 4, 4))),
        ["yunet"] = (HeadKind.YuNet, Graphs.YuNet(Size)),
        ["segmentation"] = (HeadKind.Segmentation, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 3, 9, 9))),
        ["mask"] = (HeadKind.Segmentation, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 1, 9, 9))),
        ["class map"] = (HeadKind.Segmentation, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 9, 9) with { Element = EdgeAI.Perception.Sessions.TensorElement.Int64 })),
        ["keypoints"] = (HeadKind.Keypoints, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 3, 8, 8))),
        ["classification"] = (HeadKind.Classification, Graphs.OfImage(Size, Size, Graphs.Spec("output", 1, 12))),
        ["series"] = (HeadKind.Series, new GraphShape([Graphs.Spec("window", 1, 30, 3)], [Graphs.Spec("output", 1, 5, 4)])),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_OnAnyNumbers_AnswersWithSoundNumbersOrNothing(string name)
    {
        (HeadKind kind, GraphShape graph) = Layouts[name];
        Assert.True(HeadTable.TryMake(kind, graph, new HeadOptions { ScoreThreshold = 0.05f }, out IDetectionHead? head, out string problem), problem);
        TensorValues outputs = TensorValues.Of(graph.Outputs);
        DetectionList found = new(200, head!.LandmarksEach);
        int length = outputs.Values.Sum(static values => values.Length);
        Number.Array[length].Sample(
            numbers =>
            {
                int taken = 0;
                foreach (float[] values in outputs.Values)
                {
                    numbers.AsSpan(taken, values.Length).CopyTo(values);
                    taken += values.Length;
                }

                head.Decode(outputs, found);
                return IsSound(found);
            },
            iter: 300,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_OnNothingButWhatIsNoNumber_FindsNothing(string name)
    {
        (HeadKind kind, GraphShape graph) = Layouts[name];
        Assert.True(HeadTable.TryMake(kind, graph, new HeadOptions(), out IDetectionHead? head, out string problem), problem);
        TensorValues outputs = TensorValues.Of(graph.Outputs);
        DetectionList found = new(200, head!.LandmarksEach);
        foreach (float number in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach (float[] values in outputs.Values)
            {
                Array.Fill(values, number);
            }

            head.Decode(outputs, found);
            Assert.Equal(0, found.Count);
        }
    }

    private static bool IsSound(DetectionList found)
    {
        float score = 1;
        for (int index = 0; index < found.Count; index++)
        {
            Detection item = found.Items[index];
            bool isSound = float.IsFinite(item.Left + item.Top + item.Right + item.Bottom) && item.Right > item.Left && item.Bottom > item.Top
                && item.Score > 0 && item.Score <= score && item.ClassIndex >= 0;
            foreach (Landmark landmark in found.LandmarksOf(index))
            {
                isSound &= float.IsFinite(landmark.X + landmark.Y) && landmark.Score is >= 0 and <= 1;
            }

            score = item.Score;
            if (!isSound)
            {
                return false;
            }
        }

        return true;
    }
}
