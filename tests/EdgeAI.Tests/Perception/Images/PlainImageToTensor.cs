using EdgeAI.Perception.Images;

namespace EdgeAI.Tests.Perception.Images;

/// <summary>What a tensor should be, computed pixel by pixel in the most obvious way: the reference for every other way.</summary>
internal sealed class PlainImageToTensor
{
    private readonly ImageCase _case;
    private readonly ImageTensorOptions _options;
    private readonly int _left;
    private readonly int _top;
    private readonly int _width;
    private readonly int _height;
    private readonly int _sourceX;
    private readonly int _sourceY;
    private readonly int _sourceWidth;
    private readonly int _sourceHeight;
    private readonly List<(int Place, int Weight)>[] _across;
    private readonly List<(int Place, int Weight)>[] _down;

    public PlainImageToTensor(ImageCase @case)
    {
        _case = @case;
        _options = @case.Options;
        (_width, _height) = (_options.Width, _options.Height);
        (_sourceWidth, _sourceHeight) = (@case.Width, @case.Height);
        if (_options.Fit is ImageFit.LetterboxTopLeft or ImageFit.LetterboxCentre)
        {
            decimal ratio = Math.Min((decimal)_options.Width / @case.Width, (decimal)_options.Height / @case.Height);
            _width = Fitted(@case.Width * ratio, _options.Width);
            _height = Fitted(@case.Height * ratio, _options.Height);
            if (_options.Fit == ImageFit.LetterboxCentre)
            {
                _left = (_options.Width - _width) / 2;
                _top = (_options.Height - _height) / 2;
            }
        }

        if (_options.Fit == ImageFit.Crop)
        {
            decimal ratio = Math.Min((decimal)@case.Width / _options.Width, (decimal)@case.Height / _options.Height);
            _sourceWidth = Math.Min(@case.Width, Math.Max(1, Nearest(_options.Width * ratio)));
            _sourceHeight = Math.Min(@case.Height, Math.Max(1, Nearest(_options.Height * ratio)));
            _sourceX = (@case.Width - _sourceWidth) / 2;
            _sourceY = (@case.Height - _sourceHeight) / 2;
        }

        _across = [.. Enumerable.Range(0, _width).Select(x => Covered(x, _sourceWidth, _width))];
        _down = [.. Enumerable.Range(0, _height).Select(y => Covered(y, _sourceHeight, _height))];
    }

    private bool IsYuv => _case.Format is PixelFormat.Yuyv or PixelFormat.Nv12 or PixelFormat.I420;

    private int Colours => _options.Colours == ImageColours.Grey ? 1 : 3;

    public float[] Floats()
    {
        float[] tensor = new float[Colours * _options.Width * _options.Height];
        for (int y = 0; y < _options.Height; y++)
        {
            for (int x = 0; x < _options.Width; x++)
            {
                bool isDrawn = x >= _left && x < _left + _width && y >= _top && y < _top + _height;
                byte[] pixel = isDrawn ? Drawn(x - _left, y - _top) : [_options.Padding, _options.Padding, _options.Padding];
                for (int colour = 0; colour < Colours; colour++)
                {
                    int place = _options.IsPlanar
                        ? (((colour * _options.Height) + y) * _options.Width) + x
                        : (((y * _options.Width) + x) * Colours) + colour;
                    byte level = pixel[_options.Colours == ImageColours.Rgb ? 2 - colour : colour];
                    tensor[place] = (level - _options.Mean[colour]) * _options.Scale[colour];
                }
            }
        }

        return tensor;
    }

    /// <summary>One pixel's blue, green and red, or its grey three times.</summary>
    private byte[] Drawn(int x, int y)
    {
        bool shrinks = _width <= _sourceWidth && _height <= _sourceHeight;
        byte[] pixel = new byte[3];
        for (int colour = 0; colour < 3; colour++)
        {
            pixel[colour] = _options.AveragesArea && shrinks ? Averaged(x, y, colour) : Interpolated(x, y, colour);
        }

        return IsYuv && _options.Colours != ImageColours.Grey && _options.ConvertsColoursLast ? PlainColours.FromYuv(pixel[0], pixel[1], pixel[2]) : pixel;
    }

