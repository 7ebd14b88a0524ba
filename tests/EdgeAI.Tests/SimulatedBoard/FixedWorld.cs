using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>A world whose every quantity is what the test says.</summary>
internal sealed class FixedWorld :
    IThermalField, IElectrodeField, IBridgeInput, IForceField, IAirField, IRangeField, IMagneticField, IThermalImage
{
    public Func<long, int, double> Pixel { get; set; } = static (_, _) => 22;

    public double Body { get; set; } = 25;

    public double[] Capacitance { get; } = [.. Enumerable.Repeat(10.0, 12)];

    public double Bridge { get; set; }

    public double[] Forces { get; } = new double[128];

    public double[] Pascals { get; } = [.. Enumerable.Repeat(98_000.0, 16)];

    public double Air { get; set; } = 25;

    public double[] Ranges { get; } = [.. Enumerable.Repeat(2.0, 64)];

    public double Reflecting { get; set; } = 0.5;

    public Func<double, double, double> Spot { get; set; } = static (_, _) => 22;

    public double[] Fields { get; } = new double[48];

    public double PixelCelsius(long nanoseconds, int pixel) => Pixel(nanoseconds, pixel);

    public double BodyCelsius(long nanoseconds) => Body;

    public double Picofarads(long nanoseconds, int electrode) => Capacitance[electrode];

    public double MillivoltsPerVolt(long nanoseconds) => Bridge;

    public double Newton(long nanoseconds, int sensor) => Forces[sensor];

    public double Pascal(long nanoseconds, int sensor) => Pascals[sensor];

    public double AirCelsius(long nanoseconds, int sensor) => Air;

    public double Metres(long nanoseconds, int zone) => Ranges[zone];

    public double Reflectance(long nanoseconds, int zone) => Reflecting;

    public double Microtesla(long nanoseconds, int sensor, int axis) => Fields[(3 * sensor) + axis];

    public double MagnetometerCelsius(long nanoseconds, int sensor) => Air;

    public double SpotCelsius(long nanoseconds, double across, double down) => Spot(across, down);

    public double CameraCelsius(long nanoseconds) => Body;
}
