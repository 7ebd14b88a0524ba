using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>A world whose every quantity is what the test says.</summary>
internal sealed class FixedWorld : IThermalField, IElectrodeField, IBridgeInput
{
    public Func<long, int, double> Pixel { get; set; } = static (_, _) => 22;

    public double Body { get; set; } = 25;

    public double[] Capacitance { get; } = [.. Enumerable.Repeat(10.0, 12)];

    public double Bridge { get; set; }

    public double PixelCelsius(long nanoseconds, int pixel) => Pixel(nanoseconds, pixel);

    public double BodyCelsius(long nanoseconds) => Body;

    public double Picofarads(long nanoseconds, int electrode) => Capacitance[electrode];

    public double MillivoltsPerVolt(long nanoseconds) => Bridge;
}
