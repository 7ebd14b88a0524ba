using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class SegmentationHeadTests
{
    [Fact]
    public void Decode_OfLogits_SumsUpEveryClass()
    {
        SegmentationHead head = Make(8, out TensorValues outputs, Graphs.Spec("logits", 1, 3, 4, 4));
        float[] values = outputs.Values[0];
        values.AsSpan(0, 16).Fill(1);
        values[16 + 5] = 4;
        values[16 + 6] = 4;
        values[32 + 15] = 4;
        DetectionList found = new(10);
        head.Decode(outputs, found);

        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2], head.Map.ToArray());
        Assert.Equal((4, 4), (head.Width, head.Height));
        Assert.Equal([0, 1, 2], head.Regions.ToArray().Select(static region => region.ClassIndex));
        Assert.Equal([13 / 16f, 2 / 16f, 1 / 16f], head.Regions.ToArray().Select(static region => region.Share));
        ClassRegion region = head.Regions[1];
        Assert.Equal((2f, 2f, 6f, 4f), (region.Left, region.Top, region.Right, region.Bottom));
        Assert.Equal(MathF.Exp(4) / (MathF.Exp(4) + MathF.Exp(1) + 1), region.Score, 1e-5f);
        Assert.Equal([1, 2, 0], found.Items.ToArray().Select(static item => item.ClassIndex));
    }

    [Fact]
    public void Decode_OfAFinishedMap_TellsWhatItSays()
    {
        SegmentationHead head = Make(4, out TensorValues outputs, new TensorSpec("map", TensorElement.Int64, [1, 2, 2]));
        new float[] { 7, 0, 255, -1 }.CopyTo(outputs.Values[0], 0);
        head.Decode(outputs, new DetectionList(10));
        Assert.Equal([7, 0, SegmentationHead.Nothing, SegmentationHead.Nothing], head.Map.ToArray());
        Assert.Equal([(0, 0.25f), (7, 0.25f)], head.Regions.ToArray().Select(static region => (region.ClassIndex, region.Share)));
    }

    [Theory]
    [InlineData(0.9f, 0.1f, 0.9f)]
    [InlineData(3f, -3f, 0.9526f)]
    public void Decode_OfOnePlane_TakesWhatIsSurerThanNot(float high, float low, float score)
    {
        SegmentationHead head = Make(2, out TensorValues outputs, Graphs.Spec("mask", 1, 1, 2, 2));
        new[] { high, low, low, high }.CopyTo(outputs.Values[0], 0);
        head.Decode(outputs, new DetectionList(10));
        Assert.Equal([0, SegmentationHead.Nothing, SegmentationHead.Nothing, 0], head.Map.ToArray());
        ClassRegion region = Assert.Single(head.Regions.ToArray());
        Assert.Equal((0.5f, score), (region.Share, MathF.Round(region.Score, 4)));
    }

    [Fact]
    public void Decode_OfAPixelThatIsNoNumber_LeavesItOpen()
    {
        SegmentationHead head = Make(2, out TensorValues outputs, Graphs.Spec("logits", 1, 2, 2, 2));
        new[] { 1, float.NaN, 1, 1, 0, 5, float.PositiveInfinity, 2 }.CopyTo(outputs.Values[0], 0);
        head.Decode(outputs, new DetectionList(10));
        Assert.Equal([0, SegmentationHead.Nothing, SegmentationHead.Nothing, 1], head.Map.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Decode_OfOnePlaneOfProbabilitiesWithOneThatIsNoNumber_FindsNothingAllTheSame(float damaged)
    {
        SegmentationHead head = Make(2, out TensorValues outputs, Graphs.Spec("mask", 1, 1, 2, 2));
        new[] { 0.01f, damaged, 0.01f, 0.01f }.CopyTo(outputs.Values[0], 0);
        head.Decode(outputs, new DetectionList(10));
        Assert.All(head.Map.ToArray(), static pixel => Assert.Equal(SegmentationHead.Nothing, pixel));
        Assert.Empty(head.Regions.ToArray());
    }

    [Fact]
    public void Decode_OfProbabilitiesWithOneThatIsNoNumber_TakesTheOthersAsTheyAre()
    {
        SegmentationHead head = Make(2, out TensorValues outputs, Graphs.Spec("probabilities", 1, 2, 2, 2));
        new[] { 0.99f, float.NaN, 0.99f, 0.99f, 0.01f, 0.01f, 0.01f, 0.01f }.CopyTo(outputs.Values[0], 0);
        head.Decode(outputs, new DetectionList(10));
        ClassRegion region = Assert.Single(head.Regions.ToArray());
        Assert.Equal((0, 0.75f, 0.99f), (region.ClassIndex, region.Share, MathF.Round(region.Score, 4)));
    }

    private static SegmentationHead Make(int size, out TensorValues outputs, TensorSpec spec)
    {
        GraphShape graph = Graphs.OfImage(size, size, spec);
        outputs = TensorValues.Of(graph.Outputs);
        Assert.True(HeadTable.TryMake(HeadKind.Segmentation, graph, new HeadOptions { ScoreThreshold = 0 }, out IDetectionHead? head, out string problem), problem);
        return Assert.IsType<SegmentationHead>(head);
    }
}
