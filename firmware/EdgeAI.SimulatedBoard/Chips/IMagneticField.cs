namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The field that magnetic sensors stand in.</summary>
public interface IMagneticField
{
    /// <summary>The flux density along one axis at one sensor, in microtesla.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="sensor">The sensor's number, from 0.</param>
    /// <param name="axis">0 for X, 1 for Y, 2 for Z, the sensor's own.</param>
    double Microtesla(long nanoseconds, int sensor, int axis);

    /// <summary>The temperature of one sensor, in degrees Celsius.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="sensor">The sensor's number, from 0.</param>
    double MagnetometerCelsius(long nanoseconds, int sensor);
}
