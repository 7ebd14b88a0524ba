namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// What the wrist carries: the object, from when the arm has lifted it until the hand lets go, with its weight and its inertia. In
/// the arm's frame (REP-103): x forward, y left, z up. A pure function of the scene and of time; allocates nothing.
/// </summary>
/// <param name="scene">What the hand does.</param>
/// <param name="arm">How the arm moves.</param>
public sealed class WristLoad(Scene scene, ArmMotion arm)
{
    /// <summary>From the wrist's sensor to the object, along x, in metres.</summary>
    public const double LeverMetres = 0.12;

    // A stable grasp of 3 to 8 N holds 60 g for every newton with friction to spare.
    private const double KilogramsPerNewton = 0.06;

    // The object leaves the table while the arm rises through this angle.
    private const double LiftRadians = 0.03;

    // The grip force while the hand holds the cycle's object, looked up at an instant when it certainly does: 4 s into the cycle.
    private const long Held = 4 * SceneTime.Second;

    /// <summary>The object's mass in the cycle of an instant, in kilograms, 0.18 to 0.48.</summary>
    /// <param name="t">Nanoseconds since the scene's start, 0 or more.</param>
    public double ObjectKilograms(long t) => KilogramsPerNewton * scene.GripForceNewton(SceneTime.StartOf(SceneTime.CycleOf(t)) + Held);

    /// <summary>One axis of the wrench that the load exerts on the sensor.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    /// <param name="axis">0 to 5: Fx, Fy, Fz in newtons, Tx, Ty, Tz in newton-metres.</param>
    public double Wrench(long t, int axis)
    {
        if (t < 0 || scene.Grasp(t) == GraspState.None)
        {
            return 0;
        }

        double carried = ObjectKilograms(t) * Math.Clamp(arm.ElevationRadians(t) / LiftRadians, 0, 1);
        return axis switch
        {
            0 => -carried * arm.SpecificForce(t, 0),
            2 => -carried * arm.SpecificForce(t, 2),
            4 => carried * arm.SpecificForce(t, 2) * LeverMetres,
            _ => 0,
        };
    }
}
