using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Thermal;

/// <summary>
/// Makes thermal images of 32 x 24 hundredths of a degree Celsius from the two streams of an MLX90640: its EEPROM, and its pages of raw
/// words. Each page renews half of the pixels. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// A pixel that the EEPROM marks as failed or outlier, and one without a temperature between -273.15 and 327.67 degC, takes the mean of
/// its neighbours above, below, left and right that have one (DS section 10.7.3, note 4); where none has, the image is
/// <see cref="Mlx90640Refusal.BadPage"/>. The image carries its newer page's instant and the wider of both pages' uncertainties.
/// </remarks>
public sealed class Mlx90640Imager
{
    private readonly Mlx90640Calibration _calibration = new();
    private readonly Mlx90640Thermometer _thermometer;
    private readonly double[] _celsius = new double[Mlx90640Registers.Pixels];
    private readonly Stamp[] _stamps = new Stamp[2];
    private readonly bool[] _has = new bool[2];
    private readonly short[] _eeprom = new short[Mlx90640Registers.EepromWords];
    private readonly double _emissivity;
    private readonly double _reflected;
    private short _control;

    /// <summary>Makes an imager.</summary>
    /// <param name="emissivity">The objects', 0.05 to 1; skin 0.98, polished metal far below.</param>
    /// <param name="reflected">The temperature of the surroundings in degrees Celsius; not a number takes the chip's own less 8 K (DS section 11.2.2.9).</param>
    /// <exception cref="ArgumentOutOfRangeException">The emissivity is outside 0.05 to 1.</exception>
    public Mlx90640Imager(double emissivity, double reflected)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(emissivity, 0.05);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(emissivity, 1);
        _emissivity = emissivity;
        _reflected = reflected;
        _thermometer = new Mlx90640Thermometer(_calibration);
    }

    /// <summary>The chip's own temperature at the latest page, in degrees Celsius.</summary>
    public double Ambient => _thermometer.Ambient;

    /// <summary>The supply at the latest page, in volts.</summary>
    public double Supply => _thermometer.Supply;

    /// <summary>When the older of the latest image's two pages was true, nanoseconds on the timeline of the pages' stamps.</summary>
    public long OldestNanoseconds { get; private set; }

    /// <summary>The wider uncertainty of the latest image's two pages, nanoseconds.</summary>
    public long UncertaintyNanoseconds { get; private set; }

    /// <summary>Pixels of the latest image that stand in for one without a temperature of its own.</summary>
    public int ReplacedPixels { get; private set; }

    /// <summary>Whether the latest EEPROM was none that temperatures can be made with.</summary>
    public bool IsEepromRefused { get; private set; }

    /// <summary>Takes over the EEPROM, as its stream brings it again and again; a changed one begins the image anew.</summary>
    public Mlx90640Refusal TakeEeprom(Image eeprom)
    {
        ArgumentNullException.ThrowIfNull(eeprom);
        if (eeprom.Width != Mlx90640Page.Width || eeprom.Height != Mlx90640Page.EepromHeight || !IsRaw(eeprom))
        {
            IsEepromRefused = true;
            return Mlx90640Refusal.WrongShape;
        }

        ReadOnlySpan<short> words = eeprom.Samples.AsSpan(0, Mlx90640Registers.EepromWords);
        if (_calibration.IsLoaded && words.SequenceEqual(_eeprom))
        {
            IsEepromRefused = false;
            return Mlx90640Refusal.None;
        }

        words.CopyTo(_eeprom);
        _has.AsSpan().Clear();
        Mlx90640Refusal refusal = _calibration.Load(words);
        IsEepromRefused = refusal != Mlx90640Refusal.None;
        return refusal;
    }

    /// <summary>Takes a page, and fills the image once both subpages have come.</summary>
    /// <param name="page">Raw words laid out by <see cref="Mlx90640Page"/>.</param>
    /// <param name="image">Filled where the outcome is <see cref="Mlx90640Refusal.None"/>; has room for 768 samples.</param>
    public Mlx90640Refusal Take(Image page, Image image)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(image);
        if (page.Width != Mlx90640Page.Width || page.Height != Mlx90640Page.Height || !IsRaw(page))
        {
            return Mlx90640Refusal.WrongShape;
        }

        Mlx90640Refusal refusal = _thermometer.Convert(page.Samples.AsSpan(0, Mlx90640Page.Samples), _emissivity, _reflected, _celsius);
        if (refusal != Mlx90640Refusal.None)
        {
            return refusal;
        }

        if (page.Samples[Mlx90640Page.Control] != _control)
        {
            // Another pattern divides the pixels otherwise.
            _has.AsSpan().Clear();
            _control = page.Samples[Mlx90640Page.Control];
        }

        int subpage = page.Samples[Mlx90640Page.Subpage];
        _stamps[subpage] = page.Stamp;
        _has[subpage] = true;
        if (!_has[1 - subpage])
        {
            return Mlx90640Refusal.NeedsOtherSubpage;
        }

        image.FrameId = page.FrameId;
        return Fill(image) ? Mlx90640Refusal.None : Mlx90640Refusal.BadPage;
    }

    private static bool IsRaw(Image image) => image.Scale.Unit == Unit.Count
        && image.Scale.Mantissa == 1
        && image.Scale.Exponent == 0
        && image.Samples.Length >= image.Width * image.Height;

    private static bool IsTemperature(double celsius) => celsius is >= -273.15 and <= 327.67;

    private bool Fill(Image image)
    {
        ReplacedPixels = 0;
        image.Width = Mlx90640Registers.Columns;
        image.Height = Mlx90640Registers.Rows;
        image.Scale = new Scale(1, -2, Unit.DegreeCelsius);
        for (int pixel = 0; pixel < _celsius.Length; pixel++)
        {
            double celsius = _celsius[pixel];
            if (!IsTemperature(celsius))
            {
                celsius = MeanOfNeighbours(pixel);
                ReplacedPixels++;
            }

            if (!IsTemperature(celsius))
            {
                return false;
            }

            image.Samples[pixel] = (short)Math.Round(celsius * 100);
        }

        OldestNanoseconds = Math.Min(_stamps[0].Nanoseconds, _stamps[1].Nanoseconds);
        UncertaintyNanoseconds = Math.Max(_stamps[0].UncertaintyNanoseconds, _stamps[1].UncertaintyNanoseconds);
        image.Stamp = new Stamp(Math.Max(_stamps[0].Nanoseconds, _stamps[1].Nanoseconds), UncertaintyNanoseconds);
        return true;
    }

    private double MeanOfNeighbours(int pixel)
    {
        double sum = 0;
        int count = 0;
        int column = pixel % Mlx90640Registers.Columns;
        Add(pixel - Mlx90640Registers.Columns, true, ref sum, ref count);
        Add(pixel + Mlx90640Registers.Columns, true, ref sum, ref count);
        Add(pixel - 1, column > 0, ref sum, ref count);
        Add(pixel + 1, column < Mlx90640Registers.Columns - 1, ref sum, ref count);
        return count == 0 ? double.NaN : sum / count;
    }

    private void Add(int pixel, bool sameRow, ref double sum, ref int count)
    {
        if (sameRow && pixel >= 0 && pixel < _celsius.Length && IsTemperature(_celsius[pixel]))
        {
            sum += _celsius[pixel];
            count++;
        }
    }
}
