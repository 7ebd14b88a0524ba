using EdgeAI.Perception.Images;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Tests.Perception.Images;

public class ImageViewTests
{
    [Theory]
    [InlineData("rgb8", PixelFormat.Rgb, 24, 96)]
    [InlineData("bgr8", PixelFormat.Bgr, 26, 104)]
    [InlineData("mono8", PixelFormat.Grey, 8, 32)]
    [InlineData("yuv422_yuy2", PixelFormat.Yuyv, 16, 64)]
    [InlineData("nv12", PixelFormat.Nv12, 8, 48)]
    [InlineData("i420", PixelFormat.I420, 10, 60)]
    public void TryOf_ImageOfEveryEncoding_IsSeenWhereItLies(string encoding, PixelFormat format, int step, int length)
    {
        CameraImage image = new(200) { Width = 8, Height = 4, Step = step, Length = length, Encoding = encoding };

        Assert.Equal(ImageRefusal.None, ImageView.TryOf(image, out ImageView view));

        Assert.Equal((8, 4, step, length, format), (view.Width, view.Height, view.Step, view.Data.Length, view.Format));
    }

    [Theory]
    [InlineData("mono16", 8, 4, 16, 64, ImageRefusal.UnknownEncoding)]
    [InlineData("", 8, 4, 16, 64, ImageRefusal.UnknownEncoding)]
    [InlineData("mono8", 0, 4, 16, 64, ImageRefusal.SizeOutOfRange)]
    [InlineData("mono8", 8, -1, 16, 64, ImageRefusal.SizeOutOfRange)]
    [InlineData("mono8", 8, 20000, 16, 64, ImageRefusal.SizeOutOfRange)]
    [InlineData("yuv422_yuy2", 7, 4, 16, 64, ImageRefusal.OddSize)]
    [InlineData("nv12", 8, 3, 8, 36, ImageRefusal.OddSize)]
    [InlineData("bgr8", 8, 4, 23, 96, ImageRefusal.StepTooSmall)]
    [InlineData("i420", 8, 4, 9, 54, ImageRefusal.StepTooSmall)]
    [InlineData("bgr8", 8, 4, 24, 95, ImageRefusal.TooShort)]
    [InlineData("nv12", 8, 4, 8, 47, ImageRefusal.TooShort)]
    [InlineData("i420", 8, 4, 8, 47, ImageRefusal.TooShort)]
    [InlineData("mono8", 8, 4, int.MaxValue, 200, ImageRefusal.TooShort)]
    [InlineData("mono8", 8, 4, 8, 201, ImageRefusal.TooShort)]
    [InlineData("mono8", 8, 4, 8, -1, ImageRefusal.TooShort)]
    public void TryOf_ImageThatContradictsItself_IsRefusedByName(string encoding, int width, int height, int step, int length, ImageRefusal expected)
    {
        CameraImage image = new(200) { Width = width, Height = height, Step = step, Length = length, Encoding = encoding };

        Assert.Equal(expected, ImageView.TryOf(image, out _));
    }
}
