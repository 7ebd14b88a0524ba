using System.Runtime.CompilerServices;

namespace EdgeAI.Perception.Images;

/// <summary>Makes the rows of a smaller or larger image, one after the other, in memory of its own that fits into a processor's nearest cache.</summary>
internal abstract unsafe class RowResampler
{
    private const int CacheLine = 64;
    private const int Vector = 32;
    private readonly byte[] _memory;
    private readonly RowReader _reader;

    /// <summary>Reserves the memory.</summary>
    /// <param name="reader">Reads the image.</param>
    /// <param name="width">Pixels of a row that is made.</param>
    /// <param name="sampleStride">Bytes of a plane of samples, a multiple of 32.</param>
    /// <param name="ownBytes">Bytes for the derived class.</param>
    protected RowResampler(RowReader reader, int width, int sampleStride, int ownBytes)
    {
        _reader = reader;
        SampleStride = sampleStride;
        LevelStride = Padded(width);
        int rooms = InLines(3 * RowReader.ShortRowRoom);
        int levels = InLines(3 * LevelStride);
        int samples = InLines(3 * sampleStride);
        _memory = GC.AllocateArray<byte>(rooms + (2 * levels) + samples + ownBytes + CacheLine, pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref _memory[0]);
        ShortRows = start + ((CacheLine - ((nint)start % CacheLine)) % CacheLine);
        Levels = ShortRows + rooms;
        Woven = Levels + levels;
        Samples = Woven + levels;
        Own = Samples + samples;
    }

    /// <summary>The row that was made last, colour by colour, 0 to 255.</summary>
    public byte* Levels { get; }

    /// <summary>Bytes from one colour of <see cref="Levels"/> to the next, a multiple of 32.</summary>
    public int LevelStride { get; }

    /// <summary>Room for the row pixel by pixel.</summary>
    public byte* Woven { get; }

    /// <summary>Colours that are interpolated.</summary>
    protected int Colours => _reader.Colours;

    /// <summary>Samples that were read last, plane by plane.</summary>
    protected byte* Samples { get; }

    /// <summary>Bytes from one plane of <see cref="Samples"/> to the next.</summary>
    protected int SampleStride { get; }

    /// <summary>The derived class's memory.</summary>
    protected byte* Own { get; }

    private byte* ShortRows { get; }

    /// <summary>Forgets the image before: the next rows are of another.</summary>
    public abstract void Start();

    /// <summary>Makes one row.</summary>
    /// <param name="source">The image.</param>
    /// <param name="row">Which row, from the top of what is drawn.</param>
    public void Make(in SourceRows source, int row)
    {
        Resample(source, row);
        if (_reader.ConvertsLast)
        {
            ColourKernel.ToBlueGreenRed(Levels, Levels + LevelStride, Levels + (2 * LevelStride), LevelStride);
        }
    }

    /// <summary>Rounds up to what the kernels do at once.</summary>
    protected static int Padded(int count) => (count + Vector - 1) / Vector * Vector;

    /// <summary>Fills <see cref="Levels"/>.</summary>
    protected abstract void Resample(in SourceRows source, int row);

    /// <summary>Reads a row of the image into <see cref="Samples"/>.</summary>
    protected void Read(in SourceRows source, int row) => _reader.Read(source, row, Samples, SampleStride, ShortRows);

    private static int InLines(int bytes) => (bytes + CacheLine - 1) / CacheLine * CacheLine;
}
