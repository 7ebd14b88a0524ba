namespace EdgeAI.Profiles;

/// <summary>Which robot this is.</summary>
public sealed record RobotProfile
{
    /// <summary>The robot's identity, unique within its site.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the world behind the sensors is simulated. Marks every frame and every record as far as the city's table.</summary>
    public required bool Simulated { get; init; }
}
