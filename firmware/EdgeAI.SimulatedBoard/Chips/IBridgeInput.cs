namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What a strain-gauge bridge gives to its converter.</summary>
public interface IBridgeInput
{
    /// <summary>The bridge's output relative to its excitation, in millivolts per volt.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double MillivoltsPerVolt(long nanoseconds);
}
