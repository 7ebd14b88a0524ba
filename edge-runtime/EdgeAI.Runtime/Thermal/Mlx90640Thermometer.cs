using EdgeAI.Device.Drivers.Mlx90640;

namespace EdgeAI.Runtime.Thermal;

/// <summary>
/// Turns raw words of an MLX90640 into object temperatures by section 11.2.2 of its data sheet (3901090640, revision 12), step by
/// step, in double precision; 0 B per page.
/// </summary>
/// <remarks>
/// Chips are calibrated in chess pattern (DS section 10.6, note 1); in interleaved pattern the correction of 11.1.3.1 is applied. The
/// last step, 11.2.2.9.1.3, is taken in every range, the second included, as that section lists it. Where emissivity is not 1 and TGC
/// not 0, the order is the data sheet's: emissivity first (11.2.2.5.4), then the gradient (11.2.2.7).
/// </remarks>
/// <param name="calibration">The chip's calibration.</param>
public sealed class Mlx90640Thermometer(Mlx90640Calibration calibration)
{
    /// <summary>Zero degrees Celsius in kelvin.</summary>
    public const double Kelvin = 273.15;

    /// <summary>How much colder than the chip its surroundings are taken to be where nobody says: 8 K (DS section 11.2.2.9).</summary>
    public const double ReflectedBelowAmbient = 8;

    private bool _chess;
    private int _subpage;

    /// <summary>The supply at the latest page, in volts (11.2.2.2).</summary>
    public double Supply { get; private set; }

    /// <summary>The chip's own temperature at the latest page, in degrees Celsius (11.2.2.3).</summary>
    public double Ambient { get; private set; }

    /// <summary>K_gain at the latest page (11.2.2.4).</summary>
    public double Gain { get; private set; }

    /// <summary>The compensated compensation pixel of subpage 0 at the latest page (11.2.2.6.2).</summary>
    public double CompensationPixel0 { get; private set; }

    /// <summary>The compensated compensation pixel of subpage 1 at the latest page (11.2.2.6.2).</summary>
    public double CompensationPixel1 { get; private set; }

    /// <summary>Takes what is common to a page's pixels; to be called before <see cref="Infrared"/> and <see cref="Convert"/>.</summary>
    /// <param name="page">A page laid out by <see cref="Mlx90640Page"/>.</param>
    public Mlx90640Refusal Begin(ReadOnlySpan<short> page)
    {
        if (page.Length != Mlx90640Page.Samples)
        {
            return Mlx90640Refusal.WrongShape;
        }

        if (!calibration.IsLoaded)
        {
            return Mlx90640Refusal.NotCalibrated;
        }

        _subpage = page[Mlx90640Page.Subpage];
        double ptat = page[Mlx90640Page.Ptat];
        double mixed = (ptat * calibration.AlphaPtat) + page[Mlx90640Page.Vbe];
        if (_subpage is < 0 or > 1 || page[Mlx90640Page.Gain] == 0 || mixed == 0)
        {
            return Mlx90640Refusal.BadPage;
        }

        int control = (ushort)page[Mlx90640Page.Control];
        _chess = (control & Mlx90640Registers.ChessPattern) != 0;
        int resolution = (control >> Mlx90640Registers.ResolutionShift) & 3;
        double correction = Math.ScaleB(1, calibration.Resolution - resolution);
        double deltaV = ((correction * page[Mlx90640Page.Vdd]) - calibration.Vdd25) / calibration.KVdd;
        Supply = deltaV + 3.3;
        double ptatArt = ptat / mixed * 262144;
        Ambient = (((ptatArt / (1 + (calibration.KvPtat * deltaV))) - calibration.VPtat25) / calibration.KtPtat) + 25;
        if (!(Supply is >= 2.9 and <= 3.7))
        {
            return Mlx90640Refusal.SupplyOutOfRange;
        }

        if (!(Ambient is >= -40 and <= 85))
        {
            return Mlx90640Refusal.AmbientOutOfRange;
        }

        Gain = calibration.Gain / page[Mlx90640Page.Gain];
        double drift = Drift(calibration.KtaCp, calibration.KvCp);
        double offset1 = calibration.OffsetCp1 + (_chess ? 0 : calibration.InterleavedC1);
        CompensationPixel0 = (page[Mlx90640Page.CompensationPixel0] * Gain) - (calibration.OffsetCp0 * drift);
        CompensationPixel1 = (page[Mlx90640Page.CompensationPixel1] * Gain) - (offset1 * drift);
        return Mlx90640Refusal.None;
    }

    /// <summary>Whether a pixel was renewed by the page that <see cref="Begin"/> took.</summary>
    public bool IsOfThisPage(int pixel) => Mlx90640Page.SubpageOf(pixel, _chess) == _subpage;

