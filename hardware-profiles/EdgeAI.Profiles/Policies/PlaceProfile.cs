namespace EdgeAI.Profiles.Policies;

/// <summary>A place on the ground.</summary>
public sealed record PlaceProfile
{
    /// <summary>The latitude in degrees, north positive (WGS 84).</summary>
    public required double Latitude { get; init; }

    /// <summary>The longitude in degrees, east positive (WGS 84).</summary>
    public required double Longitude { get; init; }
}
