namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What capacitive electrodes stand in.</summary>
public interface IElectrodeField
{
    /// <summary>The capacitance of one electrode to ground, in picofarads, above zero.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="electrode">0 to 11.</param>
    double Picofarads(long nanoseconds, int electrode);
}