    /// <summary>The pixel's signal, compensated for gain, offset, supply, ambient temperature, emissivity and gradient (11.2.2.5 to 11.2.2.7).</summary>
    /// <param name="pixel">0 to 767, row by row.</param>
    /// <param name="raw">The pixel's word.</param>
    /// <param name="emissivity">The object's, above 0 to 1.</param>
    public double Infrared(int pixel, short raw, double emissivity)
    {
        double signal = (raw * Gain) - (calibration.Offset[pixel] * Drift(calibration.Kta[pixel], calibration.Kv[pixel]));
        if (!_chess)
        {
            int row = (pixel / Mlx90640Registers.Columns) & 1;
            int conversion = (((pixel + 2) / 4) - ((pixel + 3) / 4) + ((pixel + 1) / 4) - (pixel / 4)) * (1 - (2 * row));
            signal += (calibration.InterleavedC3 * ((2 * row) - 1)) - (calibration.InterleavedC2 * conversion);
        }

        double compensation = Mlx90640Page.SubpageOf(pixel, _chess) == 0 ? CompensationPixel0 : CompensationPixel1;
        return (signal / emissivity) - (calibration.Tgc * compensation);
    }

    /// <summary>The pixel's sensitivity, compensated for gradient and ambient temperature (11.2.2.8).</summary>
    public double Sensitivity(int pixel)
    {
        double compensation = Mlx90640Page.SubpageOf(pixel, _chess) == 0 ? calibration.AlphaCp0 : calibration.AlphaCp1;
        return (calibration.Alpha[pixel] - (calibration.Tgc * compensation)) * (1 + (calibration.KsTa * (Ambient - 25)));
    }

    /// <summary>T_a-r: what chip and surroundings send themselves, in kelvin to the fourth (11.2.2.9).</summary>
    /// <param name="reflected">The temperature of the surroundings in degrees Celsius.</param>
    /// <param name="emissivity">The object's, above 0 to 1.</param>
    public double Background(double reflected, double emissivity)
    {
        double surroundings = Fourth(reflected + Kelvin);
        return surroundings - ((surroundings - Fourth(Ambient + Kelvin)) / emissivity);
    }

    /// <summary>The object's temperature by the basic range's formula (11.2.2.9), in degrees Celsius; not a number where no temperature fits.</summary>
    /// <param name="infrared">From <see cref="Infrared"/>.</param>
    /// <param name="sensitivity">From <see cref="Sensitivity"/>, above zero.</param>
    /// <param name="background">From <see cref="Background"/>.</param>
    public double BasicTemperature(double infrared, double sensitivity, double background)
    {
        double slope = calibration.KsTo[1];
        double root = FourthRoot((sensitivity * sensitivity * sensitivity * infrared) + (Fourth(sensitivity) * background));
        return FourthRoot((infrared / ((sensitivity * (1 - (slope * Kelvin))) + (slope * root))) + background) - Kelvin;
    }

    /// <summary>The object's temperature by its own range (11.2.2.9.1.3), in degrees Celsius; not a number where no temperature fits.</summary>
    /// <inheritdoc cref="BasicTemperature" path="/param"/>
    public double Temperature(double infrared, double sensitivity, double background)
    {
        double basic = BasicTemperature(infrared, sensitivity, background);
        ReadOnlySpan<double> corner = calibration.Corner;
        int range = basic < corner[1] ? 0 : basic < corner[2] ? 1 : basic < corner[3] ? 2 : 3;
        double slope = 1 + (calibration.KsTo[range] * (basic - corner[range]));
        return FourthRoot((infrared / (sensitivity * calibration.AlphaCorrection[range] * slope)) + background) - Kelvin;
    }

    /// <summary>Renews the temperatures of one subpage's pixels; the others keep theirs.</summary>
    /// <param name="page">A page laid out by <see cref="Mlx90640Page"/>.</param>
    /// <param name="emissivity">The object's, above 0 to 1.</param>
    /// <param name="reflected">The temperature of the surroundings in degrees Celsius; not a number takes the chip's own less 8 K.</param>
    /// <param name="celsius">768 temperatures, row by row; not a number where the pixel has none.</param>
    public Mlx90640Refusal Convert(ReadOnlySpan<short> page, double emissivity, double reflected, Span<double> celsius)
    {
        Mlx90640Refusal refusal = Begin(page);
        if (refusal != Mlx90640Refusal.None)
        {
            return refusal;
        }

        double background = Background(double.IsNaN(reflected) ? Ambient - ReflectedBelowAmbient : reflected, emissivity);
        for (int pixel = 0; pixel < Mlx90640Registers.Pixels; pixel++)
        {
            if (IsOfThisPage(pixel))
            {
                celsius[pixel] = calibration.Bad[pixel]
                    ? double.NaN
                    : Temperature(Infrared(pixel, page[pixel], emissivity), Sensitivity(pixel), background);
            }
        }

        return Mlx90640Refusal.None;
    }

    private static double Fourth(double value) => value * value * value * value;

    private static double FourthRoot(double value) => Math.Sqrt(Math.Sqrt(value));

    private double Drift(double kta, double kv) => (1 + (kta * (Ambient - 25))) * (1 + (kv * (Supply - 3.3)));
}
