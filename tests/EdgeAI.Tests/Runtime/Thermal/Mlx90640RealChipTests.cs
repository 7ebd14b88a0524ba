using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Runtime.Thermal;

namespace EdgeAI.Tests.Runtime.Thermal;

/// <summary>
/// EEPROM and raw frames of a real chip (shared data, vectors/mlx90640). The expected temperatures were computed once with the maker's
/// own library, melexis/mlx90640-library at f6be7ca (7 February 2023), compiled apart from this project, in its single precision:
/// emissivity 0.95, reflected temperature Ta - 8, the frame of subpage 1 and then that of subpage 0. Nobody measured the scene itself.
/// </summary>
public sealed class Mlx90640RealChipTests
{
    private static readonly (int Pixel, double Celsius)[] Expected =
    [
        (0, 23.2528), (1, 24.5431), (31, 21.0747), (32, 23.9468), (63, 22.4949), (100, 49.6376), (144, 26.8343), (200, 33.7090),
        (255, 21.4624), (300, 27.0091), (367, 28.2139), (383, 22.2593), (384, 26.8200), (400, 28.2973), (416, 25.7432), (450, 27.1884),
        (500, 23.9746), (512, 23.1123), (555, 23.6150), (600, 23.4050), (640, 21.2522), (700, 22.1033), (736, 21.5692), (766, 21.6086),
        (767, 21.9411),
    ];

    [Fact]
    public void Convert_RealFrames_GivesWhatTheMakersLibraryGives()
    {
        Mlx90640Calibration calibration = new();
        Assert.Equal(Mlx90640Refusal.None, calibration.Load(RealChip.Eeprom()));
        Mlx90640Thermometer thermometer = new(calibration);
        double[] celsius = new double[Mlx90640Registers.Pixels];
        Array.Fill(celsius, double.NaN);
        foreach (short[] page in RealChip.Pages())
        {
            Assert.Equal(Mlx90640Refusal.None, thermometer.Convert(page, 0.95, double.NaN, celsius));
            Assert.Equal(3.316667, thermometer.Supply, 5);
            Assert.Equal(25.749531, thermometer.Ambient, 4);
        }

        foreach ((int pixel, double expected) in Expected)
        {
            Assert.Equal(expected, celsius[pixel], 0.005);
        }

        Assert.Equal(26.9789, celsius.Average(), 0.001);
        Assert.Equal(21.0088, celsius.Min(), 0.005);
        Assert.Equal(49.6376, celsius.Max(), 0.005);
    }

    [Fact]
    public void Load_RealEeprom_NamesItsOwnAddress() =>
        Assert.Equal(Mlx90640Registers.DefaultAddress, RealChip.Eeprom()[Mlx90640Registers.EepromAddressWord] & 0xFF);

    [Fact]
    public void Convert_SteadyState_AllocatesNothing()
    {
        Mlx90640Calibration calibration = new();
        calibration.Load(RealChip.Eeprom());
        Mlx90640Thermometer thermometer = new(calibration);
        double[] celsius = new double[Mlx90640Registers.Pixels];
        short[] page = RealChip.Pages()[0];
        thermometer.Convert(page, 0.95, double.NaN, celsius);
        AllocationMeter meter = AllocationMeter.Start();
        for (int i = 0; i < 100; i++)
        {
            thermometer.Convert(page, 0.95, double.NaN, celsius);
        }

        Assert.Equal(0, meter.Bytes);
    }
}
