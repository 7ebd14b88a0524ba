namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>How a body moves that carries inertial sensors, in its own frame: x forward, y left, z up (REP-103).</summary>
public interface IBodyMotion
{
    /// <summary>What an accelerometer feels along an axis, gravity's reaction included, in m/s^2: +9.81 on z at rest.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="axis">0 to 2: x, y, z.</param>
    double SpecificForce(long nanoseconds, int axis);

    /// <summary>The angular velocity about an axis, in rad/s.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="axis">0 to 2: x, y, z.</param>
    double AngularVelocity(long nanoseconds, int axis);

    /// <summary>One part of the unit quaternion that turns the body's frame into the world's.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="part">0 to 3: w, x, y, z.</param>
    double Orientation(long nanoseconds, int part);
}
