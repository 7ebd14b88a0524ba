namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>What all pixels of one measurement have in common.</summary>
/// <param name="AmbientCelsius">The chip's own temperature, in degrees Celsius.</param>
/// <param name="ReflectedCelsius">The temperature of what surfaces reflect, in degrees Celsius.</param>
/// <param name="Emissivity">The emissivity of surfaces, above 0 to 1.</param>
/// <param name="Volts">The supply, in volts.</param>
/// <param name="Interleaved">Whether subpages are rows rather than a chess board.</param>
internal readonly record struct Mlx90640Surroundings(
    double AmbientCelsius, double ReflectedCelsius, double Emissivity, double Volts, bool Interleaved);
