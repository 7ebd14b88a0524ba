namespace EdgeAI.Profiles.Gateways;

/// <summary>The city's end of the way.</summary>
public sealed record CityProfile
{
    /// <summary>Whether the robot's process hosts a broker at the upstream's address that stands in for the city.</summary>
    public required bool StandIn { get; init; }
}
