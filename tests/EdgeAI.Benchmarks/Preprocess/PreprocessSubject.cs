using System.Numerics;
using EdgeAI.Perception.Images;

namespace EdgeAI.Benchmarks.Preprocess;

/// <summary>One format's frame, and the two ways that turn it into a tensor.</summary>
internal sealed unsafe class PreprocessSubject : IDisposable
{
    public const int Width = 1280;
    public const int Height = 720;
    public const int Side = 416;
    private const int DrawnHeight = 234;
    private readonly OpenCvPeer _peer;
    private readonly nint _handle;
    private readonly ImageToTensor _kernel;
    private readonly double _scale;
    private readonly bool _isSplit;

    public PreprocessSubject(OpenCvPeer peer, PixelFormat format, bool isFast, bool averages, float scale, bool isSplit)
    {
        _peer = peer;
        _scale = scale;
        _isSplit = isSplit;
        Format = format;
        _handle = peer.Make(Width, Height, (int)format, Side, Side, DrawnHeight, averages ? 3 : 1);
        _kernel = new ImageToTensor(Width, Height, format, new ImageTensorOptions
        {
            Width = Side,
            Height = Side,
            Fit = ImageFit.LetterboxTopLeft,
            AveragesArea = averages,
            ConvertsColoursLast = isFast,
            Scale = [scale, scale, scale],
        });
        Frame = GC.AllocateArray<byte>(BytesOf(format), pinned: true);
        Ours = GC.AllocateArray<float>(3 * Side * Side, pinned: true);
        Theirs = GC.AllocateArray<float>(3 * Side * Side, pinned: true);
        Fill(1);
    }

    public PixelFormat Format { get; }

    public byte[] Frame { get; }

    public float[] Ours { get; }

    public float[] Theirs { get; }

    private int Step => Format is PixelFormat.Rgb or PixelFormat.Bgr ? 3 * Width : Format == PixelFormat.Yuyv ? 2 * Width : Width;

    /// <summary>Random bytes.</summary>
    public void Fill(int seed) => new Random(seed).NextBytes(Frame);

    public void RunOurs() => _kernel.Convert(new ImageView(Frame, Width, Height, Step, Format), Ours);

    public void RunTheirs()
    {
        fixed (byte* frame = Frame)
        fixed (float* tensor = Theirs)
        {
            if (_isSplit)
            {
                _peer.Split(_handle, frame, tensor, _scale);
            }
            else
            {
                _peer.Blob(_handle, frame, tensor, _scale);
            }
        }
    }

    /// <summary>Reads, once, the rows that are interpolated from, and writes the tensor once: no way can be faster than memory.</summary>
    public void RunFloor()
    {
        ulong sum = 0;
        for (int row = 0; row < DrawnHeight; row++)
        {
            int above = (int)((row + 0.5) * Height / DrawnHeight - 0.5);
            sum += Sum(Frame.AsSpan(above * Step, 2 * Step));
            if (Format is PixelFormat.Nv12 or PixelFormat.I420)
            {
                sum += Sum(Frame.AsSpan((Height * Step) + (above / 2 * Step), Step));
            }
        }

        Theirs.AsSpan().Fill(sum);
    }

    public void Dispose()
    {
        _peer.Free(_handle);
        _kernel.Dispose();
    }

    private static int BytesOf(PixelFormat format) => Width * Height * (format switch
    {
        PixelFormat.Rgb or PixelFormat.Bgr => 6,
        PixelFormat.Yuyv => 4,
        PixelFormat.Grey => 2,
        _ => 3,
    }) / 2;

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        Vector<ulong> sum = default;
        int lanes = Vector<byte>.Count;
        for (int place = 0; place + lanes <= bytes.Length; place += lanes)
        {
            sum += new Vector<byte>(bytes[place..]).As<byte, ulong>();
        }

        return Vector.Sum(sum);
    }
}
