using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Thermal;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>From a surface's temperature through the chip's RAM, the driver and the robot's calculation back to the temperature.</summary>
public sealed class Mlx90640OnSimulatedChipTests : SensorDriverContract
{
    private readonly Mlx90640Thermometer _thermometer;
    private readonly double[] _celsius = new double[Mlx90640Registers.Pixels];

    public Mlx90640OnSimulatedChipTests()
    {
        Mlx90640Calibration calibration = new();
        Assert.Equal(Mlx90640Refusal.None, calibration.Load([.. Mlx90640Eeprom.Generate(7).Select(static word => (short)word)]));
        _thermometer = new Mlx90640Thermometer(calibration);
    }

    protected override long ReadingStep => 250_000_000;

    protected override long SamplingInterval => 125_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        SimulatedMlx90640 chip = new(clock, world, Mlx90640Eeprom.Generate(7));
        return new SimulatedChipUnderTest(SimulatedMlx90640.DefaultAddress, world, chip, Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Mlx90640Sensor(bus, SimulatedMlx90640.DefaultAddress, clock);

    // Variants 0 to 9 reach from -15 to 180 degC: three of the chip's four ranges.
    private static double Celsius(double across, double down, int variant) => -15 + (18 * variant) + (25 * across) + (8 * down);

    private static void Present(FixedWorld world, int variant) => world.Spot = (across, down) => Celsius(across, down, variant);

    // A word is worth 0.1 to 0.25 K at room temperature, more at colder ones.
    private bool Shows(Message reading, int variant)
    {
        Image page = (Image)reading;
        if (_thermometer.Convert(page.Samples.AsSpan(0, Mlx90640Page.Samples), 0.95, double.NaN, _celsius) != Mlx90640Refusal.None)
        {
            return false;
        }

        for (int pixel = 0; pixel < Mlx90640Registers.Pixels; pixel++)
        {
            double truth = Celsius(((pixel % 32) + 0.5) / 32, ((pixel / 32) + 0.5) / 24, variant);
            if (_thermometer.IsOfThisPage(pixel) && Math.Abs(_celsius[pixel] - truth) > 0.5)
            {
                return false;
            }
        }

        return true;
    }
}
