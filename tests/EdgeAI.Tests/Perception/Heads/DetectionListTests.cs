using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class DetectionListTests
{
    [Fact]
    public void ClipTo_AnImage_CutsBoxesOffAndForgetsThoseOutside()
    {
        DetectionList list = new(4, 1);
        list.Add(new Detection(-10, -10, 50, 50, 0.9f, 0), [new Landmark(1, 1, 1)]);
        list.Add(new Detection(120, 0, 130, 10, 0.8f, 1), [new Landmark(2, 2, 1)]);
        list.Add(new Detection(90, 70, 110, 90, 0.7f, 2), [new Landmark(3, 3, 1)]);
        list.ClipTo(100, 80);
        Assert.Equal([new Detection(0, 0, 50, 50, 0.9f, 0), new Detection(90, 70, 100, 80, 0.7f, 2)], list.Items.ToArray());
        Assert.Equal([1f, 3f], [list.LandmarksOf(0)[0].X, list.LandmarksOf(1)[0].X]);
    }

    [Fact]
    public void ToImage_WithAPlacement_MovesBoxesAndLandmarks()
    {
        DetectionList list = new(1, 1);
        list.Add(new Detection(10, 20, 30, 40, 0.9f, 0), [new Landmark(15, 25, 0.5f)]);
        list.ToImage(new ImagePlacement(2, 3, 5, -10));
        Assert.Equal(new Detection(25, 50, 65, 110, 0.9f, 0), list.Items[0]);
        Assert.Equal(new Landmark(35, 65, 0.5f), list.LandmarksOf(0)[0]);
    }

    [Fact]
    public void Add_WithoutRoom_CountsWhatItDrops()
    {
        DetectionList list = new(1);
        list.Add(new Detection(0, 0, 1, 1, 0.9f, 0));
        list.Add(new Detection(0, 0, 1, 1, 0.8f, 0));
        Assert.Equal((1, 1), (list.Count, list.Dropped));
        list.Clear();
        Assert.Equal((0, 0), (list.Count, list.Dropped));
    }
}
