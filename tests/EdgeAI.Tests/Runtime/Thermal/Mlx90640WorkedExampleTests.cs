using EdgeAI.Runtime.Thermal;

namespace EdgeAI.Tests.Runtime.Thermal;

/// <summary>Every number that the data sheet prints on its way to 80.36 degC (revision 12, section 11.2.2, pages 35 to 46).</summary>
public sealed class Mlx90640WorkedExampleTests
{
    private readonly Mlx90640Calibration _calibration = new();
    private readonly Mlx90640Thermometer _thermometer;

    public Mlx90640WorkedExampleTests()
    {
        Assert.Equal(Mlx90640Refusal.None, _calibration.Load(WorkedExample.Eeprom()));
        _thermometer = new Mlx90640Thermometer(_calibration);
        Assert.Equal(Mlx90640Refusal.None, _thermometer.Begin(WorkedExample.Page()));
    }

    [Fact]
    public void Load_Table12_GivesItsDecodedValues()
    {
        Assert.Equal(9, _calibration.AlphaPtat);
        Assert.Equal(6383, _calibration.Gain);
        Assert.Equal(12273, _calibration.VPtat25);
        Assert.Equal(0.005371094, _calibration.KvPtat, 9);
        Assert.Equal(42.25, _calibration.KtPtat);
        Assert.Equal(-3168, _calibration.KVdd);
        Assert.Equal(-13056, _calibration.Vdd25);
        Assert.Equal((1.25, 3, 0.125), (_calibration.InterleavedC1, _calibration.InterleavedC2, _calibration.InterleavedC3));
        Assert.Equal(2, _calibration.Resolution);
        Assert.Equal(4.0745362639427E-09, _calibration.AlphaCp0, 1e-22);
        Assert.Equal(3.85171006200835E-09, _calibration.AlphaCp1, 1e-22);
        Assert.Equal((-75, -77), (_calibration.OffsetCp0, _calibration.OffsetCp1));
        Assert.Equal((0.5, 0.00457763671875), (_calibration.KvCp, _calibration.KtaCp));
        Assert.Equal((-0.001953125, 1.0), (_calibration.KsTa, _calibration.Tgc));
        Assert.Equal([-40, 0, 160, 320], _calibration.Corner.ToArray());
        Assert.All(_calibration.KsTo.ToArray(), static slope => Assert.Equal(-0.00080108642578125, slope));
    }

    [Fact]
    public void Load_Pixel12And16_GivesItsParameters()
    {
        Assert.Equal(-75, _calibration.Offset[WorkedExample.Pixel]);
        Assert.Equal(1.26223312690854E-07, _calibration.Alpha[WorkedExample.Pixel], 1e-20);
        Assert.Equal(0.005126953125, _calibration.Kta[WorkedExample.Pixel]);
        Assert.Equal(0.5, _calibration.Kv[WorkedExample.Pixel]);
        Assert.False(_calibration.Bad[WorkedExample.Pixel]);
    }

    /// <summary>Page 46.</summary>
    [Fact]
    public void Load_Ranges_GiveTheirSensitivityCorrections()
    {
        Assert.Equal(1.033104231, _calibration.AlphaCorrection[0], 8);
        Assert.Equal(1, _calibration.AlphaCorrection[1]);
        Assert.Equal(0.871826172, _calibration.AlphaCorrection[2], 8);
        Assert.Equal(0.76008087418, _calibration.AlphaCorrection[3], 8);
    }

    /// <summary>Pages 36 and 37: Vdd 3.319 V, Ta 39.184 degC, K_gain 1.01753546947234.</summary>
    [Fact]
    public void Begin_CommonValues_AreThoseOfTheDataSheet()
    {
        Assert.Equal(3.3 + 0.018623737, _thermometer.Supply, 8);
        Assert.Equal(39.184, _thermometer.Ambient, 3);
        Assert.Equal(1.01753546947234, _thermometer.Gain, 13);
    }

    /// <summary>
    /// Page 41. The data sheet goes on with Ta and Vdd rounded to three places, which moves the fourth digit. For subpage 1 it prints
    /// 21.6315865670509, which its own formula does not give with its own numbers: -56.98199 + 77 * 1.06493 * 1.0095 is 25.80.
    /// </summary>
    [Fact]
    public void Begin_CompensationPixels_AreThoseOfTheDataSheetsFormula()
    {
        Assert.Equal(25.6666575059956, _thermometer.CompensationPixel0, 0.02);
        Assert.Equal(-56.9819862904511 + (77 * (1 + (0.00457763671875 * (39.184 - 25))) * (1 + (0.5 * (3.319 - 3.3)))), _thermometer.CompensationPixel1, 0.02);
    }

    /// <summary>
    /// Pages 39 to 44. The example is at odds with itself after page 39: it calculates pattern 0 for chess, takes subpage 0 for
    /// the sensitivity, but subpage 1 (with the value above) for the signal, 679.25 instead of 675.22. Up to there and for the
    /// sensitivity every number is checked; what follows is checked with its own numbers below. The object was at 80 degC.
    /// </summary>
    [Fact]
    public void Infrared_Pixel12And16_IsThatOfTheDataSheet()
    {
        double infrared = _thermometer.Infrared(WorkedExample.Pixel, 609, 1);
        double sensitivity = _thermometer.Sensitivity(WorkedExample.Pixel);
        double background = _thermometer.Background(31, 1);
        Assert.Equal(700.882495690877, infrared + _thermometer.CompensationPixel0, 0.02);
        Assert.Equal(1.1876487360496E-07, sensitivity, 1e-12);
        Assert.Equal(9516495632.56, background, 1e5);
        Assert.Equal(80, _thermometer.BasicTemperature(infrared, sensitivity, background), 0.5);
        Assert.Equal(80, _thermometer.Temperature(infrared, sensitivity, background), 0.5);
    }

    /// <summary>With the numbers that the data sheet itself carries on, every printed digit comes out.</summary>
    [Fact]
    public void BasicTemperature_DataSheetsOwnIntermediates_GivesEveryDigit() =>
        Assert.Equal(80.363312506592, _thermometer.BasicTemperature(679.250909123826, 1.1876487360496E-07, 9516495632.56), 1e-7);

    /// <summary>Emissivity reflects the surroundings: an object as warm as they are looks the same at any emissivity.</summary>
    [Fact]
    public void Background_SurroundingsAsWarmAsTheChip_DoesNotDependOnEmissivity() =>
        Assert.Equal(_thermometer.Background(_thermometer.Ambient, 1), _thermometer.Background(_thermometer.Ambient, 0.4), 1e-3);

    [Fact]
    public void Temperature_EachRange_ContinuesTheOneBefore()
    {
        double sensitivity = _thermometer.Sensitivity(WorkedExample.Pixel);
        double background = _thermometer.Background(31, 1);
        double last = double.NegativeInfinity;
        for (double infrared = -450; infrared < 12000; infrared += 1)
        {
            double celsius = _thermometer.Temperature(infrared, sensitivity, background);
            Assert.True(celsius > last - 0.3, $"{infrared}: {celsius} after {last}");
            last = celsius;
        }

        Assert.True(last > 320, $"{last}");
    }
}
