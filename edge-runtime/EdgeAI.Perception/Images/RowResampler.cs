using System.Runtime.CompilerServices;

namespace EdgeAI.Perception.Images;

/// <summary>Makes the rows of a smaller or larger image, one after the other, in memory of its own that fits into a processor's nearest cache.</summary>
internal abstract unsafe class RowResampler
{
    private const int Alignment = 64;
    private readonly byte[] _memory;
    private readonly RowReader _reader;

    /// <summary>Reserves the memory.</summary>
    /// <param name="reader">Reads the image.</param>
    /// <param name="width">Pixels of a row that is made.</param>
    /// <param name="sampleStride">Bytes of a plane of samples, a multiple of 64.</param>
    /// <param name="ownBytes">Bytes for the derived class, a multiple of 64.</param>
    protected RowResampler(RowReader reader, int width, int sampleStride, int ownBytes)
    {
        _reader = reader;
        SampleStride = sampleStride;
        LevelStride = Padded(width);
        int rooms = Padded(3 * RowReader.ShortRowRoom);
        _memory = GC.AllocateArray<byte>(rooms + (6 * LevelStride) + (3 * sampleStride) + ownBytes + Alignment, pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref _memory[0]);
        ShortRows = start + ((Alignment - ((nint)start % Alignment)) % Alignment);
        Levels = ShortRows + rooms;
        Woven = Levels + (3 * LevelStride);
        Samples = Woven + (3 * LevelStride);
        Own = Samples + (3 * sampleStride);
    }

    /// <summary>The row that was made last, colour by colour, 0 to 255.</summary>
    public byte* Levels { get; }

    /// <summary>Bytes from one colour of <see cref="Levels"/> to the next, a multiple of 64.</summary>
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

    /// <summary>Rounds up to whole cache lines and vectors.</summary>
    protected static int Padded(int count) => (count + Alignment - 1) / Alignment * Alignment;

    /// <summary>Fills <see cref="Levels"/>.</summary>
    protected abstract void Resample(in SourceRows source, int row);

    /// <summary>Reads a row of the image into <see cref="Samples"/>.</summary>
    protected void Read(in SourceRows source, int row) => _reader.Read(source, row, Samples, SampleStride, ShortRows);
}
