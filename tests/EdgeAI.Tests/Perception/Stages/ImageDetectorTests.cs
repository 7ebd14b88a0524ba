using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Tests.Perception.Heads;

namespace EdgeAI.Tests.Perception.Stages;

public sealed class ImageDetectorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void DetectStage_OnACamerasImageThroughARealModel_AllocatesNothing(int threads)
    {
        SharedImage picture = SharedImage.Load("vtest/f0000.jpg");
        CameraImage image = new(picture.Pixels.Length) { Width = picture.Width, Height = picture.Height, Step = 3 * picture.Width, Length = picture.Pixels.Length, Encoding = "bgr8" };
        picture.Pixels.CopyTo(image.Data, 0);
        using DetectorFolder folder = DetectorFolder.Shipped("person-lite");
        using Model model = folder.Open();
        using ImageDetector detector = new(new ModelSlot(model), image.Width, image.Height, PixelFormat.Bgr, scoreThreshold: null, threads);
        DetectStage stage = new(detector, new DetectOptions { Width = image.Width, Height = image.Height, Format = PixelFormat.Bgr });
        Detection2DArray found = new();
        Sample<CameraImage> sample = new(image, new Stamp(1000, 5), new StreamId(0, 20), 1, FrameFlags.None);

        Assert.Equal(StageOutcome.Decided, stage.Process(in sample, found, out _));
        Assert.Equal(0, Allocation.Of(() => stage.Process(in sample, found, out _), calls: 50, warmUpCalls: 10));
        Assert.NotEqual(0, found.Count);
        Assert.Equal(model.Digest, found.ModelDigest);
    }
}
