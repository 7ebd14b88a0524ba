namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// A chip with one input, a clock, and one output, its data: what a bit-clocked converter looks like. Instants never go backwards.
/// </summary>
public interface ISimulatedPulsedChip
{
    /// <summary>Puts a level on the clock input from an instant on.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="high">The level; the same level again is no edge.</param>
    void DriveClock(long nanoseconds, bool high);

    /// <summary>Whether the data output is high at an instant.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    bool IsDataHigh(long nanoseconds);

    /// <summary>Starts the chip as if power had just come.</summary>
    void PowerOn();
}
