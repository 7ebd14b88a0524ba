namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What stands at the analog inputs of a converter.</summary>
public interface IVoltageInputs
{
    /// <summary>The voltage of one input against ground, in volts.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="input">0 to 3.</param>
    double Volts(long nanoseconds, int input);
}
