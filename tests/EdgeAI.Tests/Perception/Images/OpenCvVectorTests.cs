using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Images;

/// <summary>Holds the kernels to what OpenCV 4.6 itself answered (Vectors/make_vectors.py).</summary>
public class OpenCvVectorTests
{
    [Theory]
    [InlineData(40, 40, false, 0)]
    [InlineData(40, 40, true, 1)]
    [InlineData(72, 60, false, 0)]
    [InlineData(72, 60, true, 0)]
    public void Convert_EveryFormat_IsWithinAGreyLevelOfOpenCv(int width, int height, bool averages, int mostLevels)
    {
        int start = (width == 72 ? 2 * 3 * 40 * 40 : 0) + (averages ? 3 * width * height : 0);
        foreach (PixelFormat format in Enum.GetValues<PixelFormat>())
        {
            byte[] source = File.ReadAllBytes(Vector($"{format}.source.bin"));
            byte[] expected = File.ReadAllBytes(Vector($"{format}.expected.bin"))[start..(start + (3 * width * height))];
            ImageTensorOptions options = new() { Width = width, Height = height, AveragesArea = averages, IsPlanar = false };
            using ImageToTensor kernel = new(SmallImages.Width, SmallImages.Height, format, options);
            byte[] levels = new byte[kernel.TensorLength];
            int step = format is PixelFormat.Rgb or PixelFormat.Bgr ? 3 * SmallImages.Width : format == PixelFormat.Yuyv ? 2 * SmallImages.Width : SmallImages.Width;

            Assert.Equal(ImageRefusal.None, kernel.Convert(new ImageView(source, SmallImages.Width, SmallImages.Height, step, format), levels));

            int largest = levels.Zip(expected, static (ours, theirs) => Math.Abs(ours - theirs)).Max();
            Assert.True(largest <= mostLevels, $"{format}: {largest} grey levels");
        }
    }

    private static string Vector(string name) => Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Images", "Vectors", name);
}
