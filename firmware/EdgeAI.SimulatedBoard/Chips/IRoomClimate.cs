namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The air that a climate sensor stands in.</summary>
public interface IRoomClimate
{
    /// <summary>The temperature of the air, in degrees Celsius.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double AirCelsius(long nanoseconds);

    /// <summary>The pressure of the air, in pascals.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double AirPascals(long nanoseconds);

    /// <summary>The relative humidity of the air, in percent, 0 to 100.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    double AirRelativeHumidity(long nanoseconds);
}
