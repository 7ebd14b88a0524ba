using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The air of the room: an office that warms, cools and airs itself over twenty minutes, with a weather of its own by the scene's
/// seed. A pure function of seed and time, the same on every machine; allocates nothing.
/// </summary>
/// <param name="seed">The scene's seed.</param>
public sealed class RoomClimate(ulong seed) : IRoomClimate
{
    private const ulong Salt = 0x726F_6F6D;
    private const double PeriodSeconds = 1200;
    private const double MiddleCelsius = PersonStory.BackgroundCelsius;

    /// <inheritdoc/>
    public double AirCelsius(long nanoseconds) => MiddleCelsius + (0.8 * Wave(nanoseconds, 0));

    /// <inheritdoc/>
    public double AirPascals(long nanoseconds) => 101_325 + (1500 * (Draw(1) - 0.5)) + (40 * Wave(nanoseconds, 0.25));

    /// <inheritdoc/>
    public double AirRelativeHumidity(long nanoseconds) => 40 + (15 * Draw(2)) - (3 * Wave(nanoseconds, 0));

    private double Draw(int quantity) => RandomStream.UniformAt(seed ^ Salt, quantity);

    // A triangle from -1 to 1 and back.
    private static double Wave(long nanoseconds, double phase)
    {
        double turns = (nanoseconds * 1e-9 / PeriodSeconds) + phase;
        double share = turns - Math.Floor(turns);
        return share < 0.5 ? (4 * share) - 1 : 3 - (4 * share);
    }
}
