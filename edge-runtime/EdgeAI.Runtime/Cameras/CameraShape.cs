using EdgeAI.Runtime.Messages;

namespace EdgeAI.Runtime.Cameras;

/// <summary>What a camera's images are, rows without padding.</summary>
/// <param name="Width">Pixels in a row, 1 or more; even for yuv422_yuy2 and nv12.</param>
/// <param name="Height">Rows, 1 or more; even for nv12.</param>
/// <param name="Encoding">A pixel, as <see cref="CameraImage.Encoding"/> names it; <see cref="Jpeg"/> for compressed images.</param>
public sealed record CameraShape(int Width, int Height, string Encoding)
{
    /// <summary>The encoding of a camera that compresses each image by itself.</summary>
    public const string Jpeg = "jpeg";

    /// <summary>What a decoder makes of compressed images.</summary>
    public const string Decoded = "bgr8";

    /// <summary>Whether images come compressed.</summary>
    public bool IsCompressed => Encoding == Jpeg;

    /// <summary>The shape of images inside the robot: itself, or what is decoded.</summary>
    public CameraShape Raw => IsCompressed ? this with { Encoding = Decoded } : this;

    /// <summary>Bytes of a row; with nv12 of the luma plane. 0 for compressed images.</summary>
    public int Step => Width * Encoding switch
    {
        "rgb8" or "bgr8" => 3,
        "yuv422_yuy2" => 2,
        "mono8" or "nv12" => 1,
        Jpeg => 0,
        _ => throw new InvalidOperationException($"no camera gives '{Encoding}'"),
    };

    /// <summary>Bytes of an image; of a compressed one the most that are taken, twice as many as it has pixels.</summary>
    public int Length => IsCompressed ? 2 * Width * Height : Encoding == "nv12" ? Step * Height * 3 / 2 : Step * Height;

    /// <summary>Makes an image of this shape, which is not a compressed one.</summary>
    public CameraImage NewImage(string frameId) => new(Length) { Width = Width, Height = Height, Step = Step, Length = Length, Encoding = Encoding, FrameId = frameId };

    /// <summary>Makes room for a compressed image.</summary>
    public CompressedImage NewCompressed(string frameId) => new(Length) { Format = Jpeg, FrameId = frameId };
}
