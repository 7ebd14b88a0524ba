using System.Runtime.InteropServices;
using EdgeAI.Runtime.Messages;

namespace EdgeAI.Perception.Images;

/// <summary>
/// Decodes JPEGs, and the frames of MJPEG cameras that leave their Huffman tables out, through libjpeg-turbo. Any bytes become an
/// image or a refusal. Allocates nothing per image on the managed side. For one caller at a time.
/// </summary>
public sealed unsafe class JpegDecoder : IDisposable
{
    /// <summary>The most scans, each of which passes over the whole image: encoders write 1 to about 20. TJFLAG_LIMITSCANS allows 500, and means nothing before libjpeg-turbo 2.1.</summary>
    private const int MostScans = 100;

    /// <summary>What may be decoded for an image that leaves detail out: the pixels of a large camera, or so many for each byte of room.</summary>
    private const long UsualPixels = 16 * 1024 * 1024;
    private const long PixelsPerByte = 4;

    private readonly TurboJpeg _library;
    private nint _decoder;

    private JpegDecoder(TurboJpeg library, nint decoder)
    {
        _library = library;
        _decoder = decoder;
    }

    /// <summary>Makes a decoder; false, with one line that names the package, where the library is not installed.</summary>
    public static bool TryOpen(out JpegDecoder? decoder, out string problem)
    {
        nint started = TurboJpeg.Installed is { } library ? library.Start() : 0;
        decoder = started == 0 ? null : new JpegDecoder(TurboJpeg.Installed!, started);
        problem = started != 0 ? ""
            : "JPEG needs libjpeg-turbo 2.0 or newer, which is not installed: apt-get install libturbojpeg0 (Debian, Raspberry Pi OS) or libturbojpeg (Ubuntu, JetPack)";
        return started != 0;
    }

    /// <summary>Decodes into a camera's image: bgr8, or mono8 where the JPEG has no colours.</summary>
    /// <param name="jpeg">The JPEG.</param>
    /// <param name="image">The image that is filled; its frame stays. Its size says nothing where the JPEG is refused.</param>
    /// <param name="divisor">1, 2, 4 or 8: decodes only so much of the detail, at a size divided by it and rounded up, in less time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The divisor is none of them.</exception>
    public JpegRefusal Decode(ReadOnlySpan<byte> jpeg, CameraImage image, int divisor = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Length = 0;
        JpegRefusal refusal = Decode(jpeg, image.Data, out int width, out int height, out PixelFormat format, divisor);
        if (refusal == JpegRefusal.None)
        {
            image.Width = width;
            image.Height = height;
            image.Step = ImageLayout.RowBytes(format, width);
            image.Length = image.Step * height;
            image.Encoding = format == PixelFormat.Grey ? "mono8" : "bgr8";
        }

        return refusal;
    }

    /// <summary>Decodes into bytes: Bgr, or Grey where the JPEG has no colours, rows without gaps.</summary>
    /// <param name="jpeg">The JPEG.</param>
    /// <param name="pixels">Room for the image; may be written in part where the JPEG is refused.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">How bytes are pixels.</param>
    /// <param name="divisor">1, 2, 4 or 8: decodes only so much of the detail, at a size divided by it and rounded up, in less time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The divisor is none of them.</exception>
    public JpegRefusal Decode(ReadOnlySpan<byte> jpeg, Span<byte> pixels, out int width, out int height, out PixelFormat format, int divisor = 1)
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        if (divisor is not (1 or 2 or 4 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "1, 2, 4 or 8");
        }

        (width, height, format) = (0, 0, PixelFormat.Bgr);
        if (jpeg.Length < 4 || jpeg[0] != 0xFF || jpeg[1] != 0xD8)
        {
            return JpegRefusal.NotJpeg;
        }

        fixed (byte* bytes = jpeg)
        fixed (byte* room = pixels)
        {
            CULong length = new((uint)jpeg.Length);
            int fullWidth;
            int fullHeight;
            int sampling;
            int colours;
            if (_library.ReadHeader(_decoder, bytes, length, &fullWidth, &fullHeight, &sampling, &colours) != 0)
            {
                JpegRefusal refusal = HeaderRefusal();
                Restart();
                return refusal;
            }

            if (fullWidth < 1 || fullHeight < 1)
            {
                return JpegRefusal.NotJpeg;
            }

            if (colours >= TurboJpeg.FirstPrinterColours)
            {
                return JpegRefusal.UnsupportedColours;
            }

            format = sampling == TurboJpeg.GreySampling ? PixelFormat.Grey : PixelFormat.Bgr;
            width = (fullWidth + divisor - 1) / divisor;
            height = (fullHeight + divisor - 1) / divisor;
            int step = ImageLayout.RowBytes(format, width);
            if (fullWidth > ImageToTensor.LargestSide || fullHeight > ImageToTensor.LargestSide || (long)step * height > pixels.Length
                || (long)fullWidth * fullHeight > Math.Max(UsualPixels, PixelsPerByte * pixels.Length))
            {
                return JpegRefusal.TooLarge;
            }

            // Every scan has these two bytes before it, whatever else in the file has them, too.
            if (jpeg.Count(StartOfScan) > MostScans)
            {
                return JpegRefusal.Damaged;
            }

            int pixel = format == PixelFormat.Grey ? TurboJpeg.Grey : TurboJpeg.Bgr;
            return _library.Decompress(_decoder, bytes, length, room, width, step, height, pixel, 0) == 0
                ? JpegRefusal.None
                : DataRefusal();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_decoder != 0)
        {
            _library.Stop(_decoder);
            _decoder = 0;
        }
    }

    /// <summary>Ends the decoder and makes another: after a header that it refused, TurboJPEG 2.1 takes the next image's for a part of the same.</summary>
    private void Restart()
    {
        _library.Stop(_decoder);
        _decoder = _library.Start();
        if (_decoder == 0)
        {
            throw new InvalidOperationException("libjpeg-turbo starts no decoder: it has no memory left");
        }
    }

    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    private ReadOnlySpan<byte> LatestError() => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_library.ErrorText(_decoder));

    private JpegRefusal HeaderRefusal()
    {
        ReadOnlySpan<byte> error = LatestError();
        return error.IndexOf("subsampling"u8) >= 0 || error.IndexOf("colorspace"u8) >= 0 ? JpegRefusal.UnsupportedColours
            : error.IndexOf("Maximum supported image dimension"u8) >= 0 ? JpegRefusal.TooLarge
            : error.IndexOf("Premature end"u8) >= 0 ? JpegRefusal.Truncated
            : JpegRefusal.NotJpeg;
    }

    private JpegRefusal DataRefusal()
    {
        ReadOnlySpan<byte> error = LatestError();

        // Some webcams fill their frames up between the last row and the end: nothing of the image is missing.
        bool isHarmless = _library.ErrorCode(_decoder) == TurboJpeg.Warning && error.IndexOf("extraneous bytes before marker 0xd9"u8) >= 0;
        return isHarmless ? JpegRefusal.None : error.IndexOf("Premature end"u8) >= 0 ? JpegRefusal.Truncated : JpegRefusal.Damaged;
    }
}
