namespace EdgeAI.Profiles.Policies;

/// <summary>A circle on the ground.</summary>
public sealed record CircleProfile
{
    /// <summary>The centre's latitude in degrees, north positive (WGS 84).</summary>
    public required double Latitude { get; init; }

    /// <summary>The centre's longitude in degrees, east positive (WGS 84).</summary>
    public required double Longitude { get; init; }

    /// <summary>The radius in metres.</summary>
    public required double RadiusMetres { get; init; }
}
