using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The arm's part of each cycle: it raises itself, is pushed at its tip while it stands, is pushed again while it lowers itself, and rests. A pure
/// function of the scene's seed and of time, the same on every machine; allocates nothing.
/// </summary>
/// <param name="seed">The scene's seed.</param>
public sealed class ArmStory(ulong seed)
{
    /// <summary>Shoulder and elbow.</summary>
    public const int JointCount = 2;

    private const ulong Salt = 0x6A_6F_69_6E_74;
    private const double ShoulderRest = -0.9;
    private const double ElbowRest = 1.6;
    private const long RaiseStart = 1500 * SceneTime.Millisecond;
    private const long RaiseEnd = 3500 * SceneTime.Millisecond;
    private const long LowerStart = 7000 * SceneTime.Millisecond;
    private const long LowerEnd = 9000 * SceneTime.Millisecond;
    private const long FirstPush = 4500 * SceneTime.Millisecond;
    private const long FirstRelease = 6000 * SceneTime.Millisecond;
    private const long SecondPush = 7600 * SceneTime.Millisecond;
    private const long SecondRelease = 8400 * SceneTime.Millisecond;
    private const long PushRamp = 20 * SceneTime.Millisecond;

    /// <summary>How the shoulder and the elbow move.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public (JointMotion Shoulder, JointMotion Elbow) Motion(long t)
    {
        long cycle = Math.Max(0, SceneTime.CycleOf(t));
        double shoulder = 1.3 + (0.4 * Draw(cycle, 0));
        double elbow = -1.1 - (0.3 * Draw(cycle, 1));
        return (Turn(t - SceneTime.StartOf(cycle), ShoulderRest, shoulder), Turn(t - SceneTime.StartOf(cycle), ElbowRest, elbow));
    }

    /// <summary>What the joints' motors give, in N m.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public (double Shoulder, double Elbow) MotorTorques(long t)
    {
        (JointMotion shoulder, JointMotion elbow) = Motion(t);
        (double shoulderFree, double elbowFree) = TwoLinkArm.MotorTorques(in shoulder, in elbow);
        (double shoulderPushed, double elbowPushed) = ExternalTorques(t);
        return (shoulderFree - shoulderPushed, elbowFree - elbowPushed);
    }

    /// <summary>The torques that the world puts on the joints, in N m: what an estimate is held against.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public (double Shoulder, double Elbow) ExternalTorques(long t)
    {
        long cycle = Math.Max(0, SceneTime.CycleOf(t));
        long since = t - SceneTime.StartOf(cycle);
        double first = Held(since, FirstPush, FirstRelease);
        double second = Held(since, SecondPush, SecondRelease);
        double forward = (first * Newton(cycle, 2)) + (second * Newton(cycle, 4));
        double up = (first * Newton(cycle, 3)) + (second * Newton(cycle, 5));
        (JointMotion shoulder, JointMotion elbow) = Motion(t);
        return TwoLinkArm.OfForce(shoulder.Angle, elbow.Angle, forward, up);
    }

    private static JointMotion Turn(long since, double rest, double by)
    {
        (double angle, double rate, double acceleration) = since < (RaiseEnd + LowerStart) / 2
            ? MinimumJerk.Turn(since, RaiseStart, RaiseEnd, rest, by)
            : MinimumJerk.Turn(since, LowerStart, LowerEnd, rest + by, -by);
        return new JointMotion(angle, rate, acceleration);
    }

    /// <summary>How much of a push there is, 0 to 1.</summary>
    private static double Held(long since, long push, long release) =>
        MinimumJerk.Turn(since, push, push + PushRamp, 0, 1).Angle - MinimumJerk.Turn(since, release, release + PushRamp, 0, 1).Angle;

    /// <summary>5 to 15 N in either direction.</summary>
    private double Newton(long cycle, int draw)
    {
        double drawn = Draw(cycle, draw);
        return drawn < 0.5 ? -15 + (20 * drawn) : -5 + (20 * drawn);
    }

    private double Draw(long cycle, int draw) => RandomStream.UniformAt(seed ^ Salt, cycle, draw);
}
