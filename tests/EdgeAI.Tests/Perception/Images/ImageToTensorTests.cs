using CsCheck;
using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Images;

public class ImageToTensorTests
{
    // Without its instructions a processor is slow.
    private static readonly int Cases = ProcessorPathTests.HasFewerInstructions ? 25 : 300;

    [Fact]
    public void Convert_AnyImageToFloat_HasTheBitsOfThePlainWay() => ImageCase.Gen().Sample(
        static @case =>
        {
            using ImageToTensor kernel = new(@case.Width, @case.Height, @case.Format, @case.Options);
            float[] tensor = new float[kernel.TensorLength];
            Assert.Equal(ImageRefusal.None, kernel.Convert(@case.View, tensor));
            Assert.Equal(new PlainImageToTensor(@case).Floats(), tensor);
        },
        iter: Cases,
        threads: 1);

    [Fact]
    public void Convert_AnyImageToHalfAndByte_RoundsWhatFloatWouldBe() => ImageCase.Gen().Sample(
        static @case =>
        {
            using ImageToTensor kernel = new(@case.Width, @case.Height, @case.Format, @case.Options);
            Half[] halves = new Half[kernel.TensorLength];
            byte[] bytes = new byte[kernel.TensorLength];
            Assert.Equal(ImageRefusal.None, kernel.Convert(@case.View, halves));
            Assert.Equal(ImageRefusal.None, kernel.Convert(@case.View, bytes));
            float[] plain = new PlainImageToTensor(@case).Floats();
            Assert.Equal(Array.ConvertAll(plain, static value => (Half)value), halves);
            Assert.Equal(Array.ConvertAll(plain, static value => (byte)Math.Clamp(Math.Round(value, MidpointRounding.ToEven), 0, 255)), bytes);
        },
        iter: Cases / 3,
        threads: 1);

    [Fact]
    public void Convert_WithAnyNumberOfThreads_HasTheSameBits() =>
        Gen.Select(ImageCase.Gen(300), Gen.Int[2, 6]).Sample(
            static (@case, threads) =>
            {
                using ImageToTensor one = new(@case.Width, @case.Height, @case.Format, @case.Options);
                using ImageToTensor many = new(@case.Width, @case.Height, @case.Format, @case.Options, threads);
                float[] expected = new float[one.TensorLength];
                float[] tensor = new float[one.TensorLength];
                Assert.Equal(ImageRefusal.None, one.Convert(@case.View, expected));
                for (int run = 0; run < 3; run++)
                {
                    Array.Clear(tensor);
                    Assert.Equal(ImageRefusal.None, many.Convert(@case.View, tensor));
                    Assert.Equal(expected, tensor);
                }
            },
            iter: Cases / 8,
            threads: 1);

