namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The air, or the gel, that pressure sensors stand in.</summary>
public interface IAirField
{
    /// <summary>The pressure at one sensor, in pascal, 30,000 to 125,000.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="sensor">The sensor's number, from 0.</param>
    double Pascal(long nanoseconds, int sensor);

    /// <summary>The temperature at one sensor, in degrees Celsius, -40 to 85.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="sensor">The sensor's number, from 0.</param>
    double AirCelsius(long nanoseconds, int sensor);
}
