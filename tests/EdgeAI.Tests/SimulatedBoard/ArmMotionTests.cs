using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class ArmMotionTests
{
    private const long Millisecond = 1_000_000;
    private const double Gravity = 9.80665;

    private readonly ArmMotion _arm = new(2026);

    [Fact]
    public void Elevation_OverACycle_RisesHoldsAndComesBack()
    {
        Assert.Equal(0, _arm.ElevationRadians(-Millisecond));
        Assert.Equal(0, _arm.ElevationRadians(2700 * Millisecond));
        double top = _arm.ElevationRadians(4000 * Millisecond);
        Assert.InRange(top, 0.5, 0.9);
        Assert.Equal(top, _arm.ElevationRadians(7900 * Millisecond));
        Assert.Equal(0, _arm.ElevationRadians(9600 * Millisecond), 1e-12);
        Assert.NotEqual(top, _arm.ElevationRadians(14_000 * Millisecond));
    }

    /// <summary>Orientation, angular velocity and specific force are those of one motion: the first differentiated gives the others.</summary>
    [Fact]
    public void Motion_Differentiated_AgreesWithItself()
    {
        const long Step = 100_000;
        const double Seconds = Step * 1e-9;
        for (long t = 0; t < 20_000 * Millisecond; t += 7_300_000)
        {
            double before = _arm.ElevationRadians(t - Step);
            double now = _arm.ElevationRadians(t);
            double after = _arm.ElevationRadians(t + Step);
            double rate = (after - before) / (2 * Seconds);
            double acceleration = (after - (2 * now) + before) / (Seconds * Seconds);
            Assert.Equal(-rate, _arm.AngularVelocity(t, 1), 1e-5);
            Assert.Equal((Gravity * Math.Sin(now)) - (rate * rate * ArmMotion.LeverMetres), _arm.SpecificForce(t, 0), 1e-4);
            Assert.Equal((Gravity * Math.Cos(now)) + (acceleration * ArmMotion.LeverMetres), _arm.SpecificForce(t, 2), 1e-2);
            Assert.Equal(Math.Cos(now / 2), _arm.Orientation(t, 0), 1e-14);
            Assert.Equal(-Math.Sin(now / 2), _arm.Orientation(t, 2), 1e-14);
            Assert.Equal(0, _arm.Orientation(t, 1) + _arm.Orientation(t, 3) + _arm.AngularVelocity(t, 0) + _arm.AngularVelocity(t, 2) + _arm.SpecificForce(t, 1));
        }
    }
}
