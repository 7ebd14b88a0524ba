namespace EdgeAI.Profiles.Boards;

/// <summary>Six bridges at one temperature.</summary>
public sealed record TemperatureKnotProfile
{
    /// <summary>The temperature, in degrees Celsius.</summary>
    public required double DegreesCelsius { get; init; }

    /// <summary>Counts at no load, of each bridge.</summary>
    public required IReadOnlyList<double> Offsets { get; init; }

    /// <summary>What counts less the offset are multiplied by, of each bridge.</summary>
    public required IReadOnlyList<double> Gains { get; init; }
}
