namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What a thermal camera of any resolution looks at.</summary>
public interface IThermalImage
{
    /// <summary>The temperature of the surface in one direction, in degrees Celsius.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="across">0 (left edge of the image) to 1 (right edge).</param>
    /// <param name="down">0 (upper edge of the image) to 1 (lower edge).</param>
    double SpotCelsius(long nanoseconds, double across, double down);

    /// <summary>The temperature of the camera's own body, in degrees Celsius.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double CameraCelsius(long nanoseconds);
}
