namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What stands before a range sensor, told for the 8 x 8 zones of a square field of view.</summary>
public interface IRangeField
{
    /// <summary>The distance of the nearest surface in a zone, in metres, above zero; infinity where there is none.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="zone">0 to 63, row-major.</param>
    double Metres(long nanoseconds, int zone);

    /// <summary>The share of infrared light that the surface throws back, 0 to 1.</summary>
    /// <param name="nanoseconds">Nanoseconds since the scene's start.</param>
    /// <param name="zone">0 to 63, row-major.</param>
    double Reflectance(long nanoseconds, int zone);
}
