using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Estimation;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>
/// An IMU on a body whose orientation is known: its rates are integrated here, at ten times the sensor's rate, into the true orientation, and
/// its readings are gravity and the body's acceleration in the body's directions, with bias, noise and the rounding of a real chip.
/// </summary>
internal sealed class SyntheticImu(int seed, double rateNoise, double accelerationNoise, Vector bias)
{
    public const double Period = 0.01;
    private const int Substeps = 10;

    private readonly Random _random = new(seed);
    private double _time;

    public Rotation Truth { get; private set; } = Rotation.None;

    public Vector Bias { get; } = bias;

    public Imu Reading { get; } = new() { FrameId = "imu", AngularVelocityScale = new Scale(1, -4, Unit.RadianPerSecond) };

    /// <summary>Starts at an orientation.</summary>
    public SyntheticImu From(Rotation truth)
    {
        Truth = truth;
        return this;
    }

    /// <summary>Goes on by a period.</summary>
    /// <param name="rate">The body's rate at a time, in its own directions.</param>
    /// <param name="acceleration">Its acceleration at a time, in the world's directions.</param>
    public void Step(Func<double, Vector> rate, Func<double, Vector> acceleration)
    {
        for (int substep = 0; substep < Substeps; substep++)
        {
            Truth = Truth.After(Rotation.By(Period / Substeps * rate(_time + (Period / Substeps * (substep + 0.5)))));
        }

        _time += Period;
        Vector felt = Truth.Inverse.Turn(acceleration(_time) + new Vector(0, 0, OrientationFilter.Gravity));
        Put(rate(_time) + Bias + Noise(rateNoise), 1e-4, Reading.AngularVelocity);
        Put(felt + Noise(accelerationNoise), 1e-3, Reading.LinearAcceleration);
    }

    private static void Put(Vector value, double step, int[] raw) =>
        (raw[0], raw[1], raw[2]) = ((int)Math.Round(value.X / step), (int)Math.Round(value.Y / step), (int)Math.Round(value.Z / step));

    private Vector Noise(double sigma) => sigma * new Vector(Normal(), Normal(), Normal());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
