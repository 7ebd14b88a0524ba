using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The gripper's motor on its supply: current goes with the grip force, and back into the supply while the hand lets go. Whoever
/// reads the monitor may know the constants, as a motor's data sheet would give them. A pure function of the scene and of time.
/// </summary>
/// <param name="scene">What the hand does.</param>
public sealed class GripMotor(Scene scene) : IPowerLine
{
    /// <summary>The shunt, in ohms.</summary>
    public const double ShuntOhms = 0.01;

    /// <summary>Current without a force, in amperes.</summary>
    public const double IdleAmperes = 0.15;

    /// <summary>Current for one newton of grip, in amperes.</summary>
    public const double AmperesPerNewton = 0.12;

    // While the hand opens the motor is driven by the spring of its fingers: it brakes into the supply.
    private const double BrakingAmperes = 0.4;
    private const double SupplyVolts = 24;
    private const double SupplyOhms = 0.15;
    private const long Look = 5 * SceneTime.Millisecond;

    // Letting go takes 150 ms from 1.2 N or more: at least 0.04 N in the look-back.
    private const double ReleaseNewtonPerLook = 0.03;

    /// <summary>The motor's current, in amperes, negative while it brakes.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public double Amperes(long t)
    {
        double force = scene.GripForceNewton(t);
        bool opens = scene.Grasp(t) == GraspState.None && scene.GripForceNewton(t - Look) - force > ReleaseNewtonPerLook;
        return opens ? -BrakingAmperes : IdleAmperes + (AmperesPerNewton * force);
    }

    /// <inheritdoc/>
    public double ShuntVolts(long nanoseconds) => ShuntOhms * Amperes(nanoseconds);

    /// <inheritdoc/>
    public double BusVolts(long nanoseconds) => SupplyVolts - (SupplyOhms * Amperes(nanoseconds));
}
