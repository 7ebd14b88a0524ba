using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeAI.Perception.Images;

/// <summary>Writes rows of pixels into a tensor: in its order of colours, as planes or pixel by pixel, less the mean, times the scale.</summary>
internal sealed unsafe class TensorWriter
{
    private const int Pattern = 48;
    private readonly int _colours;
    private readonly bool _isPlanar;
    private readonly int _width;
    private readonly int _height;
    private readonly byte _padding;

    // Which colour of a row, blue, green, red or the only one, each colour of the tensor is.
    private readonly int[] _order;
    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _floats;
    private readonly Half[] _halves;
    private readonly byte[] _bytes;

    public TensorWriter(ImageTensorOptions options, bool isGreySource)
    {
        _colours = options.Colours == ImageColours.Grey ? 1 : 3;
        _isPlanar = options.IsPlanar || _colours == 1;
        _width = options.Width;
        _height = options.Height;
        _padding = options.Padding;
        _order = isGreySource ? [0, 0, 0] : options.Colours == ImageColours.Rgb ? [2, 1, 0] : [0, 1, 2];

        // Sixteen pixels of three colours: both patterns repeat there, planes have a pattern for each.
        _mean = new float[Pattern * _colours];
        _scale = new float[Pattern * _colours];
        for (int place = 0; place < _mean.Length; place++)
        {
            int colour = _isPlanar ? place / Pattern : place % _colours;
            _mean[place] = options.Mean[colour];
            _scale[place] = options.Scale[colour];
        }

        _floats = new float[256 * _colours];
        _halves = new Half[256 * _colours];
        _bytes = new byte[256 * _colours];
        for (int colour = 0; colour < _colours; colour++)
        {
            for (int level = 0; level < 256; level++)
            {
                float value = (level - options.Mean[colour]) * options.Scale[colour];
                _floats[(256 * colour) + level] = value;
                _halves[(256 * colour) + level] = (Half)value;
                _bytes[(256 * colour) + level] = (byte)Math.Clamp(MathF.Round(value, MidpointRounding.ToEven), 0, 255);
            }
        }
    }

    /// <summary>Elements of the tensor.</summary>
    public int Length => _width * _height * _colours;

    /// <summary>Writes one row of the tensor.</summary>
    /// <param name="tensor">The whole tensor.</param>
    /// <param name="row">Which row.</param>
    /// <param name="left">The first column that is image.</param>
    /// <param name="count">Columns that are image.</param>
    /// <param name="levels">The row's levels, colour by colour.</param>
    /// <param name="stride">Bytes from one colour to the next.</param>
    /// <param name="woven">Room for the levels pixel by pixel: three strides and 16 bytes.</param>
    public void Write<T>(T* tensor, int row, int left, int count, byte* levels, int stride, byte* woven)
        where T : unmanaged
    {
        if (_isPlanar)
        {
            for (int colour = 0; colour < _colours; colour++)
            {
                T* line = tensor + (((long)colour * _height) + row) * _width;
                Fill(line, left, colour);
                Convert(levels + (_order[colour] * stride), line + left, count, colour);
                Fill(line + left + count, _width - left - count, colour);
            }

            return;
        }

        T* pixels = tensor + ((long)row * _width * 3);
        FillPixels(pixels, left);
        RowWeave.Three(levels + (_order[0] * stride), levels + (_order[1] * stride), levels + (_order[2] * stride), woven, count);
        Convert(woven, pixels + (3 * left), 3 * count, -1);
        FillPixels(pixels + (3 * (left + count)), _width - left - count);
    }

    /// <summary>Writes a row that is padding.</summary>
    public void WritePadding<T>(T* tensor, int row)
        where T : unmanaged
    {
        if (!_isPlanar)
        {
            FillPixels(tensor + ((long)row * _width * 3), _width);
            return;
        }

        for (int colour = 0; colour < _colours; colour++)
        {
            Fill(tensor + (((long)colour * _height) + row) * _width, _width, colour);
        }
    }

    private T[] Table<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? (T[])(object)_floats : typeof(T) == typeof(Half) ? (T[])(object)_halves : (T[])(object)_bytes;

    private void Fill<T>(T* line, int count, int colour)
        where T : unmanaged => new Span<T>(line, count).Fill(Table<T>()[(256 * colour) + _padding]);

    private void FillPixels<T>(T* pixels, int count)
        where T : unmanaged
    {
        T[] table = Table<T>();
        T first = table[_padding];
        T second = table[256 + _padding];
        T third = table[512 + _padding];
        for (int pixel = 0; pixel < count; pixel++)
        {
            pixels[3 * pixel] = first;
            pixels[(3 * pixel) + 1] = second;
            pixels[(3 * pixel) + 2] = third;
        }
    }

    /// <summary>Levels become elements; colour is -1 where the three take turns.</summary>
    private void Convert<T>(byte* levels, T* elements, int count, int colour)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            ConvertFloats(levels, (float*)elements, count, colour);
            return;
        }

        T[] table = Table<T>();
        if (colour >= 0)
        {
            ReadOnlySpan<T> own = table.AsSpan(256 * colour, 256);
            for (int place = 0; place < count; place++)
            {
                elements[place] = own[levels[place]];
            }

            return;
        }

        for (int place = 0; place < count; place += 3)
        {
            elements[place] = table[levels[place]];
            elements[place + 1] = table[256 + levels[place + 1]];
            elements[place + 2] = table[512 + levels[place + 2]];
        }
    }

    private void ConvertFloats(byte* levels, float* values, int count, int colour)
    {
        int place = 0;
        fixed (float* means = _mean)
        fixed (float* scales = _scale)
        {
            float* mean = means + (Pattern * Math.Max(colour, 0));
            float* scale = scales + (Pattern * Math.Max(colour, 0));
            int phase = 0;
            for (; place + 16 <= count; place += 16)
            {
                Sixteen(levels + place, values + place, mean + phase, scale + phase);
                phase = phase == 32 ? 0 : phase + 16;
            }
        }

        for (; place < count; place++)
        {
            values[place] = _floats[(256 * (colour >= 0 ? colour : place % 3)) + levels[place]];
        }
    }

    private static void Sixteen(byte* levels, float* values, float* mean, float* scale)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> wide = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(levels)));
            ((wide - Vector512.Load(mean)) * Vector512.Load(scale)).Store(values);
            return;
        }

        if (Avx2.IsSupported)
        {
            Vector256<float> low = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(levels));
            Vector256<float> high = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(levels + 8));
            ((low - Vector256.Load(mean)) * Vector256.Load(scale)).Store(values);
            ((high - Vector256.Load(mean + 8)) * Vector256.Load(scale + 8)).Store(values + 8);
            return;
        }

        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.Load(levels));
        Four(Vector128.WidenLower(lower), values, mean, scale);
        Four(Vector128.WidenUpper(lower), values + 4, mean + 4, scale + 4);
        Four(Vector128.WidenLower(upper), values + 8, mean + 8, scale + 8);
        Four(Vector128.WidenUpper(upper), values + 12, mean + 12, scale + 12);
    }

    private static void Four(Vector128<uint> levels, float* values, float* mean, float* scale) =>
        ((Vector128.ConvertToSingle(levels.AsInt32()) - Vector128.Load(mean)) * Vector128.Load(scale)).Store(values);
}
