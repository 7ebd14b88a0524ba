using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Images;

/// <summary>
/// Turns images of one size and format into a model's tensor: crops or letterboxes, resamples, converts colours, scales and lays out,
/// each row in one pass through the nearest cache. Levels are those that OpenCV computes by cvtColor, then resize. Allocates nothing
/// per image; a result has the same bits on every processor and with any number of threads. For one caller at a time.
/// </summary>
public sealed unsafe class ImageToTensor : IDisposable
{
    /// <summary>The most pixels along a side of an image or a tensor.</summary>
    public const int LargestSide = 16384;

    /// <summary>The most threads.</summary>
    public const int MostThreads = 64;

    /// <summary>The fewest rows for which another thread is woken.</summary>
    private const int RowsPerThread = 32;

    private readonly int _width;
    private readonly int _height;
    private readonly PixelFormat _format;
    private readonly int _tensorHeight;
    private readonly ImageGeometry _geometry;
    private readonly TensorWriter _writer;
    private readonly RowResampler[] _bands;
    private readonly BandThreads? _threads;
    private SourceRows _source;
    private void* _tensor;
    private TensorElement _element;

    /// <summary>Makes all tables for one kind of image.</summary>
    /// <param name="width">The images' width, in pixels, 1 to <see cref="LargestSide"/>.</param>
    /// <param name="height">The images' height, in pixels, 1 to <see cref="LargestSide"/>.</param>
    /// <param name="format">The images' format.</param>
    /// <param name="options">What the model wants.</param>
    /// <param name="threads">The most threads that share an image, 1 to <see cref="MostThreads"/>; fewer where it has few rows.</param>
    /// <exception cref="ArgumentException">The format cannot have that size, or an option is outside its range.</exception>
    public ImageToTensor(int width, int height, PixelFormat format, ImageTensorOptions options, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MostThreads);
        string problem = options.Problem();
        if (problem.Length != 0)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        ImageRefusal refusal = ImageLayout.Check(format, width, height);
        if (refusal != ImageRefusal.None)
        {
            throw new ArgumentException($"no image of {width} x {height} pixels can be {format}: {refusal}");
        }

        _width = width;
        _height = height;
        _format = format;
        _tensorHeight = options.Height;
        _geometry = ImageGeometry.Of(width, height, options);
        _writer = new TensorWriter(options, format == PixelFormat.Grey);
        int bands = Math.Clamp(_geometry.Height / RowsPerThread, 1, threads);
        Func<RowResampler> resampler = ResamplerOf(options);
        _bands = [.. Enumerable.Range(0, bands).Select(_ => resampler())];
        _threads = bands > 1 ? new BandThreads(bands, ConvertBand) : null;
    }

    /// <summary>Where an image lies in the tensor.</summary>
    public ImagePlacement Placement => _geometry.Placement;

    /// <summary>Elements of the tensor.</summary>
    public int TensorLength => _writer.Length;

    /// <summary>Fills a float32 tensor.</summary>
    /// <param name="image">The image; it is read, never kept.</param>
    /// <param name="tensor">The tensor, <see cref="TensorLength"/> elements; untouched where the image is refused.</param>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public ImageRefusal Convert(in ImageView image, Span<float> tensor)
    {
        fixed (float* elements = tensor)
        {
            return Convert(image, elements, tensor.Length, TensorElement.Float32);
        }
    }

    /// <summary>Fills a float16 tensor: each element is the nearest to what float32 would be.</summary>
    /// <param name="image">The image; it is read, never kept.</param>
    /// <param name="tensor">The tensor, <see cref="TensorLength"/> elements; untouched where the image is refused.</param>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public ImageRefusal Convert(in ImageView image, Span<Half> tensor)
    {
        fixed (Half* elements = tensor)
        {
            return Convert(image, elements, tensor.Length, TensorElement.Float16);
        }
    }

    /// <summary>Fills a tensor of bytes: each element is what float32 would be, rounded to even and cut to 0 to 255.</summary>
    /// <param name="image">The image; it is read, never kept.</param>
    /// <param name="tensor">The tensor, <see cref="TensorLength"/> elements; untouched where the image is refused.</param>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public ImageRefusal Convert(in ImageView image, Span<byte> tensor)
    {
        fixed (byte* elements = tensor)
        {
            return Convert(image, elements, tensor.Length, TensorElement.UInt8);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _threads?.Dispose();

    private Func<RowResampler> ResamplerOf(ImageTensorOptions options)
    {
        ImageGeometry drawn = _geometry;
        if (options.AveragesArea && drawn.Width <= drawn.SourceWidth && drawn.Height <= drawn.SourceHeight)
        {
            AreaTaps acrossArea = AreaTaps.Of(drawn.SourceX, drawn.SourceWidth, drawn.Width);
            AreaTaps downArea = AreaTaps.Of(drawn.SourceY, drawn.SourceHeight, drawn.Height);
            RowReader areaReader = AreaResampler.ReaderOf(_format, _width, options, drawn.SourceX, drawn.SourceWidth);
            return () => new AreaResampler(areaReader, acrossArea, downArea, drawn.SourceX, drawn.SourceWidth);
        }

        AxisTaps across = AxisTaps.Across(drawn.SourceX, drawn.SourceWidth, drawn.Width, options.AveragesArea);
        AxisTaps down = AxisTaps.Down(drawn.SourceY, drawn.SourceHeight, drawn.Height, options.AveragesArea);
        RowReader reader = LinearResampler.ReaderOf(_format, _width, options, across);
        return () => new LinearResampler(reader, across, down);
    }

    private ImageRefusal Convert(in ImageView image, void* tensor, int length, TensorElement element)
    {
        if (length != TensorLength)
        {
            throw new ArgumentException($"the tensor has {length} elements where {TensorLength} are written");
        }

        if (image.Width != _width || image.Height != _height || image.Format != _format)
        {
            return ImageRefusal.OtherGeometry;
        }

        ImageRefusal refusal = image.Check();
        if (refusal != ImageRefusal.None)
        {
            return refusal;
        }

        fixed (byte* data = image.Data)
        {
            _source = new SourceRows(data, _height, image.Step, _format);
            _tensor = tensor;
            _element = element;
            if (_threads is null)
            {
                ConvertBand(0);
            }
            else
            {
                _threads.Run();
            }
        }

        return ImageRefusal.None;
    }

    private void ConvertBand(int band)
    {
        int first = (int)((long)_tensorHeight * band / _bands.Length);
        int end = (int)((long)_tensorHeight * (band + 1) / _bands.Length);
        _bands[band].Start();
        switch (_element)
        {
            case TensorElement.Float32:
                ConvertRows((float*)_tensor, _bands[band], first, end);
                break;
            case TensorElement.Float16:
                ConvertRows((Half*)_tensor, _bands[band], first, end);
                break;
            default:
                ConvertRows((byte*)_tensor, _bands[band], first, end);
                break;
        }
    }

    private void ConvertRows<T>(T* tensor, RowResampler resampler, int first, int end)
        where T : unmanaged
    {
        for (int row = first; row < end; row++)
        {
            int drawn = row - _geometry.Top;
            if (drawn >= 0 && drawn < _geometry.Height)
            {
                resampler.Make(_source, drawn);
                _writer.Write(tensor, row, _geometry.Left, _geometry.Width, resampler.Levels, resampler.LevelStride, resampler.Woven);
            }
            else
            {
                _writer.WritePadding(tensor, row);
            }
        }
    }
}
