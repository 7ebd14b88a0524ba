namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What presses on force sensors.</summary>
public interface IForceField
{
    /// <summary>The force on one sensor, in newton, zero or more.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="sensor">The sensor's number, from 0.</param>
    double Newton(long nanoseconds, int sensor);
}
