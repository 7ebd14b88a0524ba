namespace EdgeAI.Perception.Images;

/// <summary>Reads pairs of pixels out of rows of one format as planes of colours, and converts colours where that comes before interpolation.</summary>
internal sealed unsafe class RowReader
{
    /// <summary>Bytes of each of the three rooms into which a row goes that is shorter than a load.</summary>
    public const int ShortRowRoom = 16;

    private readonly PixelFormat _format;
    private readonly GatherTable _first;
    private readonly GatherTable? _colours;
    private readonly int _rowBytes;
    private readonly int _colourBytes;
    private readonly bool _isConverted;
    private readonly bool _becomesGrey;

    /// <summary>Makes a reader.</summary>
    /// <param name="format">The image's format.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="options">What becomes of it.</param>
    /// <param name="first">The first pixel of each pair, a multiple of eight of them.</param>
    /// <param name="second">The second, the same or the next.</param>
    public RowReader(PixelFormat format, int width, ImageTensorOptions options, int[] first, int[] second)
    {
        _format = format;
        bool isGrey = options.Colours == ImageColours.Grey;
        bool hasLuma = format is PixelFormat.Yuyv or PixelFormat.Nv12 or PixelFormat.I420;
        Colours = isGrey || format == PixelFormat.Grey ? 1 : 3;
        ConvertsLast = hasLuma && !isGrey && options.ConvertsColoursLast;
        _isConverted = hasLuma && !isGrey && !options.ConvertsColoursLast;
        _becomesGrey = isGrey && (format is PixelFormat.Rgb or PixelFormat.Bgr);
        _rowBytes = ImageLayout.RowBytes(format, width);
        _colourBytes = ImageLayout.ColourRowBytes(format, width);
        int readable = Math.Max(_rowBytes, ShortRowRoom);
        int readableColours = Math.Max(_colourBytes, ShortRowRoom);
        _first = format is PixelFormat.Rgb or PixelFormat.Bgr or PixelFormat.Yuyv
            ? GatherTable.OfPixels(format, first, second, readable)
            : GatherTable.OfPlane(1, first, second, readable);
        if (Colours == 3)
        {
            _colours = format == PixelFormat.Nv12 ? GatherTable.OfTwoColours(first, second, readableColours)
                : format == PixelFormat.I420 ? GatherTable.OfPlane(2, first, second, readableColours)
                : null;
        }
    }

    /// <summary>Colours that are left to interpolate: one or three.</summary>
    public int Colours { get; }

    /// <summary>Whether Y, U and V become blue, green and red only after they were interpolated.</summary>
    public bool ConvertsLast { get; }

    /// <summary>Reads one row.</summary>
    /// <param name="source">The image.</param>
    /// <param name="row">Which row.</param>
    /// <param name="samples">Three planes, each of two bytes for a pair.</param>
    /// <param name="stride">Bytes from one plane to the next.</param>
    /// <param name="shortRows">Three rooms for rows shorter than a load.</param>
    public void Read(in SourceRows source, int row, byte* samples, int stride, byte* shortRows)
    {
        byte* second = samples + stride;
        byte* third = second + stride;
        byte* pixels = Readable(source.First(row), _rowBytes, shortRows);
        if (_format is PixelFormat.Rgb or PixelFormat.Bgr or PixelFormat.Yuyv)
        {
            RowGather.Pixels(pixels, _first, samples, second, third);
        }
        else
        {
            RowGather.Plane(pixels, _first, samples);
        }

        if (_colours is not null)
        {
            byte* colours = Readable(source.Second(row), _colourBytes, shortRows + ShortRowRoom);
            if (_format == PixelFormat.Nv12)
            {
                RowGather.TwoColours(colours, _colours, second, third);
            }
            else
            {
                RowGather.Plane(colours, _colours, second);
                RowGather.Plane(Readable(source.Third(row), _colourBytes, shortRows + (2 * ShortRowRoom)), _colours, third);
            }
        }

        if (_isConverted)
        {
            ColourKernel.ToBlueGreenRed(samples, second, third, stride);
        }
        else if (_becomesGrey)
        {
            ColourKernel.ToGrey(samples, second, third, stride);
        }
    }

    private static byte* Readable(byte* row, int bytes, byte* room)
    {
        if (bytes >= ShortRowRoom)
        {
            return row;
        }

        Buffer.MemoryCopy(row, room, ShortRowRoom, bytes);
        return room;
    }
}
