using EdgeAI.Perception.Images;
using EdgeAI.Robot.Commands;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Robot.Cameras;

/// <summary>Decodes a camera's JPEG images into bgr8, greys included, so that all of a camera's images are of one shape.</summary>
/// <param name="decoder">The library.</param>
internal sealed class JpegImages(JpegDecoder decoder) : IImageDecoder
{
    private const int Colours = 3;

    /// <summary>Makes the decoder of a camera.</summary>
    /// <param name="camera">Its name in the profile.</param>
    /// <exception cref="CannotRunException">The library is not installed.</exception>
    public static JpegImages Open(string camera) => JpegDecoder.TryOpen(out JpegDecoder? opened, out string problem)
        ? new JpegImages(opened!)
        : throw new CannotRunException($"camera '{camera}': {problem}");

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> compressed, CameraImage image)
    {
        JpegRefusal refusal = decoder.Decode(compressed, image.Data, out int width, out int height, out PixelFormat format);
        if (refusal != JpegRefusal.None || width != image.Width || height != image.Height)
        {
            return false;
        }

        if (format == PixelFormat.Grey)
        {
            Widen(image.Data, width * height);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();

    /// <summary>Makes three equal colours of each grey, from the last on, so that none is written over before it was read.</summary>
    private static void Widen(Span<byte> data, int pixels)
    {
        for (int pixel = pixels - 1; pixel >= 0; pixel--)
        {
            data.Slice(pixel * Colours, Colours).Fill(data[pixel]);
        }
    }
}
