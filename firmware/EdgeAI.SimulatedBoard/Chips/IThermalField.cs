namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What a thermal array looks at.</summary>
public interface IThermalField
{
    /// <summary>What one pixel sees, in degrees Celsius, the sensor's own noise included.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="pixel">0 to 63, row-major.</param>
    double PixelCelsius(long nanoseconds, int pixel);

    /// <summary>The temperature of the sensor's own body, in degrees Celsius.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double BodyCelsius(long nanoseconds);
}