    private byte Interpolated(int x, int y, int colour)
    {
        (int x0, int x1, int a0, int a1) = Linear(x, _sourceWidth, _width);
        (int y0, int y1, int b0, int b1) = Linear(y, _sourceHeight, _height);
        if (x0 == x1)
        {
            (a0, a1) = (2048, 0);
        }

        int above = ((Sample(x0, y0, colour) * a0) + (Sample(x1, y0, colour) * a1)) >> 4;
        int below = ((Sample(x0, y1, colour) * a0) + (Sample(x1, y1, colour) * a1)) >> 4;
        return (byte)((((above * b0) >> 16) + ((below * b1) >> 16) + 2) >> 2);
    }

    private (int First, int Second, int FirstWeight, int SecondWeight) Linear(int pixel, int from, int to)
    {
        double inverse = (double)to / from;
        double scale = 1.0 / inverse;
        float exact = (float)(((pixel + 0.5) * scale) - 0.5);
        int place = (int)Math.Floor(exact);
        float share = exact - place;
        if (_options.AveragesArea)
        {
            place = (int)Math.Floor(pixel * scale);
            share = (float)(pixel + 1 - ((place + 1) * inverse));
            share = share <= 0 ? 0 : share - (float)Math.Floor(share);
        }

        int first = Math.Min(Math.Max(place, 0), from - 1);
        int second = Math.Min(Math.Max(place + 1, 0), from - 1);
        return (first, second, (int)Math.Round((1f - share) * 2048f, MidpointRounding.ToEven), (int)Math.Round(share * 2048f, MidpointRounding.ToEven));
    }

    private byte Averaged(int x, int y, int colour)
    {
        long total = 1 << 22;
        foreach ((int column, int acrossWeight) in _across[x])
        {
            int sum = 0;
            foreach ((int row, int downWeight) in _down[y])
            {
                sum += Sample(column, row, colour) * downWeight;
            }

            total += (long)((sum + 64) >> 7) * acrossWeight;
        }

        return (byte)(total >> 23);
    }

    private static List<(int Place, int Weight)> Covered(int pixel, int from, int to)
    {
        List<(int Place, int Weight)> covered = [];
        decimal left = (decimal)(pixel * from) / to;
        decimal right = (decimal)((pixel + 1) * from) / to;
        int before = 0;
        for (int place = 0; place < from; place++)
        {
            if (place + 1 > left && place < right)
            {
                decimal share = Math.Round((Math.Min(place + 1, right) - left) * 32768 * to / from, 12);
                int upToHere = (int)Math.Floor(share + 0.5m);
                covered.Add((place, upToHere - before));
                before = upToHere;
            }
        }

        return covered;
    }

    /// <summary>A colour of a source pixel as it goes into interpolation.</summary>
    private byte Sample(int x, int y, int colour)
    {
        byte[] own = Source(_sourceX + x, _sourceY + y);
        if (_options.Colours == ImageColours.Grey)
        {
            return _case.Format is PixelFormat.Rgb or PixelFormat.Bgr ? PlainColours.ToGrey(own[0], own[1], own[2]) : own[0];
        }

        return IsYuv && !_options.ConvertsColoursLast ? PlainColours.FromYuv(own[0], own[1], own[2])[colour] : own[colour];
    }

    private byte[] Source(int x, int y)
    {
        byte[] data = _case.Data;
        int row = y * _case.Step;
        int planes = _case.Height * _case.Step;
        int half = _case.Step / 2;
        switch (_case.Format)
        {
            case PixelFormat.Rgb:
                return [data[row + (3 * x) + 2], data[row + (3 * x) + 1], data[row + (3 * x)]];
            case PixelFormat.Bgr:
                return [data[row + (3 * x)], data[row + (3 * x) + 1], data[row + (3 * x) + 2]];
            case PixelFormat.Grey:
                return [data[row + x], data[row + x], data[row + x]];
            case PixelFormat.Yuyv:
                return [data[row + (2 * x)], data[row + (x / 2 * 4) + 1], data[row + (x / 2 * 4) + 3]];
            case PixelFormat.Nv12:
                int pair = planes + (y / 2 * _case.Step) + (x / 2 * 2);
                return [data[row + x], data[pair], data[pair + 1]];
            default:
                int place = planes + (y / 2 * half) + (x / 2);
                return [data[row + x], data[place], data[place + (_case.Height / 2 * half)]];
        }
    }

    private int Fitted(decimal size, int room) =>
        Math.Clamp(_options.Fit == ImageFit.LetterboxCentre ? Nearest(size) : (int)Math.Floor(Math.Round(size, 12)), 1, room);

    private static int Nearest(decimal size) => (int)Math.Floor(Math.Round(size, 12) + 0.5m);
}
