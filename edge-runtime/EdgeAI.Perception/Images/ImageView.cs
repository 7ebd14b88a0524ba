using EdgeAI.Runtime.Messages;

namespace EdgeAI.Perception.Images;

/// <summary>An image that lies in somebody's memory: what the kernels read.</summary>
public readonly ref struct ImageView
{
    /// <summary>Describes an image.</summary>
    /// <param name="data">Its bytes, the planes of <see cref="PixelFormat.Nv12"/> and <see cref="PixelFormat.I420"/> one after the other.</param>
    /// <param name="width">Pixels in a row, 1 or more; even for the formats with shared colour.</param>
    /// <param name="height">Rows, 1 or more; even for the formats with colour at half the height.</param>
    /// <param name="step">Bytes from one row to the next, of the first plane; the colour planes of I420 have half of it.</param>
    /// <param name="format">How bytes are pixels.</param>
    public ImageView(ReadOnlySpan<byte> data, int width, int height, int step, PixelFormat format)
    {
        Data = data;
        Width = width;
        Height = height;
        Step = step;
        Format = format;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row of the first plane to the next.</summary>
    public int Step { get; }

    /// <summary>How bytes are pixels.</summary>
    public PixelFormat Format { get; }

    /// <summary>The first reason for which the bytes are no such image; <see cref="ImageRefusal.None"/> where there is none.</summary>
    public ImageRefusal Check() => ImageLayout.Check(this);

    /// <summary>Looks at a camera's image where it lies.</summary>
    /// <param name="image">The image.</param>
    /// <param name="view">The image as the kernels read it; checked, where the answer is <see cref="ImageRefusal.None"/>.</param>
    public static ImageRefusal TryOf(CameraImage image, out ImageView view)
    {
        ArgumentNullException.ThrowIfNull(image);
        view = default;
        if (!TryFormatOf(image.Encoding, out PixelFormat format))
        {
            return ImageRefusal.UnknownEncoding;
        }

        if (image.Length < 0 || image.Length > image.Data.Length)
        {
            return ImageRefusal.TooShort;
        }

        view = new ImageView(image.Data.AsSpan(0, image.Length), image.Width, image.Height, image.Step, format);
        return view.Check();
    }

    /// <summary>The format that a name of sensor_msgs/image_encodings.hpp stands for; nv12 and i420, which it has not, are V4L2's NV12 and YU12.</summary>
    public static bool TryFormatOf(string encoding, out PixelFormat format)
    {
        PixelFormat? found = encoding switch
        {
            "rgb8" => PixelFormat.Rgb,
            "bgr8" => PixelFormat.Bgr,
            "mono8" => PixelFormat.Grey,
            "yuv422_yuy2" => PixelFormat.Yuyv,
            "nv12" => PixelFormat.Nv12,
            "i420" => PixelFormat.I420,
            _ => null,
        };
        format = found ?? default;
        return found is not null;
    }
}
