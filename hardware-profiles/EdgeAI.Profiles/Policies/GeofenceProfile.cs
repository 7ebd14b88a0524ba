namespace EdgeAI.Profiles.Policies;

/// <summary>An area on the ground, and on which side of its border records leave. Either a circle or a polygon.</summary>
public sealed record GeofenceProfile
{
    /// <summary>Where the robot has to be for records to leave.</summary>
    public required GeofenceSide Leaves { get; init; }

    /// <summary>A circle; null for a polygon.</summary>
    public CircleProfile? Circle { get; init; }

    /// <summary>The corners of a polygon in turn; null for a circle.</summary>
    public IReadOnlyList<PlaceProfile>? Polygon { get; init; }
}
