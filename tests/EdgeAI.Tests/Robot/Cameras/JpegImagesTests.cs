using EdgeAI.Perception.Images;
using EdgeAI.Robot.Cameras;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Tests.Robot.Cameras;

public sealed class JpegImagesTests
{
    private static string Vectors => Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Images", "Vectors");

    [Fact]
    public void Jpeg_OfGreys_IsWidenedToTheCamerasColours()
    {
        using JpegImages images = Open();
        (byte[] jpeg, int width, int height, byte[] greys) = Decoded("small-grey.jpg");
        CameraImage image = new CameraShape(width, height, CameraShape.Jpeg).Raw.NewImage("cam_optical");
        Assert.True(images.TryDecode(jpeg, image));
        Assert.Equal([.. greys.SelectMany(static grey => (byte[])[grey, grey, grey])], image.Data);
        Assert.Equal("bgr8", image.Encoding);
    }

    [Fact]
    public void Jpeg_OfAnotherSizeOrNone_IsRefusedAndAllocatesNothing()
    {
        using JpegImages images = Open();
        (byte[] jpeg, int width, int height, _) = Decoded("small-420.jpg");
        CameraImage wide = new CameraShape(width + 2, height, CameraShape.Jpeg).Raw.NewImage("cam_optical");
        Assert.False(images.TryDecode(jpeg, wide));
        Assert.False(images.TryDecode(jpeg.AsSpan(0, 10), wide));
        Assert.False(images.TryDecode([], wide));
        CameraImage image = new CameraShape(width, height, CameraShape.Jpeg).Raw.NewImage("cam_optical");
        Assert.True(images.TryDecode(jpeg, image));
        Assert.Equal(0, Allocation.Of(() => images.TryDecode(jpeg, image), calls: 100));
    }

    private static JpegImages Open()
    {
        bool canDecode = JpegDecoder.TryOpen(out JpegDecoder? decoder, out string problem);
        Assert.SkipUnless(canDecode, problem);
        return new JpegImages(decoder!);
    }

    private static (byte[] Jpeg, int Width, int Height, byte[] Pixels) Decoded(string vector)
    {
        byte[] jpeg = File.ReadAllBytes(Path.Combine(Vectors, vector));
        byte[] pixels = new byte[1 << 20];
        Assert.True(JpegDecoder.TryOpen(out JpegDecoder? decoder, out _));
        using (decoder)
        {
            Assert.Equal(JpegRefusal.None, decoder!.Decode(jpeg, pixels, out int width, out int height, out PixelFormat format));
            return (jpeg, width, height, pixels[..(width * height * (format == PixelFormat.Grey ? 1 : 3))]);
        }
    }
}
