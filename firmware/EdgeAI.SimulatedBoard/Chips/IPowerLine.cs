namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>A supply line with a shunt resistor in it, as a power monitor is wired to it.</summary>
public interface IPowerLine
{
    /// <summary>The voltage across the shunt, in volts, positive where current flows towards the load.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double ShuntVolts(long nanoseconds);

    /// <summary>The voltage of the line against ground, in volts.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double BusVolts(long nanoseconds);
}
