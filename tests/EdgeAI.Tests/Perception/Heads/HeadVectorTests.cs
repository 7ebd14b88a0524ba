using EdgeAI.Perception.Heads;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class HeadVectorTests
{
    public static TheoryData<string> Names => [.. HeadVector.All.Select(static vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_OnAVector_FindsWhatTheReferenceFound(string name)
    {
        HeadVector vector = HeadVector.Of(name);
        IDetectionHead head = vector.MakeHead();
        DetectionList found = new(100, head.LandmarksEach);
        head.Decode(vector.Outputs, found);

        Assert.Equal(vector.Found.Length, found.Count);
        for (int index = 0; index < found.Count; index++)
        {
            Detection item = found.Items[index];
            float[] expected = vector.Found[index];
            float[] actual = [item.Left, item.Top, item.Right, item.Bottom, item.Score, item.ClassIndex];
            Assert.All(expected.Take(6).Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 2e-3f));
            for (int landmark = 0; landmark < head.LandmarksEach; landmark++)
            {
                Assert.Equal(expected[6 + (2 * landmark)], found.LandmarksOf(index)[landmark].X, 2e-3f);
                Assert.Equal(expected[7 + (2 * landmark)], found.LandmarksOf(index)[landmark].Y, 2e-3f);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_InTheSteadyState_AllocatesNothing(string name)
    {
        HeadVector vector = HeadVector.Of(name);
        IDetectionHead head = vector.MakeHead();
        DetectionList found = new(100, head.LandmarksEach);
        Assert.Equal(0, Allocation.Of(() => head.Decode(vector.Outputs, found), calls: 50, warmUpCalls: 10));
        Assert.NotEqual(0, found.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_ReadTwice_AnswersBitForBitAlike(string name)
    {
        HeadVector vector = HeadVector.Of(name);
        IDetectionHead head = vector.MakeHead();
        DetectionList first = new(100, head.LandmarksEach);
        DetectionList second = new(100, head.LandmarksEach);
        head.Decode(vector.Outputs, first);
        head.Decode(vector.Outputs, second);
        Assert.Equal(first.Items.ToArray(), second.Items.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Head_WithARoomForOne_KeepsTheSurestAndCountsTheRest(string name)
    {
        HeadVector vector = HeadVector.Of(name);
        IDetectionHead head = vector.MakeHead();
        DetectionList found = new(1, head.LandmarksEach);
        head.Decode(vector.Outputs, found);
        Assert.Equal(1, found.Count);
        Assert.Equal(vector.Found.Length - 1, found.Dropped);
        Assert.Equal(vector.Found.Max(static row => row[4]), found.Items[0].Score, 1e-4f);
    }
}