    [Theory]
    [InlineData(PixelFormat.Bgr, 1, false)]
    [InlineData(PixelFormat.Yuyv, 1, true)]
    [InlineData(PixelFormat.Nv12, 2, false)]
    [InlineData(PixelFormat.I420, 2, true)]
    public void Convert_EveryImage_AllocatesNothing(PixelFormat format, int threads, bool averages)
    {
        ImageTensorOptions options = new() { Width = 96, Height = 96, Fit = ImageFit.LetterboxCentre, AveragesArea = averages };
        ImageCase @case = ImageCase.Of(format, 160, 120, 0, 7, options);
        using ImageToTensor kernel = new(160, 120, format, options, threads);
        float[] floats = new float[kernel.TensorLength];
        Half[] halves = new Half[kernel.TensorLength];
        byte[] bytes = new byte[kernel.TensorLength];

        long allocated = Allocation.Of(() =>
        {
            kernel.Convert(@case.View, floats);
            kernel.Convert(@case.View, halves);
            kernel.Convert(@case.View, bytes);
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Convert_ImageOfAnotherKind_IsRefusedAndNothingIsWritten()
    {
        ImageTensorOptions options = new() { Width = 8, Height = 8 };
        using ImageToTensor kernel = new(16, 10, PixelFormat.Nv12, options);
        float[] tensor = new float[kernel.TensorLength];
        byte[] data = new byte[16 * 10 * 3 / 2];

        Assert.Equal(ImageRefusal.OtherGeometry, kernel.Convert(new ImageView(data, 16, 8, 16, PixelFormat.Nv12), tensor));
        Assert.Equal(ImageRefusal.OtherGeometry, kernel.Convert(new ImageView(data, 16, 10, 16, PixelFormat.Grey), tensor));
        Assert.Equal(ImageRefusal.StepTooSmall, kernel.Convert(new ImageView(data, 16, 10, 15, PixelFormat.Nv12), tensor));
        Assert.Equal(ImageRefusal.TooShort, kernel.Convert(new ImageView(data.AsSpan(1), 16, 10, 16, PixelFormat.Nv12), tensor));
        Assert.Equal(ImageRefusal.TooShort, kernel.Convert(new ImageView(default, 16, 10, 16, PixelFormat.Nv12), tensor));
        Assert.All(tensor, static value => Assert.Equal(0, value));
        Assert.Equal(ImageRefusal.None, kernel.Convert(new ImageView(data, 16, 10, 16, PixelFormat.Nv12), tensor));
    }

    [Fact]
    public void Convert_TensorOfAnotherLength_Throws()
    {
        using ImageToTensor kernel = new(4, 4, PixelFormat.Grey, new ImageTensorOptions { Width = 2, Height = 2 });

        Assert.Contains("12", Assert.Throws<ArgumentException>(() => kernel.Convert(new ImageView(new byte[16], 4, 4, 4, PixelFormat.Grey), new float[11])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2, PixelFormat.Yuyv, "OddSize")]
    [InlineData(2, 3, PixelFormat.Nv12, "OddSize")]
    [InlineData(0, 2, PixelFormat.Grey, "SizeOutOfRange")]
    [InlineData(2, 16385, PixelFormat.Grey, "SizeOutOfRange")]
    public void Make_SizeTheFormatCannotHave_SaysWhy(int width, int height, PixelFormat format, string reason)
    {
        ImageTensorOptions options = new() { Width = 2, Height = 2 };

        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new ImageToTensor(width, height, format, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_BadOptions_SaysWhich()
    {
        (ImageTensorOptions Options, string Line)[] bad =
        [
            (new() { Width = 0, Height = 2 }, "width 0"),
            (new() { Width = 2, Height = 20000 }, "height 20000"),
            (new() { Width = 2, Height = 2, Mean = [1, 2] }, "mean and scale need 3"),
            (new() { Width = 2, Height = 2, Scale = [1, float.NaN, 1] }, "finite"),
            (new() { Width = 2, Height = 2, Fit = (ImageFit)9 }, "fit 9"),
            (new() { Width = 2, Height = 2, Colours = (ImageColours)9 }, "colours 9"),
        ];

        Assert.All(bad, static entry => Assert.Contains(
            entry.Line,
            Assert.Throws<ArgumentException>(() => new ImageToTensor(4, 4, PixelFormat.Grey, entry.Options)).Message,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ImageFit.LetterboxTopLeft, 0, 0, 1280, 720)]
    [InlineData(ImageFit.LetterboxCentre, 0, 91, 1280, 720)]
    [InlineData(ImageFit.Stretch, 0, 0, 1280, 720)]
    [InlineData(ImageFit.Crop, 0, 0, 720, 720)]
    public void Placement_OfACornerOfTheTensor_LeadsToTheImage(ImageFit fit, int left, int top, int width, int height)
    {
        using ImageToTensor kernel = new(1280, 720, PixelFormat.Yuyv, new ImageTensorOptions { Width = 416, Height = 416, Fit = fit });
        int bottom = fit is ImageFit.LetterboxCentre or ImageFit.LetterboxTopLeft ? top + 234 : 416;

        Assert.Equal((1280 - width) / 2f, kernel.Placement.ToImageX(left), 0.001f);
        Assert.Equal(0, kernel.Placement.ToImageY(top), 0.001f);
        Assert.Equal((1280 + width) / 2f, kernel.Placement.ToImageX(416), 0.001f);
        Assert.Equal(height, kernel.Placement.ToImageY(bottom), 0.001f);
    }
}
