using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>A body, a room and a supply line whose every quantity is what the test says.</summary>
internal sealed class FixedBody : IPowerLine, IRoomClimate, IBodyMotion
{
    private static readonly double[] Resting = [0, 0, 9.80665];

    public Func<long, double> Shunt { get; set; } = static _ => 0;

    public double Bus { get; set; }

    public double Celsius { get; set; } = 25;

    public double Pascals { get; set; } = 101_325;

    public double RelativeHumidity { get; set; } = 50;

    public Func<long, double[]> Force { get; set; } = static _ => Resting;

    public double[] Rate { get; } = [0, 0, 0];

    public double[] Quaternion { get; } = [1, 0, 0, 0];

    public double ShuntVolts(long nanoseconds) => Shunt(nanoseconds);

    public double BusVolts(long nanoseconds) => Bus;

    public double AirCelsius(long nanoseconds) => Celsius;

    public double AirPascals(long nanoseconds) => Pascals;

    public double AirRelativeHumidity(long nanoseconds) => RelativeHumidity;

    public double SpecificForce(long nanoseconds, int axis) => Force(nanoseconds)[axis];

    public double AngularVelocity(long nanoseconds, int axis) => Rate[axis];

    public double Orientation(long nanoseconds, int part) => Quaternion[part];
}
