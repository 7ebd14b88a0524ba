using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Runtime.Cameras;

/// <summary>Images of a recording take the way that a camera's take.</summary>
public sealed class CameraRouteTests
{
    private static readonly CameraShape Grey = new(4, 2, "mono8");

    [Fact]
    public void Replay_OfAnImage_ReachesTheStagesAsItWas()
    {
        using CameraBench bench = new(Grey);
        CameraImage image = Grey.NewImage("another_optical");
        image.Data[0] = 33;
        bench.Route.Take(new Sample<CameraImage>(image, new Stamp(77, 5), CameraBench.Id, 12, FrameFlags.Replayed));
        bench.Drain();
        Assert.Equal((0, 12L, 77L, 5L, FrameFlags.Replayed, (byte)33, "mono8"), Assert.Single(bench.Taken));
    }

    [Fact]
    public void Replay_OfAnImageOfAnotherShape_IsCountedAndGoesNoFurther()
    {
        using CameraBench bench = new(Grey);
        bench.Route.Take(new Sample<CameraImage>(new CameraShape(2, 2, "mono8").NewImage("cam_optical"), new Stamp(1, 0), CameraBench.Id, 1, FrameFlags.Replayed));
        bench.Drain();
        Assert.Empty(bench.Taken);
        Assert.Equal((1, 1), (bench.Route.Counters.Received, bench.Route.Counters.Rejected));
    }

    [Theory]
    [InlineData("rgb8", 12, 24)]
    [InlineData("yuv422_yuy2", 8, 16)]
    [InlineData("nv12", 4, 12)]
    public void Shape_OfEachEncoding_HasItsRowsAndBytes(string encoding, int step, int length)
    {
        CameraShape shape = new(4, 2, encoding);
        Assert.Equal((step, length), (shape.Step, shape.Length));
    }
}
