using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The forearm's part of each cycle: once the hand holds the object, the arm lifts it by turning about its elbow, and lowers
/// itself again at the cycle's end. A pure function of the scene's seed and of time, the same on every machine; allocates nothing.
/// </summary>
/// <param name="seed">The scene's seed.</param>
public sealed class ArmMotion(ulong seed) : IBodyMotion
{
    /// <summary>From the elbow to the sensor, along the arm's x, in metres.</summary>
    public const double LeverMetres = 0.3;

    private const double StandardGravity = 9.80665;
    private const ulong Salt = 0x61_726D;
    private const long LiftStart = 2800 * SceneTime.Millisecond;
    private const long LiftEnd = 4000 * SceneTime.Millisecond;
    private const long LowerStart = 8000 * SceneTime.Millisecond;
    private const long LowerEnd = 9500 * SceneTime.Millisecond;

    /// <summary>How far the arm is raised, in radians: 0 level, 0.5 to 0.9 while lifted.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public double ElevationRadians(long t) => Raise(t).Angle;

    /// <inheritdoc/>
    public double SpecificForce(long nanoseconds, int axis)
    {
        (double angle, double rate, double acceleration) = Raise(nanoseconds);
        (double sine, double cosine) = SinCos(angle);

        // Gravity's reaction in the arm's frame, and the arm's own turning: towards the elbow and across.
        return axis switch
        {
            0 => (StandardGravity * sine) - (rate * rate * LeverMetres),
            2 => (StandardGravity * cosine) + (acceleration * LeverMetres),
            _ => 0,
        };
    }

    /// <inheritdoc/>
    public double AngularVelocity(long nanoseconds, int axis) => axis == 1 ? -Raise(nanoseconds).Rate : 0;

    /// <inheritdoc/>
    public double Orientation(long nanoseconds, int part)
    {
        // Raising is a turn about y in the negative sense (REP-103).
        (double sine, double cosine) = SinCos(Raise(nanoseconds).Angle / 2);
        return part switch { 0 => cosine, 2 => -sine, _ => 0 };
    }

    /// <summary>Sine and cosine to about 1e-15 for up to 1 rad, by basic operations alone: the same bits on every machine.</summary>
    internal static (double Sine, double Cosine) SinCos(double radians)
    {
        double square = radians * radians;
        double sine = 0;
        double cosine = 0;
        for (int power = 18; power >= 2; power -= 2)
        {
            sine = (1 - sine) * square / (power * (power + 1));
            cosine = (1 - cosine) * square / (power * (power - 1));
        }

        return (radians * (1 - sine), 1 - cosine);
    }

    private (double Angle, double Rate, double Acceleration) Raise(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return default;
        }

        double top = 0.5 + (0.4 * RandomStream.UniformAt(seed ^ Salt, cycle));
        long since = t - SceneTime.StartOf(cycle);
        return since < (LiftEnd + LowerStart) / 2
            ? MinimumJerk.Turn(since, LiftStart, LiftEnd, 0, top)
            : MinimumJerk.Turn(since, LowerStart, LowerEnd, top, -top);
    }
}
